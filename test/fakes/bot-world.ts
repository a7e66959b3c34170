import { readFileSync } from 'node:fs';
import { FoundMemory } from '../../bot/extension/search/found-people.js';
import { TypingPauses } from '../../bot/extension/search/typing.js';
import { FileShelf } from '../../bot/file-shelf.js';
import { Gatherings } from '../../bot/gatherings.js';
import { type Bot, type BotOptions, createBot } from '../../bot/index.js';
import { PageStore } from '../../bot/items/page-store.js';
import { KnownPeople } from '../../bot/known-people.js';
import { createPeopleMemory } from '../../bot/people/memory.js';
import { createRunStarts } from '../../bot/runs.js';
import type { BotServices, HostServices, Role } from '../../bot/services.js';
import { createPendingWrites } from '../../bot/writes/pending-writes.js';
import { HeraldError } from '../../src/base/errors.js';
import { createLog } from '../../src/base/log.js';
import { renderCard } from '../../src/delivery/cards.js';
import type { CallOptions, InsightsClient } from '../../src/insights/port.js';
import type { CardContent, ConnectionFacts } from '../../src/model/card-content.js';
import type { FileContent } from '../../src/model/content/file.js';
import type { ConversationKey } from '../../src/model/conversation.js';
import type { MeasureView, Reading, SegmentView } from '../../src/model/reading.js';
import { createServer, type Server } from '../../src/server.js';
import { FakeClock } from './fake-clock.js';
import { MemoryStore } from './memory-store.js';

export interface Answered {
  to: { conversationKey: ConversationKey; threadId?: string; messageId?: string };
  content: CardContent;
  /** The connection it tells about. */
  connectionId?: string;
}

const dayMs = 86_400_000;
export const tenant = 'tenant-1';

export function segment(name: string, friendlyName: string, value: string, active = true): SegmentView {
  const atMs = Date.UTC(2026, 2, 3, 3, 30);
  return { name, friendlyName, active, lastEvaluationFailed: false, evaluated: { atMs, value } };
}

export function measure(name: string, friendlyName: string, scalar: boolean, value = '1823404.55'): MeasureView {
  const atMs = Date.UTC(2026, 2, 3, 3, 34);
  return { name, friendlyName, scalar, lastEvaluationFailed: false, ...(scalar ? { evaluated: { atMs, value } } : {}) };
}

export function sampleReading(nowMs: number): Reading {
  return {
    connectionId: 'main',
    atMs: nowMs,
    readAtMs: { segments: nowMs, measures: nowMs, sources: nowMs, nodes: nowMs },
    sources: [
      { id: 'src-shop', name: 'ShopOrders', friendlyName: 'Shop orders', refreshState: 'updated' },
      { id: 'src-crm', name: 'LoyaltyCRM', friendlyName: 'Loyalty CRM', refreshState: 'updated' },
    ],
    segments: [
      segment('HighValueLapsing', 'High value, lapsing', '1284'),
      segment('NewCustomers', 'New customers', '310'),
      segment('LostCustomers', 'Lost customers', '95'),
      segment('OldWinback', 'Old winback', '12', false),
    ],
    measures: [
      measure('TotalRevenue', 'Total revenue', true),
      measure('AverageBasket', 'Average basket', true, '48.2'),
      measure('RevenueByStore', 'Revenue by store', false),
    ],
    nodes: [],
  };
}

const status: ConnectionFacts = {
  polling: 'healthy',
  brokenResources: [],
  budget: { used: 7, limit: 100, windowSeconds: 60 },
  notes: [],
};

/** A bot behind a real server in local mode; what it answers is kept instead of being sent. */
export class BotWorld {
  readonly store = new MemoryStore();
  readonly clock = new FakeClock();
  readonly answered: Answered[] = [];
  readonly edited: { messageId: string; content: CardContent | FileContent }[] = [];
  readonly calls: string[] = [];
  readonly revived: ConversationKey[] = [];
  readonly logged: string[] = [];
  reading: Reading | undefined = sampleReading(this.clock.now());
  connected = true;
  role: Role = 'viewer';
  /** Set to make the next calls to Customer Insights fail, or answers, or both. */
  insightsFails: HeraldError | undefined;
  answersFail = false;
  /** While set, calls are told that their slot comes in so many ms. */
  slotInMs: number | undefined;
  /** While set, calls to Customer Insights wait for it. */
  hold: Promise<void> | undefined;
  private server: Server | undefined;
  bot: Bot | undefined;

  readonly services: BotServices = {
    store: this.store,
    answers: {
      answer: async (to, content: CardContent) => {
        if (this.answersFail) throw new HeraldError('store-write-failed');
        const { connectionId, ...place } = to;
        this.answered.push({ to: place, content, ...(connectionId === undefined ? {} : { connectionId }) });
        // An answer without words in either language is a failed turn.
        for (const locale of ['en', 'kk']) renderCard(content, { locale, timeZone: 'UTC', nowMs: this.clock.now() });
        const { conversationKey } = to;
        const id = to.messageId ?? `m${this.answered.length}`;
        const createdAtMs = this.clock.now();
        const subject = { kind: 'card' as const, content };
        return { v: 1, id, conversationKey, subject, version: 1, sentVersion: 0, createdAtMs };
      },
      edit: async (messageId, content) => {
        this.edited.push({ messageId, content });
      },
    },
    connections: {
      visible: (tenantId) =>
        this.connected && tenantId === tenant
          ? [{ id: 'main', name: 'Alder & Finch', instanceId: 'i', tenants: [tenant] }]
          : [],
      reading: () => this.reading,
      client: () => this.client(),
      status: () => status,
      entities: async (_, call) => ({ entities: await this.client().entities(call), readAtMs: this.clock.now() }),
      pollSoon: () => {},
    },
    pages: new PageStore(this.clock),
    render: (content, { instanceName }) => ({
      card: { type: 'AdaptiveCard', content, ...(instanceName === undefined ? {} : { instanceName }) },
      summary: content.situation,
    }),
    shown: async (messageId) => ({ type: 'AdaptiveCard', shown: messageId }),
    acknowledgedForMs: dayMs,
    revive: async (key) => {
      this.revived.push(key);
      await this.store.saveConversation(key, (now) => {
        if (!now) throw new Error('unknown conversation');
        const { suspended: _, ...rest } = now;
        return rest;
      });
    },
    wake: () => {},
    clock: this.clock,
    log: createLog('info', { write: (line) => this.logged.push(line) }),
    defaults: { locale: 'en', timeZone: 'UTC' },
    names: new KnownPeople(),
    people: createPeopleMemory(this.clock),
    typing: new TypingPauses(this.clock),
    found: new FoundMemory(this.clock),
    personalChat: async (_, from) => from.key,
    gatherings: new Gatherings(),
    files: new FileShelf(this.clock),
    upload: { allows: () => true, send: async () => 'stored' },
    roles: { of: async () => this.role, isKnownOperator: () => false },
    partitions: { read: async () => 'unavailable' },
    writes: createPendingWrites(this.clock),
    starts: createRunStarts(() => this.clock.monotonic()),
    followed: { cancelled: async () => {} },
    showsPersonalData: ({ type }) => type === 'personal',
  };

  /** As the product hands them to the bot, which makes one tenant's own of them for every turn: as they are then. */
  get host(): HostServices {
    const live = (read: () => unknown) => ({ enumerable: true, get: read });
    const names = Object.keys(this.services).filter((name) => name !== 'connections');
    const own = names.map((name) => [name, live(() => Reflect.get(this.services, name))]);
    const all = { ...Object.fromEntries(own), allConnections: live(() => this.services.connections) };
    return Object.defineProperties({}, all) as HostServices;
  }

  /** What is only in memory begins anew, as after a restart. */
  renew(changes: Partial<Omit<BotServices, 'connections'>>): void {
    Object.assign(this.services, changes);
  }

  async start(options: Partial<BotOptions> = {}): Promise<string> {
    this.bot = createBot({ services: this.host, auth: {}, local: true, allowedTenants: [tenant], ...options });
    const { routes } = this.bot;
    const { log } = this.services;
    this.server = createServer({
      host: '127.0.0.1',
      port: 0,
      routes,
      ready: () => [],
      local: options.local ?? true,
      log,
    });
    await this.server.start();
    return `http://127.0.0.1:${this.server.address()?.port}`;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    await this.bot?.idle();
  }

  get last(): CardContent | undefined {
    return this.answered.at(-1)?.content;
  }

  private client(): InsightsClient {
    const call = async <T>(name: string, result: () => T, options?: CallOptions): Promise<T> => {
      this.calls.push(name);
      if (this.slotInMs !== undefined) options?.onWait?.(this.slotInMs);
      options?.signal?.throwIfAborted();
      await this.hold;
      options?.signal?.throwIfAborted();
      if (this.insightsFails) throw this.insightsFails;
      return result();
    };
    const full = sampleReading(this.clock.now());
    const history = Array.from({ length: 5 }, (_, i) => ({
      atMs: this.clock.now() - (6 - i) * dayMs,
      value: String(1000 + 50 * i),
    }));
    const found = (name: string) => {
      const one = full.measures?.find((m) => m.name === name);
      if (!one) throw new HeraldError('insights-not-found');
      return { ...one, history };
    };
    return {
      connectionId: 'main',
      instanceId: 'i',
      nodes: () => call('nodes', () => []),
      jobs: () => call('jobs', () => []),
      job: () =>
        call('job', () => ({
          jobId: 'j',
          submission: 'unknown',
          operation: 'all',
          status: 'unknown',
          identifiers: [],
        })),
      sources: (options) => call('sources', () => full.sources ?? [], options),
      segments: (query, options) =>
        call(
          query.history ? 'segments with history' : 'segments',
          () => (full.segments ?? []).map((one) => (query.history ? { ...one, history } : one)),
          options,
        ),
      measures: (options) => call('measures', () => full.measures ?? [], options),
      measure: (name, options) => call(`measure ${name}`, () => found(name), options),
      schedules: () => call('schedules', () => []),
      profileCount: () => call('profileCount', () => undefined),
      entities: () => call('entities', () => []),
      rows: () => call('rows', () => ({ rows: [], more: false })),
      createItem: () => call('createItem', () => 'created' as const),
      updateItem: () => call('updateItem', () => undefined),
      submitJob: () => {
        throw new Error('not asked for here');
      },
      cancelJob: () => {
        throw new Error('not asked for here');
      },
      assignments: () => call('assignments', () => []),
      instanceName: () => call('instanceName', () => 'Alder & Finch'),
      budget: () => ({
        limit: 100,
        windowMs: 60_000,
        used: 0,
        usedByLane: { chat: 0, search: 0, polling: 0, bulk: 0 },
        guaranteedByLane: { chat: 40, search: 20, polling: 30, bulk: 5 },
        waitingByLane: { chat: 0, search: 0, polling: 0, bulk: 0 },
        usedByPerson: { [`${tenant}/a`]: 1, 'tenant-2/b': 2 },
        freeAtMs: [],
      }),
    };
  }
}

/** A recorded activity, with some fields replaced. */
export function activity(name: string, changes: Record<string, unknown> = {}): Record<string, unknown> {
  const file = new URL(`../fixtures/activities/${name}.json`, import.meta.url);
  return { ...(JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>), ...changes };
}

export interface Posted {
  status: number;
  text: string;
  json: unknown;
}

export async function postJson(base: string, body: unknown, headers: Record<string, string> = {}): Promise<Posted> {
  const response = await fetch(`${base}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, text, json };
}
