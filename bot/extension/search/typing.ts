import type { Clock } from '../../../src/base/clock.js';

/** After this pause somebody has stopped typing, ms. */
const firstPauseMs = 300;
/** The same where the text was searched once already a moment ago. */
const secondPauseMs = 1_200;
/** How long calls count as of the same typing, and how many may be made for it. */
const typingMs = 12_000;
const mostCalls = 2;
/** Nobody waits longer than this for a search to be allowed again, ms. */
const longestPauseMs = 2_500;

/** What is typed in a row: each text goes on from the one before it, or takes some of it back. */
interface Row {
  /** When calls were made for it. */
  calls: number[];
  /** The search that is under way. Never rejects. */
  search?: Promise<unknown>;
}

interface Typed {
  text: string;
  atMs: number;
  row: Row;
  /** Ends the pause of this text, because more was typed. */
  overtaken: AbortController;
}

export type Outcome<T> =
  | { result: T }
  /** More was typed meanwhile. */
  | { why: 'overtaken' }
  /** It was searched enough for the moment. */
  | { why: 'enough'; waitMs: number };

/**
 * Teams asks with every letter. Of what one person types in a row only the last text is searched, once typing pauses,
 * and all of it costs at most two calls within twelve seconds.
 */
export class TypingPauses {
  private readonly people = new Map<string, Typed>();

  constructor(private readonly clock: Clock) {}

  /**
   * `person` is opaque; texts of one person alone overtake each other. `search` tells how many calls it made, also where
   * it fails. Rejects as it does.
   */
  async ask<T>(person: string, text: string, search: () => Promise<T>, made: () => number): Promise<Outcome<T>> {
    const { clock } = this;
    const own = this.typed(person, text);
    const { row, atMs } = own;
    const { signal } = own.overtaken;
    for (;;) {
      const nowMs = clock.monotonic();
      const waitMs = Math.max(atMs + firstPauseMs, allowedMs(row.calls, atMs, nowMs)) - nowMs;
      if (waitMs > longestPauseMs) return { why: 'enough', waitMs };
      await clock.sleep(waitMs, signal);
      if (signal.aborted) return { why: 'overtaken' };
      if (!row.search) break;
      // What it costs is known when it has ended.
      await Promise.race([row.search, aborted(signal)]);
      if (signal.aborted) return { why: 'overtaken' };
    }
    const work = search();
    const settled = work.then(
      () => undefined,
      () => undefined,
    );
    row.search = settled;
    try {
      return { result: await work };
    } finally {
      for (let n = made(); n > 0; n -= 1) row.calls.push(clock.monotonic());
      delete row.search;
    }
  }

  /** Whatever this person typed before is overtaken. */
  private typed(person: string, text: string): Typed {
    const nowMs = this.clock.monotonic();
    this.forget(nowMs);
    const before = this.people.get(person);
    before?.overtaken.abort();
    const goesOn = before && (text.startsWith(before.text) || before.text.startsWith(text));
    const row = goesOn ? before.row : { calls: [] };
    const own: Typed = { text, atMs: nowMs, row, overtaken: new AbortController() };
    this.people.delete(person);
    this.people.set(person, own);
    return own;
  }

  private forget(nowMs: number): void {
    for (const [person, { atMs, row }] of this.people) {
      if (row.search || nowMs - Math.max(atMs, ...row.calls) < typingMs) return;
      this.people.delete(person);
    }
  }
}

/** When a text that was typed at `atMs` may be searched, after calls were made for what stood there before. */
function allowedMs(calls: readonly number[], atMs: number, nowMs: number): number {
  const recent = calls.filter((one) => nowMs - one < typingMs);
  const oldest = recent.at(-mostCalls);
  if (oldest !== undefined) return oldest + typingMs;
  return recent.length === 0 ? atMs : atMs + secondPauseMs;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
