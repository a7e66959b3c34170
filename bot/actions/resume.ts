import { pressed } from '../alerts/press.js';
import type { ActionSpec } from './action.js';

/** Ends the snooze of all that sleeps on the card. */
export const resume: ActionSpec = {
  verb: 'resume',
  run: (data, turn, services) =>
    pressed(data, { action: 'resume', event: () => ({ kind: 'resumed' }) }, turn, services),
};
