import { composeMessage } from '../alerts/compose.js';
import type { Clock } from '../base/clock.js';
import type { Config } from '../config/config.js';
import { renderCard } from '../delivery/cards.js';
import { fileActivity } from '../delivery/file-activity.js';
import type { RenderContext } from '../delivery/render.js';
import type { OutboundActivity } from '../delivery/sender.js';
import { instanceNameOf, mayUse } from '../model/connection.js';
import type { Message } from '../model/message.js';
import type { Store } from '../store/store.js';

export type Rendered = { activity: OutboundActivity } | { drop: string };

/** Renders what a message shows now: the newest state of its alerts, in its conversation's language and zone. */
export function createMessageRenderer(deps: { store: Store; clock: Clock; config: Config }) {
  const { store, clock, config } = deps;

  async function contextOf(message: Message, subscriptionIds: string[]): Promise<RenderContext> {
    const conversation = await store.conversation(message.conversationKey);
    const subscriptions = await Promise.all(subscriptionIds.map((id) => store.subscription(id)));
    const numbers = subscriptions.flatMap((one) => (one ? [one.number] : [])).sort((a, b) => a - b);
    const usable = config.connections.filter((one) => conversation && mayUse(one, conversation.tenantId));
    const instance = instanceNameOf(usable, message.about ?? message.connectionId);
    return {
      locale: conversation?.locale ?? config.values.DEFAULT_LOCALE,
      timeZone: conversation?.timeZone ?? config.values.DEFAULT_TIME_ZONE,
      nowMs: clock.now(),
      ...(instance === undefined ? {} : { instanceName: instance }),
      ...(message.mentions ? { mentions: message.mentions } : {}),
      ...(numbers.length > 0 ? { subscriptionNumbers: numbers } : {}),
    };
  }

  return async function render(message: Message): Promise<Rendered> {
    const { subject } = message;
    if (subject.kind === 'file') {
      return { activity: fileActivity(message.id, subject.content, await contextOf(message, [])) };
    }
    const alerts = message.subject.kind === 'alerts' ? await store.alertsOfMessage(message.id) : [];
    const content = composeMessage(message, alerts);
    if ('drop' in content) return content;
    const subscriptionIds =
      message.subject.kind === 'notice'
        ? message.subject.subscriptionIds
        : [...alerts.flatMap((alert) => alert.subscriptionIds), ...(message.run?.subscriptionIds ?? [])];
    const { card, summary } = renderCard(content, await contextOf(message, [...new Set(subscriptionIds)]));
    return {
      activity: {
        type: 'message',
        summary,
        attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
      },
    };
  };
}
