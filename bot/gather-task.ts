import { csvWriter } from '../src/delivery/csv.js';
import type { CardContent } from '../src/model/card-content.js';
import type { GatherEnd, GatheredContent } from '../src/model/content/gathering.js';
import { failureContent } from './failure.js';
import { type GatherProgress, type GatherRequest, readRows } from './gather-rows.js';
import type { Gathering } from './gatherings.js';
import { offerFile } from './offer-file.js';
import type { BotServices } from './services.js';
import { audit, type Turn } from './turn.js';

/** A card that is edited more often says no more, and takes posts from the conversation. */
const tellEveryMs = 4000;

/** One gathering from its card to its file. */
export class GatherTask {
  private readonly progress: GatherProgress;

  constructor(
    private readonly request: GatherRequest,
    private readonly turn: Turn,
    private readonly services: BotServices,
    private readonly gathering: Gathering,
  ) {
    this.progress = { rows: 0, wanted: request.top, calls: 0 };
  }

  shown(): CardContent {
    const { request, gathering, progress, services } = this;
    const { rows, wanted, nextCallAtMs } = progress;
    const waits = nextCallAtMs !== undefined && nextCallAtMs > services.clock.now();
    const { id } = gathering;
    return {
      situation: 'gathering',
      id,
      ...this.named(request),
      rows,
      wanted,
      cost: this.cost(),
      ...(waits ? { nextCallAtMs } : {}),
    };
  }

  /** Never rejects. */
  async run(cardId: string): Promise<void> {
    const done = new AbortController();
    const told = this.keepTelling(cardId, done.signal);
    let end: CardContent;
    try {
      end = await this.fetchAndOffer();
    } catch (thrown) {
      end = this.failed(thrown);
    }
    done.abort();
    await told;
    await this.tell(cardId, end);
  }

  private async fetchAndOffer(): Promise<CardContent> {
    const { request, turn, services, gathering, progress } = this;
    const chat = await services.personalChat(turn.person, turn.conversation, gathering.signal);
    if (gathering.signal.aborted) return this.brokenOff();
    if (chat === undefined) return this.ended('no-chat');
    const columns = request.query.select ?? request.entity.attributes.map(({ name }) => name);
    const csv = csvWriter(columns);
    const parts = [Buffer.from(csv.head())];
    const most = services.files.limits.bytes / 5;
    let size = 0;
    for await (const rows of readRows(request, progress, this.call(), services)) {
      const part = Buffer.from(csv.lines(rows));
      size += part.byteLength;
      if (size > most) return this.ended('too-large');
      parts.push(part);
    }
    if (gathering.signal.aborted) return this.brokenOff();
    if (progress.rows === 0) return this.ended('none');
    const facts = { entity: request.entity.name, rows: String(progress.rows), connection: request.connectionId };
    await audit(turn, 'gather', facts, services);
    await this.offer(chat, Buffer.concat(parts));
    return this.ended('offered');
  }

  private offer(conversationKey: string, bytes: Buffer<ArrayBuffer>): Promise<void> {
    const { request, progress, services } = this;
    const { line: command, connectionId } = request;
    const { rows } = progress;
    const onExpired = (messageId: string) => this.tell(messageId, this.ended('expired'));
    const entity = request.entity.name;
    return offerFile({ conversationKey, connectionId, entity, rows, bytes, command, onExpired }, services);
  }

  private call() {
    const { progress, services, gathering } = this;
    return {
      lane: 'bulk' as const,
      signal: gathering.signal,
      person: gathering.personKey,
      onCall: () => {
        progress.calls += 1;
        delete progress.nextCallAtMs;
      },
      onWait: (ms: number) => {
        progress.nextCallAtMs = services.clock.now() + ms;
      },
    };
  }

  private failed(thrown: unknown): CardContent {
    if (this.gathering.signal.aborted) return this.brokenOff();
    const { code, reference } = failureContent(thrown, this.services);
    return { ...this.ended('failed'), error: { code, reference } };
  }

  private brokenOff(): GatheredContent {
    const { cancelledBy, asker } = this.gathering;
    if (!cancelledBy) return this.ended('interrupted');
    return { ...this.ended('cancelled'), ...(cancelledBy.id === asker.id ? {} : { by: cancelledBy.name }) };
  }

  private ended(end: GatherEnd): GatheredContent {
    const { rows } = this.progress;
    const fetched = end === 'expired' ? {} : { cost: this.cost() };
    return { situation: 'gathered', end, ...this.named(this.request), rows, ...fetched };
  }

  private named({ line, entity }: GatherRequest) {
    return { command: line, entity: entity.name, person: this.turn.person.name };
  }

  private cost() {
    const { connections } = this.services;
    return { calls: this.progress.calls, limit: connections.client(this.request.connectionId).budget().limit };
  }

  private async keepTelling(cardId: string, done: AbortSignal): Promise<void> {
    let last = JSON.stringify(this.shown());
    for (;;) {
      await this.services.clock.sleep(tellEveryMs, done);
      if (done.aborted) return;
      const content = this.shown();
      const now = JSON.stringify(content);
      if (now !== last) await this.tell(cardId, content);
      last = now;
    }
  }

  /** What cannot be told is logged: the rows are worth more than the card. */
  private async tell(messageId: string, content: CardContent): Promise<void> {
    try {
      await this.services.answers.edit(messageId, content);
    } catch (error) {
      this.services.log.error({ err: error }, 'a card of a gathering could not be changed');
    }
  }
}
