import { noticesOf } from '../alerts/collection.js';
import { composeMessage, replyDropped } from '../alerts/compose.js';
import { renderCard } from '../delivery/cards.js';
import { fileActivity } from '../delivery/file-activity.js';
import type { RenderContext } from '../delivery/render.js';
import type { OutboundActivity } from '../delivery/sender.js';
import { mayUse } from '../model/connection.js';
import type { Message } from '../model/message.js';
import { contextOf, type RenderContextDeps } from './render-context.js';

export type Rendered = { activity: OutboundActivity } | { drop: string };

/** Renders what a message shows now: the newest state of its alerts, in its conversation's language and zone. */
export function createMessageRenderer(deps: RenderContextDeps) {
  const { store } = deps;

  async function contextWith(message: Message, subscriptionIds: string[]): Promise<RenderContext> {
    const subscriptions = await Promise.all(subscriptionIds.map((id) => store.subscription(id)));
    const numbers = subscriptions.flatMap((one) => (one ? [one.number] : [])).sort((a, b) => a - b);
    return {
      ...(await contextOf(message, deps)),
      ...(message.mentions ? { mentions: message.mentions } : {}),
      ...(numbers.length > 0 ? { subscriptionNumbers: numbers } : {}),
    };
  }

  /** A post about a connection that was taken from the tenant meanwhile; what was shown before may still end. */
  async function isForbidden({ connectionId, conversationKey, sent }: Message): Promise<boolean> {
    const connection = deps.config.connections.find((one) => one.id === connectionId);
    const conversation = await store.conversation(conversationKey);
    return (
      !sent && connection !== undefined && conversation !== undefined && !mayUse(connection, conversation.tenantId)
    );
  }

  async function droppedReply(message: Message): Promise<string | undefined> {
    if (message.replyToMessageId === undefined) return undefined;
    const card = await store.message(message.replyToMessageId);
    return replyDropped(message, card, card ? await store.alertsOfMessage(card.id) : []);
  }

  return async function render(message: Message): Promise<Rendered> {
    const { subject } = message;
    if (await isForbidden(message)) return { drop: 'instance-gone' };
    if (subject.kind === 'file') {
      return { activity: fileActivity(message.id, subject.content, await contextWith(message, [])) };
    }
    const dropped = await droppedReply(message);
    if (dropped !== undefined) return { drop: dropped };
    const alerts = message.subject.kind === 'alerts' ? await store.alertsOfMessage(message.id) : [];
    const content = composeMessage(message, alerts);
    if ('drop' in content) return content;
    const subscriptionIds =
      message.subject.kind === 'notice'
        ? message.subject.subscriptionIds
        : [
            ...[...alerts, ...noticesOf(message)].flatMap((told) => told.subscriptionIds),
            ...(message.run?.subscriptionIds ?? []),
          ];
    const { card, summary } = renderCard(content, await contextWith(message, [...new Set(subscriptionIds)]));
    return {
      activity: {
        type: 'message',
        summary,
        attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
      },
    };
  };
}
