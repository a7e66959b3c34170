import { gather } from '../../bot/gathering.js';
import type { Turn } from '../../bot/turn.js';
import { createAnswers } from '../../src/delivery/answer.js';
import type { UploadResult } from '../../src/delivery/file-upload.js';
import type { CallOptions } from '../../src/insights/port.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { FileContent } from '../../src/model/content/file.js';
import { type Conversation, conversationKey, type Person } from '../../src/model/conversation.js';
import type { EntityView, RowsPage } from '../../src/model/entity.js';
import type { DataQuery } from '../../src/model/query.js';
import { BotWorld, tenant } from '../fakes/bot-world.js';
import { settle } from '../fakes/fake-clock.js';

export const ann: Person = { id: '29:ann', aadObjectId: '00000000-0000-4000-8000-00000000000a', name: 'Ann Doe' };
export const bo: Person = { id: '29:bo', aadObjectId: '00000000-0000-4000-8000-00000000000b', name: 'Bo Ek' };
export const chatKey = conversationKey(tenant, 'a:personal');

export const entity: EntityView = {
  name: 'Shop_Orders',
  kind: 'source',
  attributes: [
    { name: 'OrderId', friendlyName: 'OrderId', type: 'Edm.Int64' },
    { name: 'Note', friendlyName: 'Note', type: 'Edm.String' },
  ],
  keys: ['OrderId'],
  partitions: [],
};

type Read = (query: DataQuery, call: CallOptions) => Promise<RowsPage>;

/** Rows as a service has them that gives at most 100 at once. */
export function table(count: number): Read {
  return async ({ top = 100, skip = 0 }, { onCall }) => {
    onCall?.();
    const length = Math.max(0, Math.min(top, 100, count - skip));
    const rows = Array.from({ length }, (_, i) => ({ OrderId: skip + i + 1, Note: `=order ${skip + i + 1}` }));
    return { rows, more: false };
  };
}

/** A bot whose answers are kept as the product keeps them, and rows that a test scripts. */
export class GatherWorld extends BotWorld {
  read: Read = table(0);
  readonly queries: DataQuery[] = [];
  readonly uploads: { url: string; text: string }[] = [];
  uploaded: UploadResult = 'stored';
  chat: string | undefined = chatKey;
  readonly posted: { id: string; conversationKey: string }[] = [];

  constructor() {
    super();
    const answers = createAnswers({ store: this.store, outbox: { wake: () => {} }, clock: this.clock });
    const { services } = this;
    services.answers.answer = async (to, content) => {
      const message = await answers.answer(to, content);
      this.posted.push(message);
      return message;
    };
    services.answers.edit = async (id, content) => {
      this.edited.push({ messageId: id, content });
      await answers.edit(id, content);
    };
    services.personalChat = async () => this.chat;
    services.upload = {
      allows: (url) => url.startsWith('https://good.'),
      send: async (url, bytes) => {
        this.uploads.push({ url, text: Buffer.from(bytes).toString() });
        return this.uploaded;
      },
    };
    const client = services.connections.client('main');
    services.connections.client = () => ({
      ...client,
      rows: (_, query, call) => {
        this.queries.push(query);
        return this.read(query, call);
      },
      budget: () => ({
        limit: 100,
        windowMs: 60_000,
        used: 0,
        usedByLane: { chat: 0, search: 0, polling: 0, bulk: 0 },
        guaranteedByLane: { chat: 40, search: 20, polling: 30, bulk: 5 },
        waitingByLane: { chat: 0, search: 0, polling: 0, bulk: 0 },
        usedByPerson: {},
        freeAtMs: [],
      }),
    });
  }

  async turn(person: Person = ann, id = '19:alerts@thread.tacv2'): Promise<Turn> {
    const type = id.startsWith('a:') ? ('personal' as const) : ('channel' as const);
    const key = conversationKey(tenant, id);
    const place: Conversation = {
      v: 1,
      key,
      tenantId: tenant,
      id,
      type,
      serviceUrl: 'http://127.0.0.1:9/teams/',
      botId: '28:bot',
      installed: true,
      nextNumber: 1,
      lastInboundAtMs: 0,
      ...(type === 'personal' ? { user: person } : {}),
    };
    const conversation = await this.store.saveConversation(key, (now) => now ?? place);
    return { conversation, channelType: 'standard', person, people: [], client: {}, locale: 'en' };
  }

  async gather(top: number, turn?: Turn, select?: string[]): Promise<CardContent | undefined> {
    const query = select ? { select } : {};
    const line = `items Shop_Orders top ${top}`;
    const asked = { connectionId: 'main', entity, query, top, skip: 0, line };
    return gather(asked, turn ?? (await this.turn()), this.services);
  }

  async ended(): Promise<void> {
    await this.services.gatherings.idle();
    await settle();
  }

  /** What a message says now; the newest of a conversation where none is named. */
  async shown(conversationKey: string): Promise<CardContent | FileContent | undefined> {
    const found = this.posted.filter((one) => one.conversationKey === conversationKey).at(-1);
    const message = found && (await this.store.message(found.id));
    const subject = message?.subject;
    return subject?.kind === 'card' || subject?.kind === 'file' ? subject.content : undefined;
  }

  /** The id of the newest message in the personal chat. */
  get offerId(): string {
    return this.posted.filter((one) => one.conversationKey === chatKey).at(-1)?.id ?? '';
  }
}
