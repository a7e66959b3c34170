import { stableId } from '../../base/ids.js';
import { type Alert, isLive } from '../../model/alert.js';
import type { AlertReplyContent, ReplyKind } from '../../model/content/alert-reply.js';
import type { Conversation, Person } from '../../model/conversation.js';
import type { Message } from '../../model/message.js';

/** Names on a reply; the others are counted. */
const mostNames = 3;

/**
 * The reply that a change of state owes to the thread of its card; undefined where none is. `alerts`: those of the card
 * that changed. `shown`: all that the card shows, as they are now. In a personal chat the person who pressed needs no
 * post about it, the card says it; where a conversation has no threads the reply is a short post of its own.
 */
export function replyOf(
  kind: ReplyKind,
  card: Message,
  alerts: readonly Alert[],
  about: { shown: readonly Alert[]; conversation: Conversation | undefined; mentions?: Person[]; nowMs: number },
): Message | undefined {
  const { shown, conversation, nowMs } = about;
  const newest = alerts.flatMap((alert) => alert.acknowledged ?? []).sort((a, b) => b.atMs - a.atMs)[0];
  if (!newest || (kind === 'acknowledged' && conversation?.type === 'personal')) return undefined;
  // One word when all of it is over, however many had failed together.
  if (kind === 'recovered' && shown.some((alert) => isLive(alert) && alert.acknowledged)) return undefined;
  const over = kind === 'recovered' ? shown.filter((a) => a.state === 'resolved' && a.acknowledged) : alerts;
  const told = over.length > 0 ? over : alerts;
  const content: AlertReplyContent = {
    situation: 'alert-reply',
    kind,
    objects: told.slice(0, mostNames).map((alert) => alert.object),
    count: told.length,
    by: newest.by,
    atMs: newest.atMs,
    untilMs: newest.untilMs,
    ...(kind === 'recovered' ? { over: spanOf(told) } : {}),
  };
  return {
    v: 1,
    // The same acknowledgement is told, missed and answered once each, however often that is computed.
    id: stableId('message', card.id, kind, ...told.map((one) => `${one.id} ${one.version}`).sort()),
    conversationKey: card.conversationKey,
    ...(card.threadId === undefined ? {} : { threadId: card.threadId }),
    replyToMessageId: card.id,
    ...(card.connectionId === undefined ? {} : { connectionId: card.connectionId }),
    subject: { kind: 'card', content },
    ...(about.mentions && about.mentions.length > 0 ? { mentions: about.mentions } : {}),
    version: 1,
    sentVersion: 0,
    createdAtMs: nowMs,
  };
}

function spanOf(alerts: readonly Alert[]): { atMs: number; durationMs: number } {
  const atMs = Math.max(...alerts.map((alert) => alert.facts.resolution?.atMs ?? alert.changedAtMs));
  const fromMs = Math.min(...alerts.map((alert) => alert.observation.atMs));
  return { atMs, durationMs: Math.max(0, atMs - fromMs) };
}
