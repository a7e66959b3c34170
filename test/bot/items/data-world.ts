import { runAction } from '../../../bot/actions/index.js';
import { runLine } from '../../../bot/commands/index.js';
import type { BotServices } from '../../../bot/services.js';
import type { Reply, Turn } from '../../../bot/turn.js';
import { systemClock } from '../../../src/base/clock.js';
import { createLog } from '../../../src/base/log.js';
import { type InsightsEmulator, startInsightsEmulator } from '../../../src/emulator/insights/index.js';
import { createLocalBudget } from '../../../src/insights/budget.js';
import { createInsightsClient } from '../../../src/insights/client.js';
import { createMetadataCache } from '../../../src/insights/metadata.js';
import type { InsightsClient } from '../../../src/insights/port.js';
import { fixedToken } from '../../../src/insights/token.js';
import type { CardContent } from '../../../src/model/card-content.js';
import type { Conversation } from '../../../src/model/conversation.js';
import { BotWorld, tenant } from '../../fakes/bot-world.js';
import { MemoryGrants } from '../../fakes/memory-grants.js';

/** The commands before the emulator: what they say is content, what they cost is counted where it arrives. */
export class DataWorld {
  readonly bot = new BotWorld();
  insights!: InsightsEmulator;
  /** Which connections a tenant may use, the default one first. */
  visible: Record<string, string[]> = { [tenant]: ['main'] };

  async open(limit = 100): Promise<this> {
    this.insights = await startInsightsEmulator({ clock: systemClock, customers: 250, activities: 300 });
    const { clock, services } = this.bot;
    const made = new Map<string, { client: InsightsClient; entities: BotServices['connections']['entities'] }>();
    for (const id of ['main', 'second']) {
      const budget = await createLocalBudget({ id, limit, windowMs: 60_000, clock, grants: new MemoryGrants() });
      const client = createInsightsClient({
        connection: { id, instanceId: this.insights.instanceId },
        baseUrl: this.insights.url,
        subscriptionKey: this.insights.subscriptionKey,
        token: fixedToken(this.insights.token),
        budget,
        clock,
        log: createLog('silent'),
      });
      const metadata = createMetadataCache(client, clock);
      made.set(id, { client, entities: (_, call) => metadata(call) });
    }
    const of = (id: string) => {
      const found = made.get(id);
      if (!found) throw new Error(`no connection ${id}`);
      return found;
    };
    services.connections.client = (id) => of(id).client;
    services.connections.entities = (id, call) => of(id).entities(id, call);
    services.connections.visible = (tenantId) =>
      (this.visible[tenantId] ?? []).map((id) => ({ id, name: id, instanceId: 'i', tenants: [tenantId] }));
    return this;
  }

  close(): Promise<void> {
    return this.insights.stop();
  }

  /** Requests for rows, as they arrived. */
  rowCalls(): string[] {
    return this.calls().filter((path) => path.includes('/data/'));
  }

  calls(): string[] {
    return this.insights.control.calls().map(({ path }) => decodeURIComponent(path));
  }

  turn(changes: Partial<Conversation> = {}, locale = 'en'): Turn {
    const id = changes.id ?? 'a:personal';
    const tenantId = changes.tenantId ?? tenant;
    const conversation: Conversation = {
      v: 1,
      key: `${tenantId}/${id}`,
      id,
      tenantId,
      type: 'personal',
      serviceUrl: 'http://127.0.0.1:1/',
      botId: '28:bot',
      nextNumber: 1,
      ...changes,
    } as Conversation;
    const person = { id: '29:ann', name: 'Ann', aadObjectId: 'ann' };
    return { conversation, person, people: [], client: {}, channelType: 'standard', locale };
  }

  async say(line: string, turn = this.turn()): Promise<CardContent> {
    const content = await runLine(line, turn, this.bot.services);
    if (!content) throw new Error(`no answer to ${line}`);
    return content;
  }

  press(verb: string, data: unknown, turn = this.turn()): Promise<Reply> {
    return runAction(verb, data, turn, this.bot.services);
  }
}

export type Of<S extends CardContent['situation']> = Extract<CardContent, { situation: S }>;

/** The content, which has to be of this situation. */
export function as<S extends CardContent['situation']>(situation: S, content: CardContent | undefined): Of<S> {
  if (content?.situation !== situation) throw new Error(`not ${situation}: ${JSON.stringify(content)}`);
  return content as Of<S>;
}
