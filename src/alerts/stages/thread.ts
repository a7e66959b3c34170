import type { ReplyKind } from '../../model/content/alert-reply.js';
import { type Batch, decide, type Stage } from '../batch.js';
import type { Item } from '../items.js';
import { replyOf } from '../life/reply.js';
import { quietUntilMs } from '../quiet-hours.js';
import { messageIdOf } from '../shown.js';
import { turnOf } from '../turn-of-post.js';

/** Tells the thread of a card what it waits for: that what somebody was on is over. */
export const thread: Stage = {
  name: 'thread',
  run(batch) {
    const owed = new Map<string, Item[]>();
    for (const item of batch.items) {
      const messageId = item.reply && messageIdOf(batch, item);
      if (messageId !== undefined) owed.set(messageId, [...(owed.get(messageId) ?? []), item]);
    }
    for (const [messageId, items] of owed) {
      for (const kind of new Set(items.flatMap((item) => item.reply ?? []))) {
        reply(
          batch,
          messageId,
          kind,
          items.filter((item) => item.reply === kind),
        );
      }
    }
  },
};

function reply(batch: Batch, messageId: string, kind: ReplyKind, items: readonly Item[]): void {
  const card = batch.messages.get(messageId);
  if (!card) return;
  const alerts = items.flatMap((item) => batch.alerts.get(item.alertId ?? '') ?? []);
  const shown = batch.alerts.of(card.conversationKey).filter((alert) => alert.messageId === messageId);
  const conversation = batch.conversations.get(card.conversationKey);
  const message = replyOf(kind, card, alerts, { shown, conversation, nowMs: batch.nowMs });
  if (!message || batch.messages.get(message.id)) return;
  batch.messages.put(message);
  const quiet = items.flatMap((item) => item.subscriptions).map((one) => quietUntilMs(one.quiet, batch.nowMs));
  const untilMs = Math.min(...quiet.map((ms) => ms ?? batch.nowMs));
  const turnMs = turnOf(batch.posts.get(card.conversationKey) ?? 0, batch.nowMs);
  const atMs = Math.max(turnMs, quiet.length > 0 ? untilMs : batch.nowMs);
  if (atMs > batch.nowMs) batch.heldUntilMs.set(message.id, atMs);
  batch.posts.set(card.conversationKey, (batch.posts.get(card.conversationKey) ?? 0) + 1);
  for (const item of items) decide(batch, thread.name, 'replied-in-thread', { ...item, messageId: message.id });
}
