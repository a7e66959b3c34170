import { HeraldError } from '../../base/errors.js';
import { actionsOf, pressData } from './card-actions.js';
import type { PressChoice } from './control.js';
import type { Press } from './presses.js';

export function unknown(what: string): HeraldError {
  return new HeraldError('internal', { message: `the Teams emulator has no ${what}` });
}

/** The button of a card that is meant, with what it sends. Throws `HeraldError` `internal` when there is none. */
export function choosePress(card: unknown, choice: PressChoice): Press {
  const actions = actionsOf(card);
  const found =
    choice.index !== undefined
      ? actions[choice.index]
      : actions.find(
          (action) =>
            (choice.verb === undefined || action.verb === choice.verb) &&
            (choice.title === undefined || action.title === choice.title),
        );
  if (!found) {
    const there = actions.map((action) => `${action.title} (${action.verb ?? action.type})`).join(', ');
    throw unknown(`button ${JSON.stringify(choice)}; there are: ${there || 'none'}`);
  }
  const { inputs: _, ...press } = found;
  return { ...press, data: pressData(found, choice.inputs) };
}
