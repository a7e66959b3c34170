import { say } from '../../src/delivery/words.js';
import { act, cardsOf } from '../actions/act.js';
import { insertedOf } from '../extension/inserted.js';
import { asInserted } from '../extension/inserted-card.js';
import { asideWords, lookedUp, onlyLooks } from '../extension/pressed.js';
import { invokeCard, invokeText, readExecute } from '../invoke.js';
import { aboutOf, post, renderContextOf } from '../turn.js';
import type { InvokeSpec } from './invoke.js';

const name = 'adaptiveCard/action';

/**
 * A pressed Action.Execute: what the verb's row replies, in its place or as words for the person who pressed. On a card
 * that somebody inserted, what only looks is answered in its place; the rest needs the bot to be in the conversation.
 */
export const cardAction: InvokeSpec = {
  name,
  guest: (value) => insertedOf(readExecute(value)?.data),
  async run(value, turn, services, isLate) {
    const action = readExecute(value);
    if (!action) return invokeText(name, say(turn.locale, 'invoke.unreadable'));
    const inserted = insertedOf(action.data);
    if (inserted && onlyLooks(action)) return lookedUp(action, turn, services);
    if (turn.absent) return invokeText(name, say(turn.locale, 'refusal.not-here', { type: turn.conversation.type }));
    const reply = await act(action, turn, services);
    const about = aboutOf(reply, turn);
    if (isLate()) {
      for (const content of cardsOf(reply)) await post(about, content, services);
      return invokeText(name, say(turn.locale, 'invoke.done'));
    }
    if (reply.post) await post(about, reply.post, services);
    if (reply.aside) return invokeText(name, asideWords(reply.aside, turn));
    const given = (card: Record<string, unknown>) =>
      invokeCard(inserted && about.connectionId !== undefined ? asInserted(card, about.connectionId) : card);
    const shown = reply.shows === undefined || reply.inPlace ? undefined : await services.shown(reply.shows);
    if (shown) return given(shown);
    if (!reply.inPlace) return invokeText(name, say(turn.locale, 'invoke.done'));
    return given(services.render(reply.inPlace, renderContextOf(about, services)).card);
  },
};
