import { evaluated } from './evaluated.js';
import type { Trigger } from './trigger.js';

/** A successful evaluation of a segment. Whether its member count crosses anything is for the judge to say. */
export const segmentThreshold: Trigger = {
  name: 'segment-threshold',
  reads: ['segments'],
  detect: (frame) => evaluated('segment', frame),
};
