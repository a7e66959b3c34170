import type { z } from 'zod';
import type { Decision } from '../model/decision.js';
import { type HistoryKind, type MonthFiles, monthOf } from './month-files.js';
import { closedAlertSchema, decisionSchema, evaluationSchema } from './schema/history.js';
import { type HistoryLine, rowKey, type State } from './state.js';
import type { ClosedAlert, EvaluationRecord } from './store.js';
import { TailIndex, type TailOptions } from './tail-index.js';

const kinds = ['evaluations', 'decisions', 'audit', 'closings'] as const;
const DAY_MS = 86_400_000;
const KEEP_DAYS: Record<HistoryKind, number> = { evaluations: 400, decisions: 30, audit: 400, closings: 400 };
/** Newest records per key that stay in memory; a question for more reads the files. */
const CAP = 128;

export function evaluationKey(one: { connectionId: string; kind: string; name: string }): string {
  return rowKey(one.connectionId, one.kind, one.name);
}

export function decisionKey(one: { conversationKey: string; subscriptionId?: string }): string {
  return one.subscriptionId === undefined
    ? rowKey(one.conversationKey)
    : rowKey(one.conversationKey, one.subscriptionId);
}

const options = {
  evaluations: {
    keysOf: (one: EvaluationRecord) => [evaluationKey(one)],
    atMs: (one: EvaluationRecord) => one.atMs,
    oncePerTime: true,
    cap: CAP,
  },
  decisions: {
    keysOf: (one: Decision) => [
      decisionKey({ conversationKey: one.conversationKey }),
      ...(one.subscriptionId === undefined ? [] : [decisionKey(one)]),
    ],
    atMs: (one: Decision) => one.atMs,
    oncePerTime: false,
    cap: CAP,
  },
  closings: {
    keysOf: (one: ClosedAlert) => [one.messageId],
    atMs: (one: ClosedAlert) => one.atMs,
    oncePerTime: false,
    cap: 1,
  },
};

/** What was appended of one kind, newest months first, each month's file read at most once per process. */
class Shelf<T> {
  readonly index: TailIndex<T>;
  private unread: string[] | undefined;
  private reading: Promise<void> = Promise.resolve();

  constructor(
    private readonly files: MonthFiles,
    private readonly kind: HistoryKind,
    private readonly schema: z.ZodType<T>,
    private readonly tail: TailOptions<T>,
  ) {
    this.index = new TailIndex(tail);
  }

  async newest(key: string, limit: number, pending: readonly { n: number; record: T }[]): Promise<T[]> {
    if (limit > CAP) return this.scan(key, limit, pending);
    const turn = this.reading.then(() => this.fill(key, limit));
    this.reading = turn.catch(() => undefined);
    await turn;
    return this.index.newest(key, limit);
  }

  private async fill(key: string, limit: number): Promise<void> {
    this.unread ??= await this.files.months(this.kind);
    while (this.index.count(key) < limit) {
      const month = this.unread[0];
      if (month === undefined) return;
      await this.readInto(this.index, month);
      this.unread.shift();
    }
  }

  private async scan(key: string, limit: number, pending: readonly { n: number; record: T }[]): Promise<T[]> {
    const all = new TailIndex({
      ...this.tail,
      keysOf: (one) => this.tail.keysOf(one).filter((k) => k === key),
      cap: limit,
    });
    for (const month of await this.files.months(this.kind)) await this.readInto(all, month);
    for (const { n, record } of pending) all.add(n, record);
    return all.newest(key, limit);
  }

  private async readInto(index: TailIndex<T>, month: string): Promise<void> {
    for (const line of await this.files.read(this.kind, month)) {
      const found = this.schema.safeParse(line);
      if (found.success) index.add(line.n, found.data);
    }
  }
}

/** Questions to the history, and moving committed lines from the hot file into it. */
export class History {
  readonly evaluations: Shelf<EvaluationRecord>;
  readonly decisions: Shelf<Decision>;
  readonly closings: Shelf<ClosedAlert>;

  constructor(
    private readonly files: MonthFiles,
    private readonly state: State,
  ) {
    this.evaluations = new Shelf(files, 'evaluations', evaluationSchema, options.evaluations);
    this.decisions = new Shelf(files, 'decisions', decisionSchema, options.decisions);
    this.closings = new Shelf(files, 'closings', closedAlertSchema, options.closings);
  }

  /** Makes committed lines findable. */
  index(lines: readonly HistoryLine[]): void {
    for (const line of lines) {
      if (line.kind === 'evaluations') this.evaluations.index.add(line.n, line.record);
      else if (line.kind === 'decisions') this.decisions.index.add(line.n, line.record);
      else if (line.kind === 'closings') this.closings.index.add(line.n, line.record);
    }
  }

  recentEvaluations(key: string, limit: number): Promise<EvaluationRecord[]> {
    const pending = this.state.pendingHistory.rows().filter((line) => line.kind === 'evaluations');
    return this.evaluations.newest(key, limit, pending);
  }

  recentDecisions(key: string, limit: number): Promise<Decision[]> {
    const pending = this.state.pendingHistory.rows().filter((line) => line.kind === 'decisions');
    return this.decisions.newest(key, limit, pending);
  }

  async lastClosing(messageId: string): Promise<ClosedAlert | undefined> {
    const pending = this.state.pendingHistory.rows().filter((line) => line.kind === 'closings');
    return (await this.closings.newest(messageId, 1, pending))[0];
  }

  /** Appends pending lines to their files. The hot file may forget them afterwards. */
  async flush(): Promise<void> {
    const lines = this.state.pendingHistory.rows();
    const places = new Map<string, HistoryLine[]>();
    for (const line of lines) {
      const place = rowKey(line.kind, monthOf(line.record.atMs));
      places.set(place, [...(places.get(place) ?? []), line]);
    }
    for (const group of places.values()) {
      const [first] = group;
      if (first) await this.files.append(first.kind, monthOf(first.record.atMs), group);
    }
    for (const line of lines) this.state.pendingHistory.delete(String(line.n));
  }

  /** The highest `n` in the newest files, so that numbers are never given twice even after damage. */
  async lastLine(): Promise<number> {
    let last = 0;
    for (const kind of kinds) {
      const [newest] = await this.files.months(kind);
      const lines = newest === undefined ? [] : await this.files.read(kind, newest);
      last = Math.max(last, lines.at(-1)?.n ?? 0);
    }
    return last;
  }

  /** Removes files of which every line is too old. */
  async prune(nowMs: number): Promise<void> {
    for (const kind of kinds) {
      const oldest = monthOf(nowMs - KEEP_DAYS[kind] * DAY_MS);
      for (const month of await this.files.months(kind)) {
        if (month < oldest) await this.files.remove(kind, month);
      }
    }
  }
}
