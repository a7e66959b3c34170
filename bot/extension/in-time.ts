import { HeraldError } from '../../src/base/errors.js';
import { formatFor } from '../../src/delivery/format.js';
import { isWordKey } from '../../src/delivery/words.js';
import type { CallOptions } from '../../src/insights/port.js';
import type { HttpReply } from '../../src/server/route.js';
import { personKey } from '../asking.js';
import { failureContent } from '../failure.js';
import type { BotServices } from '../services.js';
import { renderContextOf, type Turn } from '../turn.js';

/** Teams gives up on an extension after 5 s (Teams reference 1.5), the way there and back included. */
export const answerWithinMs = 4_200;

/** What an answer may take. */
export interface Allowance {
  /** For every call that is made to answer; one whose slot comes too late is not made. */
  call: CallOptions;
  /** How many calls were made so far. */
  made(): number;
  /** What is left, ms. */
  leftMs(): number;
}

/**
 * Answers before Teams gives up, in words where it cannot be done: when the turn comes, what went wrong, that it takes
 * longer. Never rejects. Calls that wait when the time is over are not made.
 */
export async function inTime(
  work: (allowance: Allowance) => Promise<HttpReply>,
  words: (text: string) => HttpReply,
  turn: Turn,
  services: BotServices,
): Promise<HttpReply> {
  const { clock } = services;
  const f = formatFor(renderContextOf(turn, services));
  const endMs = clock.monotonic() + answerWithinMs;
  const leftMs = () => endMs - clock.monotonic();
  const late = new AbortController();
  const done = new AbortController();
  let made = 0;
  let turnInMs: number | undefined;
  const call: CallOptions = {
    lane: 'search',
    deadlineMs: answerWithinMs,
    signal: late.signal,
    person: personKey(turn),
    onCall: () => {
      made += 1;
    },
    onWait(ms) {
      turnInMs = ms;
      if (ms > leftMs()) late.abort(new HeraldError('budget-deadline', { message: 'the slot comes too late' }));
    },
  };
  const tooLate = () => (turnInMs === undefined ? f.say('extension.slow') : turnWords(turnInMs));
  const turnWords = (ms: number) => f.say('extension.turn', { time: f.duration(Math.max(1000, ms)) });

  const worked = async (): Promise<HttpReply> => {
    try {
      return await work({ call, made: () => made, leftMs });
    } catch (thrown) {
      if (thrown instanceof HeraldError && thrown.code === 'budget-deadline') return words(tooLate());
      const { code, reference } = failureContent(thrown, services);
      const key = `error.${code}`;
      const sentence = f.say(isWordKey(key) ? key : 'error.internal');
      return words(f.say('summary.error', { sentence, reference }));
    }
  };
  const waited = async (): Promise<HttpReply> => {
    await clock.sleep(answerWithinMs, done.signal);
    if (!done.signal.aborted) late.abort(new HeraldError('budget-deadline', { message: 'Teams waits no longer' }));
    return words(tooLate());
  };
  try {
    return await Promise.race([worked(), waited()]);
  } finally {
    done.abort();
  }
}
