import { z } from 'zod';
import type { Refusal } from '../../src/model/card-content.js';
import type { WriteState } from '../../src/model/content/write.js';
import { personKey } from '../asking.js';
import { operatorsOnly } from '../operators.js';
import type { BotServices } from '../services.js';
import { audit, type Reply, type Turn } from '../turn.js';
import type { PendingWrite } from '../writes/pending-writes.js';
import { perform } from '../writes/perform.js';
import { type WriteCard, writeCard } from '../writes/write-card.js';
import { type ActionSpec, aside, unreadable } from './action.js';

const shape = z.object({ id: z.string().min(1).max(100) });

/** Writes what the card shows: for who asked for it, once, and while it is fresh. */
export const writeConfirm: ActionSpec = {
  verb: 'write-confirm',
  async run(data, turn, services) {
    const open = await openWrite(data, turn, services);
    if ('reply' in open) return open.reply;
    const { write, card } = open;
    const call = { lane: 'chat', person: personKey(turn) } as const;
    const refused = await operatorsOnly(turn, write.content.connectionId, call, services);
    if (refused) return aside(refused);
    if (!services.writes.take(write.content.id)) return aside({ key: 'write-taken' });
    try {
      await perform(write, card.message.id, turn, services);
    } catch (thrown) {
      services.writes.giveBack(write.content.id);
      throw thrown;
    }
    return {};
  },
};

/** Drops it: nothing is written, and the card says who dropped it. */
export const writeCancel: ActionSpec = {
  verb: 'write-cancel',
  async run(data, turn, services) {
    const open = await openWrite(data, turn, services);
    if ('reply' in open) return open.reply;
    const { write, card } = open;
    const { content } = write;
    if (!services.writes.take(content.id)) return aside({ key: 'write-taken' });
    await services.answers.edit(card.message.id, {
      ...content,
      state: 'cancelled',
      endedAtMs: services.clock.now(),
    });
    await audit(
      turn,
      'write',
      { connection: content.connectionId, entity: content.entity, outcome: 'cancelled' },
      services,
    );
    return {};
  },
};

/** The write that a button belongs to, while it may be decided by whoever pressed; else what to answer. */
async function openWrite(
  data: unknown,
  turn: Turn,
  services: BotServices,
): Promise<{ write: PendingWrite; card: WriteCard } | { reply: Reply }> {
  const parsed = shape.safeParse(data);
  if (!parsed.success) return { reply: unreadable };
  const { id } = parsed.data;
  const card = await writeCard(id, turn, services);
  if (!card) return { reply: aside({ key: 'write-gone', suggestions: ['help'] }) };
  const found = services.writes.find(id);
  const mine = found?.write.conversationKey === turn.conversation.key;
  if (!mine) return { reply: await tooLate(card, services) };
  if (found.taken) return { reply: aside(decided(card.content.state)) };
  if (found.write.asker !== personKey(turn)) {
    return { reply: aside({ key: 'write-not-yours', facts: { name: card.content.by } }) };
  }
  return { write: found.write, card };
}

function decided(state: WriteState): Refusal {
  if (state === 'cancelled') return { key: 'write-cancelled' };
  return { key: state === 'asked' || state === 'writing' ? 'write-taken' : 'write-done' };
}

/** A restart, or ten minutes, took it: nothing can be confirmed any more, and the card says so to everybody. */
async function tooLate({ message, content }: WriteCard, services: BotServices): Promise<Reply> {
  const endedAtMs = services.clock.now();
  const again = content.command === undefined ? {} : { suggestions: [content.command] };
  switch (content.state) {
    case 'asked':
      await services.answers.edit(message.id, { ...content, state: 'expired', endedAtMs });
      return aside({ key: 'write-expired', ...again });
    case 'writing':
      // The process ended between the promise and the outcome.
      await services.answers.edit(message.id, { ...content, state: 'unclear', endedAtMs });
      return aside({ key: 'write-interrupted' });
    case 'expired':
      return aside({ key: 'write-expired', ...again });
    default:
      return aside(decided(content.state));
  }
}
