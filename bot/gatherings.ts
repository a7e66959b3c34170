import { newId } from '../src/base/ids.js';
import type { ConversationKey, Person } from '../src/model/conversation.js';

export interface GatheringFacts {
  /** As `personKey` makes it. */
  personKey: string;
  asker: Person;
  conversationKey: ConversationKey;
  connectionId: string;
}

export interface Gathering extends GatheringFacts {
  readonly id: string;
  readonly signal: AbortSignal;
  /** Who cancelled it. An aborted one without is interrupted: the process stops. */
  cancelledBy?: Person;
}

interface Entry {
  gathering: Gathering;
  end: AbortController;
  work?: Promise<void>;
}

/** All that gather share what the bulk lane gets: with more at a time each would take for ever. */
const mostAtOnce = 10;

/** What is being gathered now. */
export class Gatherings {
  private readonly entries = new Map<string, Entry>();
  private stopped = false;

  /** Somebody gathers one thing at a time. `release` or `run` ends what this begins. */
  begin(facts: GatheringFacts): Gathering | 'mine' | 'full' {
    const all = [...this.entries.values()];
    if (all.some(({ gathering }) => gathering.personKey === facts.personKey)) return 'mine';
    if (this.stopped || all.length >= mostAtOnce) return 'full';
    const end = new AbortController();
    const gathering: Gathering = { ...facts, id: newId(), signal: end.signal };
    this.entries.set(gathering.id, { gathering, end });
    return gathering;
  }

  /** Goes on behind the turn. `work` must not reject. */
  run({ id }: Gathering, work: () => Promise<void>): void {
    const entry = this.entries.get(id);
    if (entry) entry.work = work().finally(() => this.entries.delete(id));
  }

  release({ id }: Gathering): void {
    this.entries.delete(id);
  }

  get(id: string): Gathering | undefined {
    return this.entries.get(id)?.gathering;
  }

  cancel(id: string, by: Person): void {
    const entry = this.entries.get(id);
    if (!entry || entry.end.signal.aborted) return;
    entry.gathering.cancelledBy = by;
    entry.end.abort();
  }

  /** Breaks everything off; resolves when it has been told. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const { end } of this.entries.values()) end.abort();
    await this.idle();
  }

  async idle(): Promise<void> {
    await Promise.all([...this.entries.values()].map(({ work }) => work));
  }
}
