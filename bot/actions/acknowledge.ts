import { pressed } from '../alerts/press.js';
import type { ActionSpec } from './action.js';

/** Somebody is on it: all that is open on the card, for a set time. */
export const acknowledge: ActionSpec = {
  verb: 'acknowledge',
  run(data, turn, services) {
    const atMs = services.clock.now();
    const acknowledgement = { by: turn.person, atMs, untilMs: atMs + services.acknowledgedForMs };
    return pressed(
      data,
      { action: 'acknowledge', event: () => ({ kind: 'acknowledged', acknowledgement }) },
      turn,
      services,
    );
  },
};
