import type { Clock } from '../../base/clock.js';
import type { Log } from '../../base/log.js';
import type { Attempt } from '../../model/message.js';
import type { AttemptEnd, Store } from '../../store/store.js';
import { backoffMs } from '../backoff.js';
import { isDue } from '../outbox-lane.js';
import type { Mail, Mailer, MailOutcome } from './mailer.js';
import { isMail, type MailRow, planMail, type RenderMail } from './plan.js';

export interface MailOutboxOptions {
  store: Store;
  mailer: Mailer;
  clock: Clock;
  log: Log;
  render: RenderMail;
  /** Jitter, 0 to 1. */
  random?(): number;
}

export interface MailOutbox {
  /** Owes again what a crash left under way, then sends. */
  start(): Promise<void>;
  /** Breaks off what is under way; it is owed again at the next start. */
  stop(): Promise<void>;
  /** Something may be owed now. */
  wake(): void;
}

/** One hand-over from the connection to the last answer, ms. */
const DEADLINE_MS = 60_000;
/** Between two tries of one mail, ms: a server that lists unknown senders grey wants minutes. */
const LONGEST_PAUSE_MS = 15 * 60_000;
/** What is older, and was tried as often, helps nobody any more. */
const GIVE_UP_MS = 24 * 3_600_000;
const GIVE_UP_TRIES = 20;
const IDLE_MS = 60_000;

/**
 * Sends the mails that the store says are owed, one after the other, beside the posts to Teams: a mail server that hangs
 * or refuses delays mails alone. What was under way at a crash may come twice, under the same Message-ID.
 */
export function createMailOutbox(options: MailOutboxOptions): MailOutbox {
  const { store, clock, log } = options;
  const random = options.random ?? Math.random;
  const stopping = new AbortController();
  let awake = new AbortController();
  let loop: Promise<void> | undefined;
  /** Failures of the server in a row, and no connection before this, on `Clock.monotonic`. */
  let failures = 0;
  let pausedUntilMs = 0;

  async function handOver(mail: Mail): Promise<MailOutcome> {
    const late = new AbortController();
    const ended = new AbortController();
    const deadline = clock.sleep(DEADLINE_MS, ended.signal).then(() => late.abort());
    const signal = AbortSignal.any([late.signal, stopping.signal]);
    const outcome = await options.mailer.send(mail, signal);
    ended.abort();
    await deadline;
    return outcome;
  }

  /** Returns when the mail is to be tried again, epoch ms; infinite where it is not. */
  async function attempt(row: MailRow, mail: Mail): Promise<number> {
    const startedAtMs = clock.now();
    await store.beginAttempt(row.id, { startedAtMs });
    const outcome = await handOver(mail);
    // The next start finds it in flight and tries again.
    if (stopping.signal.aborted && outcome.result !== 'sent') return Number.POSITIVE_INFINITY;
    const status = outcome.status === undefined ? {} : { status: outcome.status };
    const done: Attempt = { startedAtMs, endedAtMs: clock.now(), outcome: outcome.result, ...status };
    const end = endOf(row, outcome, done);
    await recorded(row.id, end);
    return end.notBeforeMs ?? Number.POSITIVE_INFINITY;
  }

  function endOf(row: MailRow, outcome: MailOutcome, attempt: Attempt): AttemptEnd {
    const trouble = outcome.result === 'later' && outcome.server;
    failures = trouble ? failures + 1 : 0;
    pausedUntilMs = trouble ? clock.monotonic() + backoffMs(failures, 0, random) : 0;
    if (outcome.result === 'sent') return { state: 'sent', attempt };
    const { reason } = outcome;
    log.warn({ delivery: row.id, reason }, 'a mail was not accepted');
    if (outcome.result === 'refused') return { state: 'failed', reason, attempt };
    const nowMs = clock.now();
    const tries = row.attempts.length + (row.earlierAttempts ?? 0) + 1;
    if (nowMs - row.createdAtMs >= GIVE_UP_MS && tries >= GIVE_UP_TRIES) return { state: 'failed', reason, attempt };
    const full = Math.min(LONGEST_PAUSE_MS, 5_000 * 2 ** Math.min(tries, 20));
    const pauseMs = outcome.server ? 0 : full * (0.5 + random() / 2);
    return { state: 'owed', reason, attempt, notBeforeMs: Math.ceil(nowMs + pauseMs) };
  }

  /** A mail that was accepted and not recorded would go out again: the disk is asked until it takes it. */
  async function recorded(id: string, end: AttemptEnd): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await store.endAttempt(id, end);
        return;
      } catch (error) {
        if (stopping.signal.aborted) throw error;
        log.error({ err: error, delivery: id }, 'what became of a mail could not be recorded yet');
        await clock.sleep(backoffMs(tries, 0, random), stopping.signal);
      }
    }
  }

  /** Sends what may go now and returns when something else may, on `Clock.monotonic`. */
  async function pump(): Promise<number> {
    let nextMs = clock.monotonic() + IDLE_MS;
    const at = (epochMs: number) => clock.monotonic() + Math.max(1, epochMs - clock.now());
    for (const row of inTurn((await store.openDeliveries()).filter(isMail))) {
      if (stopping.signal.aborted) return nextMs;
      if (pausedUntilMs > clock.monotonic()) return Math.min(nextMs, pausedUntilMs);
      if (!isDue(row, clock.now())) {
        nextMs = Math.min(nextMs, at(row.notBeforeMs));
        continue;
      }
      const plan = await planMail(store, options.render, row, clock.now()).catch((error: unknown) => {
        log.error({ err: error, delivery: row.id }, 'a mail could not be written');
        return { do: 'fail' as const };
      });
      if (plan.do === 'send') nextMs = Math.min(nextMs, at(await attempt(row, plan.mail)));
      else if (plan.do === 'settle') await store.setDeliveryState([row.id], 'dropped', plan.reason);
      else if (plan.do === 'fail') await store.setDeliveryState([row.id], 'failed', 'render-failed');
      else if (plan.untilMs !== undefined) nextMs = Math.min(nextMs, at(plan.untilMs));
    }
    return pausedUntilMs > clock.monotonic() ? Math.min(nextMs, pausedUntilMs) : nextMs;
  }

  async function run(): Promise<void> {
    let troubles = 0;
    while (!stopping.signal.aborted) {
      awake = new AbortController();
      let waitMs: number;
      try {
        waitMs = (await pump()) - clock.monotonic();
        troubles = 0;
      } catch (error) {
        troubles += 1;
        log.error({ err: error }, 'the mail outbox could not read or write what is owed');
        waitMs = backoffMs(troubles, 0, random);
      }
      await clock.sleep(waitMs, AbortSignal.any([awake.signal, stopping.signal]));
    }
  }

  return {
    async start() {
      const left = (await store.openDeliveries()).filter((one) => isMail(one) && one.state === 'in-flight');
      await store.setDeliveryState(
        left.map((one) => one.id),
        'owed',
        'interrupted',
      );
      loop = run();
    },
    async stop() {
      stopping.abort();
      await loop;
    },
    wake: () => awake.abort(),
  };
}

/** Those that were never tried first, then those whose turn was longest ago: one that hangs does not keep the others. */
function inTurn(rows: readonly MailRow[]): MailRow[] {
  const lastTurn = ({ attempts }: MailRow) => attempts.at(-1)?.startedAtMs ?? 0;
  return [...rows].sort((a, b) => lastTurn(a) - lastTurn(b));
}
