import { alertState } from '../../../src/delivery/views/alert-head.js';
import { nameOf } from '../../../src/delivery/views/view.js';
import { type Alert, isLive } from '../../../src/model/alert.js';
import type { Conversation } from '../../../src/model/conversation.js';
import type { BotServices } from '../../services.js';
import { ownChat } from '../guest.js';
import { withoutActions } from '../inserted-card.js';
import type { Found } from '../wire.js';
import { searchWords } from '../wire.js';
import { answerLocally, lineOf } from './local.js';
import { foundOf, placeOn, type Search, type SearchAt } from './search.js';

/**
 * What is open in this conversation, on every connection its tenant may use; where the bot is not in it, what is open in
 * the person's own chat. Other conversations' alerts are theirs.
 */
export const alerts: Search = async (sought, at) => {
  const { turn, services } = at;
  const place = turn.absent ? await ownChat(turn.person, services) : turn.conversation;
  const open = place ? await openIn(place, services) : [];
  if (open.length === 0) {
    return searchWords(at.input.f.say(turn.absent ? 'extension.no-alerts-own' : 'extension.no-alerts'));
  }
  const all = open.map((alert) => ({
    id: alert.id,
    name: alert.object.name,
    spellings: [alert.object.name, alert.object.id],
    alert,
  }));
  return answerLocally('alerts', all, sought, at, ({ alert }) => alertFound(alert, at));
};

async function openIn({ key, tenantId }: Conversation, services: BotServices): Promise<Alert[]> {
  const states = await Promise.all(
    services.connections.visible(tenantId).map(({ id }) => services.store.connectionState(id)),
  );
  return states.flatMap((state) => state.alerts).filter((one) => one.conversationKey === key && isLive(one));
}

/** Its buttons mean the card of this conversation; a card taken elsewhere has none. */
function alertFound(alert: Alert, at: SearchAt): Found {
  const about = placeOn(alert.connectionId, at.turn, at.services);
  const { input } = about;
  const { state } = alertState(alert, input);
  const preview = {
    title: nameOf(alert.object, input),
    text: lineOf([state, input.f.moment(alert.openedAtMs)], input),
  };
  const found = foundOf({ situation: 'alert', alerts: [alert] }, preview, about);
  return at.turn.absent ? { ...found, card: withoutActions(found.card) as Found['card'] } : found;
}
