import type { ConversationKey } from './conversation.js';
import type { Delivery, Message } from './message.js';

export const HOUR_MS = 3_600_000;

/** So many posts of an hour are posts of their own in a conversation; further ones share a card. */
export const postsPerHour = 30;

/**
 * Posts of connections' flows per conversation in the hour before `nowMs`, with those that Teams may have got and those
 * that go as soon as they can. What people asked for is of no connection, and does not count.
 */
export function postsOfLastHour(
  deliveries: Iterable<Delivery>,
  messageOf: (id: string) => Message | undefined,
  nowMs: number,
): Map<ConversationKey, number> {
  const counts = new Map<ConversationKey, number>();
  for (const delivery of deliveries) {
    const atMs = postedAtMs(delivery, nowMs);
    // Far ahead of the clock: the clock was wrong when it was written.
    if (atMs === undefined || Math.abs(nowMs - atMs) >= HOUR_MS) continue;
    if (messageOf(delivery.messageId)?.connectionId === undefined) continue;
    counts.set(delivery.conversationKey, (counts.get(delivery.conversationKey) ?? 0) + 1);
  }
  return counts;
}

/** When it reached Teams or may have; now where it still will; undefined where it is no post, or none yet. */
function postedAtMs(delivery: Delivery, nowMs: number): number | undefined {
  const { kind, state, attempts, notBeforeMs } = delivery;
  if (kind !== 'post') return undefined;
  // One that was posted and is owed again is owed as an edit.
  const reached = attempts.find(({ outcome }) => outcome === 'sent' || outcome === 'ambiguous');
  if (reached) return reached.endedAtMs ?? reached.startedAtMs;
  switch (state) {
    case 'owed':
      return notBeforeMs <= nowMs ? nowMs : undefined;
    case 'suspended':
      return nowMs;
    case 'in-flight':
    case 'sent':
    case 'ambiguous':
      return attempts.at(-1)?.endedAtMs ?? attempts.at(-1)?.startedAtMs ?? nowMs;
    case 'dropped':
    case 'failed':
      return undefined;
  }
}
