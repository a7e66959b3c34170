import { type IncomingMessage, request } from 'node:http';
import { createLog } from '../../src/base/log.js';
import type { MemberRequest, SendOutcome, TeamChannel } from '../../src/delivery/sender.js';
import type { ConnectionFacts } from '../../src/model/card-content.js';
import type { Connection } from '../../src/model/connection.js';
import { type Conversation, conversationKey } from '../../src/model/conversation.js';
import type { Reading } from '../../src/model/reading.js';
import type { Subscription, SubscriptionDraft } from '../../src/model/subscription.js';
import { createServer, type Server } from '../../src/server.js';
import type { BoardEvent } from '../../src/tabs/contract.js';
import { createTabs, type Tabs } from '../../src/tabs/index.js';
import type { TabServices } from '../../src/tabs/services.js';
import type { StreamOptions } from '../../src/tabs/stream.js';
import { createTokenCheck } from '../../src/tabs/token.js';
import { sampleReading } from './bot-world.js';
import { FakeEntra, type TokenWish } from './entra.js';
import { FakeClock } from './fake-clock.js';
import { MemoryStore } from './memory-store.js';

export const tenantA = '11111111-1111-4111-8111-111111111111';
export const tenantB = '22222222-2222-4222-8222-222222222222';
export const ann = 'aaaaaaaa-0000-4000-8000-000000000001';
export const bo = 'bbbbbbbb-0000-4000-8000-000000000002';
export const ops = '19:ops@thread.tacv2';
export const sales = '19:sales@thread.tacv2';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: only what is asked for here has to be there.
  json: any;
  text: string;
  headers: Headers;
}

/** The tab behind a real server, between fakes of Entra, Teams and Customer Insights. */
export class TabWorld {
  readonly clock = new FakeClock();
  readonly store = new MemoryStore();
  readonly asked: MemberRequest[] = [];
  /** Members by conversation id, as Entra object ids. */
  readonly members = new Map<string, Set<string>>();
  /** Channels of a team, as Teams lists them. */
  readonly channels = new Map<string, TeamChannel[]>();
  readonly askedTeams: string[] = [];
  /** While set, what Teams answers to every question. */
  teamsSays: SendOutcome | undefined;
  reading: Reading | undefined = sampleReading(this.clock.now());
  used = 7;
  woken = 0;
  entra!: FakeEntra;
  tabs!: Tabs;
  base = '';
  private readonly streams: BoardStream[] = [];
  private server: Server | undefined;
  connections: Connection[] = [
    { id: 'main', name: 'Contoso', instanceId: 'i1', tenants: [tenantA] },
    { id: 'both', name: 'Shared', instanceId: 'i2', tenants: [tenantA, tenantB] },
  ];

  async open(options: Partial<TabServices> & { limits?: Partial<StreamOptions> } = {}): Promise<this> {
    this.entra = await FakeEntra.open();
    const { limits = {}, ...over } = options;
    const local = over.local ?? false;
    const services: TabServices = {
      store: this.store,
      clock: this.clock,
      log: createLog('silent'),
      local,
      hostOrigins: [],
      defaults: { locale: 'en', timeZone: 'UTC' },
      wake: () => {
        this.woken += 1;
      },
      gallery: async (locale) => ({ locales: [locale], cards: [] }),
      isKnownOperator: ({ aadObjectId }) => aadObjectId === bo,
      signedIn: createTokenCheck({
        audiences: ['local-tab'],
        allowedTenants: [tenantA, tenantB],
        local,
        keysUrl: this.entra.keysUrl,
        clock: this.clock,
      }),
      member: async (request) => {
        this.asked.push(request);
        if (this.teamsSays) return this.teamsSays;
        const isIn = this.members.get(request.target.conversationId)?.has(request.memberId);
        return isIn
          ? { result: 'sent', status: 200, activityId: `29:${request.memberId}` }
          : { result: 'refused', status: 404, reason: 'MemberNotFoundInConversation' };
      },
      channels: async ({ target }) => {
        this.askedTeams.push(target.conversationId);
        if (this.teamsSays) return this.teamsSays;
        return { result: 'sent', status: 200, channels: this.channels.get(target.conversationId) ?? [] };
      },
      connections: {
        visible: (tenantId) => this.connections.filter((one) => one.tenants.includes(tenantId)),
        all: () => this.connections,
        reading: () => this.reading,
        status: (): ConnectionFacts => ({
          polling: 'healthy',
          brokenResources: [],
          budget: { used: this.used, limit: 100, windowSeconds: 60 },
          notes: [],
        }),
        budget: () => ({
          limit: 100,
          windowMs: 60_000,
          used: this.used,
          usedByLane: { chat: 1, search: 0, polling: 6, bulk: 0 },
          guaranteedByLane: { chat: 40, search: 20, polling: 30, bulk: 5 },
          waitingByLane: { chat: 0, search: 0, polling: 0, bulk: 0 },
          usedByPerson: { [`${tenantB}/somebody`]: 1 },
          freeAtMs: [Date.UTC(2026, 2, 4, 2, 0, 5)],
        }),
      },
      ...over,
    };
    const assets = new Map(
      ['board.js', 'tabs.css'].map((entry) => {
        const name = entry.replace('.', '.0123456789abcdef.');
        return [
          name,
          { name, contentType: entry.endsWith('css') ? 'text/css' : 'text/javascript', text: `/* ${entry} */` },
        ];
      }),
    );
    const names = new Map([...assets.keys()].map((name) => [name.replace('.0123456789abcdef', ''), name]));
    this.tabs = createTabs(services, { ...limits, assets: async () => ({ files: assets, names }) });
    this.server = createServer({
      host: '127.0.0.1',
      port: 0,
      routes: this.tabs.routes,
      ready: () => [],
      local,
      log: services.log,
    });
    await this.server.start();
    this.base = `http://127.0.0.1:${this.server.address()?.port}`;
    await this.place(tenantA, ops, [ann, bo]);
    await this.place(tenantA, sales, [bo]);
    await this.place(tenantB, '19:theirs@thread.tacv2', []);
    return this;
  }

  async close(): Promise<void> {
    for (const one of this.streams) one.leave();
    await this.tabs.stop();
    await this.server?.stop();
    await this.entra.close();
  }

  async place(
    tenantId: string,
    id: string,
    members: string[],
    over: Partial<Conversation> = {},
  ): Promise<Conversation> {
    this.members.set(id, new Set(members));
    const key = conversationKey(tenantId, id);
    return this.store.saveConversation(key, () => ({
      v: 1,
      key,
      tenantId,
      id,
      type: 'channel',
      name: id,
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      botId: '28:bot',
      installed: true,
      nextNumber: 1,
      lastInboundAtMs: this.clock.now(),
      ...over,
    }));
  }

  async subscribe(over: Partial<SubscriptionDraft> = {}): Promise<Subscription> {
    const { subscription } = await this.store.addSubscription({
      conversationKey: conversationKey(tenantA, ops),
      connectionId: 'main',
      trigger: 'segment-threshold',
      target: { id: 'NewCustomers', name: 'New customers' },
      rule: { direction: 'above', value: '400', runs: 1 },
      createdBy: { id: '29:ann', name: 'Ann' },
      createdAtMs: this.clock.now(),
      ...over,
    });
    return subscription;
  }

  token(wish: Partial<TokenWish> = {}): Promise<string> {
    return this.entra.token({ tenantId: tenantA, objectId: ann, nowMs: this.clock.now(), ...wish });
  }

  async get(path: string, token?: string, headers: Record<string, string> = {}): Promise<Answer> {
    return answerOf(await fetch(this.base + path, { headers: { ...bearer(token), ...headers } }));
  }

  async post(path: string, body: unknown, token?: string, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.base, ...bearer(token), ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return answerOf(response);
  }

  async stream(query: string, token?: string): Promise<BoardStream> {
    const stream = await BoardStream.open(`${this.base}/tabs/api/stream?${query}`, bearer(token));
    this.streams.push(stream);
    return stream;
  }
}

const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, text, json, headers: response.headers };
}

/** The reading end of a stream. Not by `fetch`, which opens another connection for each that is left. */
export class BoardStream {
  private text = '';
  private readonly parts: AsyncIterator<string>;

  private constructor(private readonly incoming: IncomingMessage) {
    incoming.on('error', () => {});
    this.parts = incoming.setEncoding('utf8')[Symbol.asyncIterator]();
  }

  static open(address: string, headers: Record<string, string>): Promise<BoardStream> {
    return new Promise((resolve, reject) => {
      const sent = request(address, { headers, agent: false }, (incoming) => resolve(new BoardStream(incoming)));
      sent.on('error', reject);
      sent.end();
    });
  }

  get status(): number {
    return this.incoming.statusCode ?? 0;
  }

  header(name: string): unknown {
    return this.incoming.headers[name];
  }

  /** The next line; undefined at the end. */
  async next(): Promise<BoardEvent | undefined> {
    for (;;) {
      const at = this.text.indexOf('\n');
      if (at >= 0) {
        const line = this.text.slice(0, at);
        this.text = this.text.slice(at + 1);
        return JSON.parse(line) as BoardEvent;
      }
      const { done, value } = await this.parts.next();
      if (done) return undefined;
      this.text += value;
    }
  }

  async take(count: number): Promise<(BoardEvent | undefined)[]> {
    const found: (BoardEvent | undefined)[] = [];
    while (found.length < count) found.push(await this.next());
    return found;
  }

  leave(): void {
    this.incoming.destroy();
  }
}
