import { composeMessage } from '../alerts/compose.js';
import { isRecipient } from '../alerts/mail-recipients.js';
import { ownerOf } from '../alerts/owners.js';
import { renderCard } from '../delivery/cards.js';
import { composeMail } from '../delivery/mail/compose.js';
import { mailFoot } from '../delivery/mail/foot.js';
import type { RenderMail } from '../delivery/mail/plan.js';
import { words } from '../delivery/words.js';
import { type Alert, isLive } from '../model/alert.js';
import type { CardContent } from '../model/card-content.js';
import type { Message } from '../model/message.js';
import type { Observation } from '../model/observation.js';
import type { Subscription } from '../model/subscription.js';
import { contextOf, type RenderContextDeps } from './render-context.js';

/** What of a message an address is told about, by the subscriptions that name it now. */
interface Share {
  content: CardContent | { drop: string };
  subscriptions: Subscription[];
  alerts: Alert[];
}

/** Renders what a message shows now, as far as an address is told about it, in the words of its conversation. */
export function createMailRenderer(deps: RenderContextDeps): RenderMail {
  const { store } = deps;

  async function shareOf(message: Message, to: string): Promise<Share> {
    const conversation = await store.conversation(message.conversationKey);
    const all = await store.subscriptions({ conversationKey: message.conversationKey });
    const owners = await store.owners(message.connectionId ?? '');
    const tells = (subscription: Subscription, observation: Observation) =>
      isRecipient(to, subscription, ownerOf(owners, observation, conversation?.tenantId ?? ''));
    const { subject } = message;
    if (subject.kind === 'alerts') {
      const telling = (alert: Alert) =>
        all.filter(({ id, ...one }) => alert.subscriptionIds.includes(id) && tells({ id, ...one }, alert.observation));
      const alerts = (await store.alertsOfMessage(message.id)).filter((one) => telling(one).length > 0);
      // Whoever is told of a failure alone is not told of the run around it.
      const { run, ...rest } = message;
      const readers = all.filter((one) => run?.subscriptionIds.includes(one.id) && isRecipient(to, one, undefined));
      const ids = new Set([...alerts.flatMap(telling), ...readers].map(({ id }) => id));
      const subscriptions = all.filter(({ id }) => ids.has(id));
      return { content: composeMessage(readers.length > 0 ? message : rest, alerts), subscriptions, alerts };
    }
    const told =
      subject.kind === 'notice'
        ? [subject.observation]
        : subject.kind === 'card'
          ? observationsOf(subject.content)
          : [];
    const subscriptions = all
      .filter(({ id }) => subject.kind !== 'notice' || subject.subscriptionIds.includes(id))
      .filter((one) => told.some((observation) => tells(one, observation)));
    const content = subscriptions.length > 0 ? composeMessage(message, []) : { drop: 'no-longer-watched' };
    return { content, subscriptions, alerts: [] };
  }

  return async function render(message, to) {
    const { content, subscriptions, alerts } = await shareOf(message, to);
    if ('drop' in content) return content;
    if (alerts.length > 0 && alerts.every(({ state }) => state === 'snoozed')) return 'paused';
    const context = await contextOf(message, deps);
    const { language } = words(context.locale);
    const conversation = await store.conversation(message.conversationKey);
    const numbers = subscriptions.map((one) => one.number).sort((a, b) => a - b);
    const foot = mailFoot(numbers, conversation, context);
    return {
      mail: { ...composeMail(renderCard(content, context), { language, foot }), language },
      live: alerts.some(isLive),
      openedAtMs: Math.max(0, ...alerts.map((one) => one.openedAtMs)),
      closedAtMs: Math.max(0, ...alerts.map((one) => one.closedAtMs ?? 0)),
    };
  };
}

function observationsOf(content: CardContent): Observation[] {
  return content.situation === 'catch-up' ? content.over : [];
}
