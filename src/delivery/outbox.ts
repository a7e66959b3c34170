import type { Clock } from '../base/clock.js';
import type { Log } from '../base/log.js';
import { sharedAbort } from '../base/shared-abort.js';
import type { Conversation, ConversationKey } from '../model/conversation.js';
import type { Attempt, Delivery } from '../model/message.js';
import type { Store } from '../store/store.js';
import { backoffMs } from './backoff.js';
import { type AttemptDeps, attempt } from './outbox-attempt.js';
import { byConversation, isDue, isForTeams, type Lane, Lanes } from './outbox-lane.js';
import { planOf, type RenderMessage } from './outbox-plan.js';
import { type Permit, SendLimits } from './send-limits.js';
import type { Sender, SendOutcome } from './sender.js';
import { otherServiceUrl } from './service-hosts.js';

export interface OutboxOptions {
  store: Store;
  sender: Sender;
  clock: Clock;
  log: Log;
  /** Requests per second and Teams tenant. */
  tenantRps: number;
  render: RenderMessage;
  /** Called once when a conversation is suspended. What it throws is logged. */
  onGone(key: ConversationKey, reason: string): Promise<void>;
  /** After each request to the connector. */
  metrics?: { attempt(attempt: Attempt, delivery: Delivery): void };
  /** Jitter, 0 to 1. */
  random?(): number;
  /** Where to try when Teams says `InvalidBotApiHost`. Absent: the hosts that Microsoft names. */
  otherServiceUrl?(serviceUrl: string): string | undefined;
}

export interface OutboxStats {
  /** Attempts since the start: what a connector counts, and those that never left us. */
  attempts: number;
  /** Owed or under way when last looked. */
  waiting: number;
  /** Since the start. */
  ambiguous: number;
  failed: number;
  lastPostAtMs?: number;
  /** Set while the connector refuses our token: the queue stands still and we are not ready. */
  unauthorizedSinceMs?: number;
}

export interface Outbox {
  /** Owes again what a crash left under way, then sends. */
  start(): Promise<void>;
  /** Ends what is under way: waited for up to `graceMs`, then broken off and recorded as ambiguous. */
  stop(graceMs?: number): Promise<void>;
  /** Something may be owed now. */
  wake(): void;
  stats(): OutboxStats;
  /** The conversation is back: what was suspended is owed again. */
  revive(key: ConversationKey): Promise<void>;
}

const GRACE_MS = 10_000;
const UNAUTHORIZED_RETRY_MS = 60_000;
const IDLE_MS = 60_000;

const saysNothingOfToken: ReadonlySet<SendOutcome['result']> = new Set([
  'unauthorized',
  'not-sent',
  'ambiguous',
] as const);

/** Sends what the store says is owed: each conversation in its order, none delayed by another (design section 10). */
export function createOutbox(options: OutboxOptions): Outbox {
  const { store, clock, log } = options;
  const random = options.random ?? Math.random;
  const limits = new SendLimits(options.tenantRps, clock);
  const lanes = new Lanes();
  const underWay = new Set<Promise<void>>();
  const broken = sharedAbort();
  const stats: OutboxStats = { attempts: 0, waiting: 0, ambiguous: 0, failed: 0 };
  let stopped = false;
  let loop: Promise<void> | undefined;
  let turns = 0;
  let tokenRetryAtMs = 0;
  let awake = new AbortController();

  const wake = () => awake.abort();

  const attemptDeps: AttemptDeps = {
    store,
    sender: options.sender,
    clock,
    log,
    signal: broken.signal,
    random,
    otherServiceUrl: options.otherServiceUrl ?? otherServiceUrl,
    onAttempt(done, delivery) {
      stats.attempts += 1;
      options.metrics?.attempt(done, delivery);
    },
    onUnauthorized() {
      if (stats.unauthorizedSinceMs === undefined) log.error('the connector refuses our token: nothing is sent');
      stats.unauthorizedSinceMs ??= clock.now();
      tokenRetryAtMs = clock.monotonic() + UNAUTHORIZED_RETRY_MS;
    },
    async onSuspended(key, reason) {
      try {
        await options.onGone(key, reason);
      } catch (error) {
        log.error({ err: error, conversation: key }, 'nobody could be told that a conversation is gone');
      }
    },
  };

  /** One delivery from its turn to its end. Never throws. */
  async function serve(lane: Lane, delivery: Delivery, permit: Permit): Promise<void> {
    let sent = false;
    try {
      // What was owed when the queue was read may be done by now; nobody else serves this lane from here on.
      if ((await store.delivery(delivery.id))?.state !== 'owed') return;
      const plan = await planOf(store, options.render, delivery).catch((error: unknown) => {
        log.error({ err: error, delivery: delivery.id }, 'a message could not be rendered');
        return { do: 'settle' as const, state: 'failed' as const, reason: 'render-failed' };
      });
      if (plan.do === 'settle') {
        await store.setDeliveryState([delivery.id], plan.state, plan.reason);
        if (plan.state === 'failed') stats.failed += 1;
        return;
      }
      sent = true;
      const outcome = await attempt(attemptDeps, lane, delivery, plan);
      note(outcome.result);
    } catch (error) {
      lane.failures += 1;
      lane.pausedUntilMs = clock.monotonic() + backoffMs(lane.failures, 0, random);
      log.error({ err: error, delivery: delivery.id }, 'a delivery could not be handled, it is tried again');
    } finally {
      if (sent) permit.end();
      else permit.giveBack();
      lane.busy = false;
      wake();
    }
  }

  function note(result: SendOutcome['result']): void {
    if (!saysNothingOfToken.has(result)) delete stats.unauthorizedSinceMs;
    if (result === 'sent') stats.lastPostAtMs = clock.now();
    if (result === 'ambiguous') stats.ambiguous += 1;
    if (result === 'refused') stats.failed += 1;
  }

  /** Starts what may go now and returns when something else may, on `Clock.monotonic`. */
  async function pump(): Promise<number> {
    const open = (await store.openDeliveries()).filter((one) => isForTeams(one) && one.state !== 'suspended');
    stats.waiting = open.length;
    const queues = [...byConversation(open)].map(([key, queue]) => ({ lane: lanes.of(key), queue }));
    queues.sort((a, b) => a.lane.lastTurn - b.lane.lastTurn);
    let nextMs = clock.monotonic() + IDLE_MS;
    for (const { lane, queue } of queues) {
      if (stats.unauthorizedSinceMs !== undefined) {
        // A refused token stops everything; from time to time one request finds out whether it still is.
        if (underWay.size > 0) return nextMs;
        if (clock.monotonic() < tokenRetryAtMs) return Math.min(nextMs, tokenRetryAtMs);
      }
      if (!lane.busy) nextMs = Math.min(nextMs, dispatch(lane, queue));
      if (underWay.size > 0) tokenRetryAtMs = clock.monotonic() + UNAUTHORIZED_RETRY_MS;
    }
    return nextMs;
  }

  function dispatch(lane: Lane, queue: readonly Delivery[]): number {
    const nowMs = clock.monotonic();
    if (lane.pausedUntilMs > nowMs) return lane.pausedUntilMs;
    const owed = queue.filter((one) => one.state === 'owed');
    // One that is held back, e.g. for quiet hours, lets those behind it pass: answers to people are never held.
    const delivery = owed.find((one) => isDue(one, clock.now()));
    if (!delivery) return nowMs + Math.max(1, Math.min(...owed.map((one) => one.notBeforeMs)) - clock.now());
    const permit = limits.take(lane.key);
    if (!permit) return limits.nextFreeAtMs(lane.key);
    turns += 1;
    lane.lastTurn = turns;
    lane.busy = true;
    const run = serve(lane, delivery, permit).finally(() => underWay.delete(run));
    underWay.add(run);
    return Number.POSITIVE_INFINITY;
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!stopped) {
      awake = new AbortController();
      let waitMs: number;
      try {
        waitMs = (await pump()) - clock.monotonic();
        failures = 0;
      } catch (error) {
        failures += 1;
        log.error({ err: error }, 'the outbox could not read what is owed');
        waitMs = backoffMs(failures, 0, random);
      }
      if (!stopped) await clock.sleep(waitMs, awake.signal);
    }
  }

  return {
    async start() {
      const open = await store.openDeliveries();
      const left = open.filter((one) => isForTeams(one) && one.state === 'in-flight').map((one) => one.id);
      await store.setDeliveryState(left, 'owed', 'interrupted');
      loop = run();
    },

    async stop(graceMs = GRACE_MS) {
      stopped = true;
      wake();
      await loop;
      const ended = new AbortController();
      const all = Promise.all(underWay).then(() => ended.abort());
      await clock.sleep(underWay.size > 0 ? graceMs : 0, ended.signal);
      broken.abort();
      await all;
    },

    wake,

    stats: () => ({ ...stats }),

    async revive(key) {
      const conversation = await store.conversation(key);
      if (conversation?.suspended) await store.saveConversation(key, withoutSuspension(conversation));
      const open = await store.openDeliveries();
      const waiting = open.filter((one) => one.conversationKey === key && one.state === 'suspended');
      await store.setDeliveryState(
        waiting.map((one) => one.id),
        'owed',
        'revived',
      );
      lanes.renew(key);
      wake();
    },
  };
}

function withoutSuspension(known: Conversation): (now: Conversation | undefined) => Conversation {
  return (now) => {
    const { suspended: _, ...rest } = now ?? known;
    return rest;
  };
}
