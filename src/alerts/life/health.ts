import { stableId } from '../../base/ids.js';
import type { ConversationKey } from '../../model/conversation.js';
import type { Message } from '../../model/message.js';
import type { Observation, ReadingHealth } from '../../model/observation.js';
import { type Batch, decide } from '../batch.js';
import { perConversation } from '../place.js';

const stage = 'settle';

/**
 * What can no longer be read is told once in each conversation that subscribed to anything of the connection; when it
 * heals, that card is edited, as with any other problem.
 */
export function settleHealth(batch: Batch, observation: ReadingHealth): void {
  if (observation.state === 'broken') tellBroken(batch, observation);
  else tellHealed(batch, observation);
}

function tellBroken(batch: Batch, observation: ReadingHealth): void {
  for (const { place, members: subscriptions } of perConversation(batch.subscriptions.all())) {
    const told = { observation, place, subscriptions };
    const known = toldHealth(batch, place.conversationKey, observation.resource);
    if (known.some((one) => one.atMs >= observation.atMs)) {
      decide(batch, stage, 'older-or-repeated', told);
    } else if (known.some((one) => one.state === 'broken')) {
      decide(batch, stage, 'already-open', told);
    } else {
      const messageId = stableId('message', place.conversationKey, observation.id);
      batch.items.add({ does: 'tells', ...told, messageId, content: { situation: 'reading-health', observation } });
    }
  }
}

/** The last word on a resource on each of the cards a conversation has about it. */
function toldHealth(batch: Batch, key: ConversationKey, resource: string): ReadingHealth[] {
  const cards = [
    ...[...batch.items].flatMap((item) => (item.place.conversationKey === key && item.content ? [item.content] : [])),
    ...batch.messages.of(key).flatMap(({ subject }) => (subject.kind === 'card' ? [subject.content] : [])),
  ];
  return cards.flatMap((card) => {
    const said = card.situation === 'reading-health' ? card.observation : undefined;
    return said?.trigger === 'reading-health' && said.resource === resource ? [said] : [];
  });
}

function tellHealed(batch: Batch, observation: ReadingHealth): void {
  const content = { situation: 'reading-health', observation } as const;
  for (const item of batch.items) {
    const { content: told } = item;
    if (told?.situation === 'reading-health' && isHealedBy(told.observation, observation)) item.content = content;
  }
  const subscriptions = batch.subscriptions.all();
  for (const message of openCards(batch, observation)) {
    const own = subscriptions.filter((s) => s.conversationKey === message.conversationKey);
    batch.messages.put({ ...message, subject: { kind: 'card', content } });
    batch.items.add({ does: 'edits', observation, place: message, subscriptions: own, messageId: message.id });
  }
}

/** Cards that say the resource is broken, and said so before it healed. */
function openCards(batch: Batch, healed: ReadingHealth): Message[] {
  return batch.messages
    .all()
    .filter(
      ({ subject }) =>
        subject.kind === 'card' &&
        subject.content.situation === 'reading-health' &&
        isHealedBy(subject.content.observation, healed),
    );
}

function isHealedBy(told: Observation, { resource, atMs }: ReadingHealth): boolean {
  return (
    told.trigger === 'reading-health' && told.state === 'broken' && told.resource === resource && told.atMs <= atMs
  );
}
