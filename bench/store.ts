import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import { systemClock } from '../src/base/clock.js';
import { createLog } from '../src/base/log.js';
import type { Conversation } from '../src/model/conversation.js';
import type { Delivery, Message } from '../src/model/message.js';
import type { SubscriptionDraft } from '../src/model/subscription.js';
import { createFileStore } from '../src/store/file-store.js';
import type { Commit } from '../src/store/store.js';

/** One event's change: a message, its delivery, and that a subscription fired. */
interface Contestant {
  /** Stores `count` subscriptions, and a rule state for each if asked, before anything is measured. */
  fill(count: number, ruleStates: boolean): Promise<void>;
  /** One event, durable by the contestant's own standard when it resolves. */
  commit(n: number): Promise<void>;
  close(): Promise<void>;
}

const key = 'tenant/19:ops@thread.tacv2';
const connectionId = 'contoso';

const conversation: Conversation = {
  v: 1,
  key,
  tenantId: 'tenant',
  id: '19:ops@thread.tacv2',
  type: 'channel',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  botId: '28:bot',
  installed: true,
  nextNumber: 1,
  lastInboundAtMs: 0,
};

const draft = (n: number): SubscriptionDraft => ({
  conversationKey: key,
  connectionId,
  trigger: 'segment-threshold',
  target: { id: `segment-${n}`, name: `Segment number ${n}` },
  rule: { direction: 'above', value: '2000', runs: 1 },
  createdBy: { id: '29:someone', name: 'Someone', aadObjectId: '11111111-1111-4111-8111-111111111111' },
  createdAtMs: 0,
});

const message = (n: number): Message => ({
  v: 1,
  id: `message-${n}`,
  conversationKey: key,
  connectionId,
  subject: { kind: 'alerts', alertIds: [`alert-${n}`] },
  version: 1,
  sentVersion: 0,
  createdAtMs: n,
});

const delivery = (n: number): Delivery => ({
  v: 1,
  id: `delivery-${n}`,
  messageId: `message-${n}`,
  conversationKey: key,
  kind: 'post',
  state: 'owed',
  notBeforeMs: 0,
  createdAtMs: n,
  attempts: [],
});

async function ours(dataDir: string): Promise<Contestant> {
  const store = createFileStore({ dataDir, clock: systemClock, log: createLog('silent') });
  await store.open();
  await store.saveConversation(key, () => conversation);
  return {
    async fill(count, ruleStates) {
      const added = await Promise.all(Array.from({ length: count }, (_, n) => store.addSubscription(draft(n))));
      const rules = added.map(({ subscription }, n) => ({ ...ruleState(n), subscriptionId: subscription.id }));
      if (ruleStates) await store.commit({ connectionId, expectedVersion: 0, rules });
    },
    commit: (n) => store.enqueue(message(n), delivery(n)),
    close: () => store.close(),
  };
}

const ruleState = (n: number): NonNullable<Commit['rules']>[number] => ({
  subscriptionId: `subscription-${n}`,
  objectId: `segment-${n}`,
  state: { last: { value: '1284', atMs: 1_772_589_600_000 }, streak: 0, side: 'below' },
});

interface Plain {
  rules: NonNullable<Commit['rules']>;
  conversations: Conversation[];
  subscriptions: SubscriptionDraft[];
  messages: Message[];
  deliveries: Delivery[];
}

/** lowdb as its manual shows it: one file, `update` per event. It syncs nothing to the disk. */
async function plain(dataDir: string): Promise<Contestant> {
  const empty: Plain = { conversations: [conversation], subscriptions: [], rules: [], messages: [], deliveries: [] };
  const db = new Low<Plain>(new JSONFile(join(dataDir, 'plain.json')), empty);
  await db.write();
  return {
    fill: (count, ruleStates) =>
      db.update((data) => {
        data.subscriptions = Array.from({ length: count }, (_, n) => draft(n));
        data.rules = ruleStates ? Array.from({ length: count }, (_, n) => ruleState(n)) : [];
      }),
    commit: (n) =>
      db.update((data) => {
        data.messages.push(message(n));
        data.deliveries.push(delivery(n));
      }),
    close: async () => undefined,
  };
}

const contestants = [
  ['ours', ours],
  ['plain lowdb', plain],
] as const;

async function withStore<T>(open: (dataDir: string) => Promise<Contestant>, use: (one: Contestant) => Promise<T>) {
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-bench-'));
  const one = await open(dataDir);
  try {
    return await use(one);
  } finally {
    await one.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

function percentile(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
}

async function latencies(stored: number, ruleStates: boolean): Promise<string[]> {
  const times = contestants.map((): number[] => []);
  // Alternating rounds: a slow moment of the machine hits both.
  for (let round = 0; round < 3; round += 1) {
    for (const [index, [, open]] of contestants.entries()) {
      await withStore(open, async (one) => {
        await one.fill(stored, ruleStates);
        for (let n = 0; n < 50; n += 1) {
          const startMs = performance.now();
          await one.commit(n);
          times[index]?.push(performance.now() - startMs);
        }
      });
    }
  }
  return times.map((list) => {
    const sorted = list.sort((a, b) => a - b);
    return `${percentile(sorted, 0.5)} / ${percentile(sorted, 0.95)}`;
  });
}

/** Commits per second with `writers` callers that each wait for theirs. */
async function throughput(writers: number): Promise<string[]> {
  const rates = contestants.map(() => 0);
  const rounds = 3;
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, [, open]] of contestants.entries()) {
      await withStore(open, async (one) => {
        const total = writers === 1 ? 100 : writers;
        const startMs = performance.now();
        if (writers === 1) for (let n = 0; n < total; n += 1) await one.commit(n);
        else await Promise.all(Array.from({ length: total }, (_, n) => one.commit(n)));
        rates[index] = (rates[index] ?? 0) + total / ((performance.now() - startMs) / 1000) / rounds;
      });
    }
  }
  return rates.map((rate) => Math.round(rate).toLocaleString('en'));
}

async function run(): Promise<string> {
  const names = contestants.map(([name]) => name).join(' | ');
  const lines = [`| | ${names} |`, '|---|---|---|'];
  for (const [stored, ruleStates] of [
    [100, false],
    [1_000, false],
    [10_000, false],
    [10_000, true],
  ] as const) {
    const what = `${stored.toLocaleString('en')} subscriptions${ruleStates ? ', each with a rule state' : ''}`;
    lines.push(`| commit p50 / p95, ms, ${what} | ${(await latencies(stored, ruleStates)).join(' | ')} |`);
  }
  for (const writers of [1, 1_000]) {
    const label = `${writers.toLocaleString('en')} waiting ${writers === 1 ? 'writer' : 'writers'}`;
    lines.push(`| commits per second, ${label} | ${(await throughput(writers)).join(' | ')} |`);
  }
  lines.push(
    '',
    'Ours syncs file and directory for every commit; plain lowdb syncs nothing and loses power with its data.',
  );
  return lines.join('\n');
}

export default { name: 'store', run };
