import assert from 'node:assert/strict';
import { createAnswers } from '../../src/delivery/answer.js';
import { renderCard } from '../../src/delivery/cards.js';
import type { BudgetView, CallOptions, InsightsClient } from '../../src/insights/port.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { EntityView, Row } from '../../src/model/entity.js';
import type { JobView } from '../../src/model/reading.js';
import { activity, BotWorld, postJson, tenant } from './bot-world.js';

export const channelKey = `${tenant}/19:alerts@thread.tacv2`;
export const personalKey = `${tenant}/a:personal`;

const attribute = (name: string, type = 'Edm.String', friendlyName = name) => ({ name, friendlyName, type });

export const entities: EntityView[] = [
  {
    name: 'Customer',
    kind: 'profile',
    attributes: [
      attribute('CustomerId'),
      attribute('FullName', 'Edm.String', 'Full name'),
      attribute('EMail', 'Edm.String', 'E-mail'),
      attribute('City'),
      attribute('BirthDate', 'Edm.Date'),
      attribute('LoyaltyPoints', 'Edm.Int64'),
      attribute('TotalSpend', 'Edm.Decimal'),
      attribute('OptedIn', 'Edm.Boolean'),
      attribute('LastPurchase', 'Edm.DateTimeOffset'),
    ],
    keys: ['CustomerId'],
    partitions: [],
  },
  {
    name: 'UnifiedActivity',
    kind: 'unifiedActivity',
    attributes: [
      attribute('ActivityId'),
      attribute('CustomerId'),
      attribute('ActivityTime', 'Edm.DateTimeOffset'),
      attribute('Title'),
    ],
    keys: ['ActivityId'],
    partitions: [],
  },
  {
    name: 'Shop_Orders',
    sourceName: 'Shop',
    kind: 'activity',
    attributes: [attribute('OrderId'), attribute('Detail')],
    keys: ['OrderId'],
    partitions: [],
  },
  { name: 'Vip', kind: 'segment', attributes: [attribute('CustomerId')], keys: ['CustomerId'], partitions: [] },
];

const budget: BudgetView = {
  limit: 100,
  windowMs: 60_000,
  used: 0,
  usedByLane: { chat: 0, search: 0, polling: 0, bulk: 0 },
  guaranteedByLane: { chat: 40, search: 20, polling: 30, bulk: 5 },
  waitingByLane: { chat: 0, search: 0, polling: 0, bulk: 0 },
  usedByPerson: {},
  freeAtMs: [],
};

/** Calls by which something changes at Customer Insights. */
const changing = /^(createItem|updateItem|submitJob|cancelJob)/;

/** A bot whose answers are kept by the store, before a Customer Insights that can be written to. */
export class OperatingWorld extends BotWorld {
  base = '';
  row: Row | undefined = {
    CustomerId: 'c1',
    FullName: 'Nadia Neil',
    EMail: 'nadia@example.net',
    City: 'Porto',
    BirthDate: '1987-04-19',
    LoyaltyPoints: 1200,
    OptedIn: true,
  };
  /** What a changing call does instead of succeeding. */
  change: (() => Promise<unknown>) | undefined;
  readonly written: unknown[][] = [];
  private said = 0;

  constructor() {
    super();
    this.role = 'operator';
    const real = createAnswers({ store: this.store, outbox: { wake() {} }, clock: this.clock });
    const see = (content: CardContent) => {
      for (const locale of ['en', 'kk']) renderCard(content, { locale, timeZone: 'UTC', nowMs: this.clock.now() });
    };
    this.services.answers = {
      answer: async (to, content: CardContent) => {
        this.answered.push({ to, content });
        see(content);
        return real.answer(to, content);
      },
      edit: async (messageId, content: CardContent) => {
        see(content);
        await real.edit(messageId, content);
      },
    };
    const { client, entities: _ } = this.services.connections;
    this.services.connections.client = (id) => this.operated(client(id));
    this.services.connections.entities = async (id, call) => ({
      entities: await this.services.connections.client(id).entities(call),
      readAtMs: this.clock.now(),
    });
  }

  override async start(): Promise<string> {
    this.base = await super.start();
    return this.base;
  }

  /** Calls that change something, in order. */
  get changes(): string[] {
    return this.calls.filter((name) => changing.test(name));
  }

  async say(
    text: string,
    kind: 'personal-message' | 'channel-message' = 'personal-message',
    from?: object,
  ): Promise<CardContent | undefined> {
    this.said += 1;
    const before = this.answered.length;
    const mentioned = kind === 'channel-message' ? `<at>Herald</at> ${text}` : text;
    const recorded = activity(kind, { id: `say-${this.said}`, text: mentioned });
    const body = { ...recorded, ...(from ? { from: { ...(recorded.from as object), ...from } } : {}) };
    assert.equal((await postJson(this.base, body)).status, 200);
    return this.answered.length > before ? this.last : undefined;
  }

  /** Presses a button where `content` was shown; resolves with what the client is told. */
  async press(verb: string, data: unknown, where: 'personal' | 'channel' = 'personal', from?: object): Promise<string> {
    this.said += 1;
    const recorded = activity('execute', {
      id: `press-${this.said}`,
      value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    });
    const place = activity(where === 'personal' ? 'personal-message' : 'channel-message');
    const sender = { ...(place.from as object), ...from };
    const body = { ...recorded, conversation: place.conversation, channelData: place.channelData, from: sender };
    const posted = await postJson(this.base, body);
    assert.equal(posted.status, 200);
    return String((posted.json as { value?: unknown }).value);
  }

  /** The cards of a situation as they stand now. */
  async cards<S extends CardContent['situation']>(situation: S): Promise<Extract<CardContent, { situation: S }>[]> {
    const messages = await this.store.cards(situation);
    return messages.flatMap(({ subject }) =>
      subject.kind === 'card' ? [subject.content as Extract<CardContent, { situation: S }>] : [],
    );
  }

  private operated(plain: InsightsClient): InsightsClient {
    const changed = async <T>(name: string, args: unknown[], options: CallOptions, value: T): Promise<T> => {
      this.calls.push(name);
      options.onCall?.();
      this.written.push(args);
      const other = await this.change?.();
      return (other as T | undefined) ?? value;
    };
    const read = async <T>(name: string, options: CallOptions, value: T): Promise<T> => {
      this.calls.push(name);
      options.onCall?.();
      await this.hold;
      if (this.insightsFails) throw this.insightsFails;
      return value;
    };
    return {
      ...plain,
      entities: (options) => read('entities', options, entities),
      rows: (name, query, options) =>
        read(`rows ${name} ${JSON.stringify(query)}`, options, { rows: this.row ? [this.row] : [], more: false }),
      createItem: (entity, item, options) => changed('createItem', [entity, item], options, 'created' as const),
      updateItem: (entity, id, changes, options) => changed('updateItem', [entity, id, changes], options, undefined),
      submitJob: (job, options) => changed('submitJob', [job], options, this.job(job)),
      cancelJob: (jobId, options) =>
        changed('cancelJob', [jobId], options, {
          ...this.job({ operation: 'all' }),
          jobId,
          status: 'aborted' as const,
        }),
      budget: () => budget,
    };
  }

  private job({ operation, identifiers = [] }: { operation: string; identifiers?: string[] }): JobView {
    return {
      jobId: `job-${this.written.length}`,
      submission: 'on-demand',
      operation,
      status: 'queued',
      submittedAtMs: this.clock.now(),
      identifiers,
    };
  }
}
