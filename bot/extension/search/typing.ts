import type { Clock } from '../../../src/base/clock.js';

/** After this pause somebody has stopped typing, ms. */
const firstPauseMs = 350;
/** The same where the text was searched once already a moment ago. */
const secondPauseMs = 1_200;
/** How long calls count as of the same typing, and how many may be made for it. */
const typingMs = 8_000;
const mostCalls = 2;
/** Nobody waits longer than this for a search to be allowed again, ms. */
const longestPauseMs = 2_500;

interface Typing {
  text: string;
  atMs: number;
  /** When calls were made for it. */
  calls: number[];
  /** Ends the pause of the text that was typed before. */
  overtaken: AbortController;
}

/** What to do about a text: search it, or leave it because more was typed, or because it was searched enough. */
export type Verdict = { go: true } | { go: false; why: 'overtaken' } | { go: false; why: 'enough'; waitMs: number };

/**
 * Teams asks with every letter. Of what one person types in a row only the last text is searched, once typing pauses,
 * and it costs at most two calls within eight seconds.
 */
export class TypingPauses {
  private readonly people = new Map<string, Typing>();

  constructor(private readonly clock: Clock) {}

  /** `person` is opaque; texts of one person alone overtake each other. */
  async pause(person: string, text: string): Promise<Verdict> {
    const nowMs = this.clock.monotonic();
    this.forget(nowMs);
    const before = this.people.get(person);
    before?.overtaken.abort();
    const goesOn = before && (text.startsWith(before.text) || before.text.startsWith(text));
    const calls = goesOn ? before.calls.filter((atMs) => nowMs - atMs < typingMs) : [];
    const own: Typing = { text, atMs: nowMs, calls, overtaken: new AbortController() };
    this.people.delete(person);
    this.people.set(person, own);
    const waitMs = pauseFor(calls, nowMs);
    if (waitMs > longestPauseMs) return { go: false, why: 'enough', waitMs };
    await this.clock.sleep(waitMs, own.overtaken.signal);
    return own.overtaken.signal.aborted ? { go: false, why: 'overtaken' } : { go: true };
  }

  /** Calls were made for what this person types. */
  spent(person: string, calls: number): void {
    const own = this.people.get(person);
    if (!own) return;
    for (let n = 0; n < calls; n += 1) own.calls.push(this.clock.monotonic());
  }

  private forget(nowMs: number): void {
    for (const [person, { atMs, calls }] of this.people) {
      if (nowMs - Math.max(atMs, ...calls) < typingMs) return;
      this.people.delete(person);
    }
  }
}

function pauseFor(calls: readonly number[], nowMs: number): number {
  if (calls.length === 0) return firstPauseMs;
  const oldest = calls.at(-mostCalls);
  return oldest === undefined || calls.length < mostCalls
    ? secondPauseMs
    : Math.max(secondPauseMs, oldest + typingMs - nowMs);
}
