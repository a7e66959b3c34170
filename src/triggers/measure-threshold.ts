import { evaluated } from './evaluated.js';
import type { Trigger } from './trigger.js';

/** A successful evaluation of a measure without dimensions. Whether it crosses anything is for the judge to say. */
export const measureThreshold: Trigger = {
  name: 'measure-threshold',
  reads: ['measures'],
  detect: (frame) => evaluated('measure', frame),
};
