import { asHeraldError, type ErrorCode } from '../../src/base/errors.js';
import type { CallOptions } from '../../src/insights/port.js';
import type { WriteContent } from '../../src/model/content/write.js';
import { personKey } from '../asking.js';
import type { BotServices } from '../services.js';
import { audit, type Turn } from '../turn.js';
import type { PendingWrite } from './pending-writes.js';

/** A person waits longer than a window at most. */
const patienceMs = 120_000;

/** Failures that come before anything is written; after any other one nobody knows. */
const before: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'insights-unauthorized',
  'insights-forbidden',
  'insights-not-found',
  'insights-refused',
  'insights-conflict',
  'insights-throttled',
  'insights-unreachable',
  'insights-token',
  'budget-deadline',
  'budget-closed',
]);

/**
 * Writes what was confirmed, once, and shows everybody on its card what became of it. The audit has a line before and
 * one after, with the names of the fields and none of their values. Rejects only while nothing is written yet.
 */
export async function perform(
  { content, row }: PendingWrite,
  messageId: string,
  turn: Turn,
  services: BotServices,
): Promise<void> {
  const { connectionId, entity, change, item } = content;
  const show = (next: Partial<WriteContent>) => services.answers.edit(messageId, { ...content, ...next });
  const facts = { connection: connectionId, change, entity, fields: Object.keys(row).join(', ') };
  const record = (outcome: Record<string, string>) =>
    audit(turn, 'write', { ...facts, ...(item === undefined ? {} : { item }), ...outcome }, services);
  await record({ outcome: 'begun' });
  await show({ state: 'writing' });

  let calls = 0;
  let waiting: Promise<void> | undefined;
  const client = services.connections.client(connectionId);
  const call: CallOptions = {
    lane: 'chat',
    deadlineMs: patienceMs,
    person: personKey(turn),
    onCall: () => {
      calls += 1;
    },
    onWait: (waitMs) => {
      waiting ??= show({ state: 'writing', waitMs }).catch(() => undefined);
    },
  };
  const end = await outcomeOf(async () => {
    if (change === 'create') return client.createItem(entity, row, call);
    await client.updateItem(entity, item ?? '', row, call);
    return 'created';
  });
  await waiting;
  const { limit } = client.budget();
  await show({ ...end, endedAtMs: services.clock.now(), cost: { calls, limit } });
  await record({ outcome: end.state, ...(end.code ? { code: end.code } : {}) });
}

async function outcomeOf(write: () => Promise<'created' | 'accepted'>): Promise<Pick<WriteContent, 'state' | 'code'>> {
  try {
    return { state: (await write()) === 'accepted' ? 'accepted' : 'written' };
  } catch (thrown) {
    const { code } = asHeraldError(thrown);
    return before.has(code) ? { state: 'failed', code } : { state: 'unclear', code };
  }
}
