import type { DecisionReason } from '../../model/decision.js';
import type { Message } from '../../model/message.js';
import { type Batch, decide, type Stage } from '../batch.js';
import type { Item } from '../items.js';
import { owedPost, owedUpdate, unreachable } from '../owed.js';
import { messageIdOf } from '../shown.js';
import { isHeld } from './snooze.js';

/** One post per new message, one edit per message Teams may know: however much happened to it in this batch. */
export const dedup: Stage = {
  name: 'dedup',
  run(batch) {
    const edited = new Set<string>();
    for (const item of batch.items) {
      const message = batch.messages.get(messageIdOf(batch, item) ?? '');
      if (!message || isHeld(batch, message)) continue;
      if (batch.messages.isKnown(message.id)) edited.add(message.id);
      explain(batch, item, message);
    }
    const changed = batch.messages.changes().filter((message) => !isHeld(batch, message));
    for (const message of changed) if (batch.messages.isKnown(message.id)) edited.add(message.id);
    for (const id of edited) owe(batch, id);
    for (const message of changed) {
      if (!batch.messages.isKnown(message.id)) batch.deliveries.push(owedPost(message, whenOf(batch, message)));
    }
  },
};

function owe(batch: Batch, messageId: string): void {
  const before = batch.messages.get(messageId);
  if (!before) return;
  const message = { ...before, version: before.version + 1 };
  batch.messages.put(message);
  // A post that is let go earlier shows the newest state by itself.
  const isReleased = batch.heldUntilMs.has(messageId);
  const when = whenOf(batch, message);
  batch.deliveries.push(isReleased ? owedPost(message, when) : owedUpdate(message, when));
}

function whenOf(batch: Batch, message: Message) {
  const notBeforeMs = batch.heldUntilMs.get(message.id);
  const conversation = batch.conversations.get(message.conversationKey);
  return { nowMs: batch.nowMs, conversation, ...(notBeforeMs === undefined ? {} : { notBeforeMs }) };
}

function explain(batch: Batch, item: Item, message: Message): void {
  const told = { ...item, messageId: message.id };
  const inhibited = item.alertId !== undefined && batch.alerts.get(item.alertId)?.facts.inhibitedBy !== undefined;
  if (!inhibited || item.does === 'ends') decide(batch, dedup.name, outcomeOf(batch, item, message), told);
  const reason = unreachable(batch.conversations.get(message.conversationKey));
  if (reason) decide(batch, dedup.name, reason, told);
}

function outcomeOf(batch: Batch, item: Item, message: Message): DecisionReason {
  const healed = item.does === 'edits' && item.observation.trigger === 'reading-health';
  if (item.does === 'ends' || healed) return 'closed-in-place';
  return batch.messages.isKnown(message.id) && !batch.untold.has(message.id) ? 'updated-in-place' : 'posted';
}
