import { isWordKey, say } from '../../src/delivery/words.js';
import { act } from '../actions/act.js';
import { invokeCard, invokeText, readExecute } from '../invoke.js';
import { aboutOf, post, type Reply, renderContextOf, type Turn } from '../turn.js';
import type { InvokeSpec } from './invoke.js';

const name = 'adaptiveCard/action';

/** A pressed Action.Execute: what the verb's row replies, in its place or as words for the person who pressed. */
export const cardAction: InvokeSpec = {
  name,
  async run(value, turn, services) {
    const action = readExecute(value);
    if (!action) return invokeText(name, say(turn.locale, 'invoke.unreadable'));
    const reply = await act(action, turn, services);
    const about = aboutOf(reply, turn);
    if (reply.post) await post(about, reply.post, services);
    if (reply.aside) return invokeText(name, refusalText(reply.aside, turn));
    const shown = reply.shows === undefined || reply.inPlace ? undefined : await services.shown(reply.shows);
    if (shown) return invokeCard(shown);
    if (!reply.inPlace) return invokeText(name, say(turn.locale, 'invoke.done'));
    return invokeCard(services.render(reply.inPlace, renderContextOf(about, services)).card);
  },
};

function refusalText(aside: NonNullable<Reply['aside']>, turn: Turn): string {
  const key = `refusal.${aside.key}`;
  return say(turn.locale, isWordKey(key) ? key : 'invoke.unreadable', aside.facts);
}
