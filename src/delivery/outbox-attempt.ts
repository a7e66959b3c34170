import type { Clock } from '../base/clock.js';
import type { Log } from '../base/log.js';
import { isLive } from '../model/alert.js';
import type { Conversation, ConversationKey } from '../model/conversation.js';
import type { Attempt, Delivery } from '../model/message.js';
import { endedStatuses } from '../model/reading.js';
import type { AttemptEnd, Store } from '../store/store.js';
import { backoffMs } from './backoff.js';
import { type NextStep, nextStep } from './next-step.js';
import { isForTeams, type Lane } from './outbox-lane.js';
import { keptIn, type Plan, threadGone } from './outbox-plan.js';
import { newChat } from './personal-chats.js';
import type { Sender, SendOutcome } from './sender.js';

export interface AttemptDeps {
  store: Store;
  sender: Sender;
  clock: Clock;
  log: Log;
  signal: AbortSignal;
  random(): number;
  otherServiceUrl(serviceUrl: string): string | undefined;
  onAttempt(attempt: Attempt, delivery: Delivery): void;
  onUnauthorized(): void;
  onSuspended(key: ConversationKey, reason: string): Promise<void>;
}

type SendPlan = Extract<Plan, { do: 'send' }>;

/** One request to Teams: recorded before it leaves, and what came of it recorded behind it. */
export async function attempt(deps: AttemptDeps, lane: Lane, delivery: Delivery, plan: SendPlan): Promise<SendOutcome> {
  const { store, clock } = deps;
  const startedAtMs = clock.now();
  await store.beginAttempt(delivery.id, { startedAtMs });
  const outcome = await deps.sender.send(plan.request, deps.signal).catch((error: unknown): SendOutcome => {
    deps.log.error({ err: error }, 'a sender threw, which it never should');
    return { result: 'ambiguous', reason: 'internal' };
  });
  const status = 'status' in outcome && outcome.status !== undefined ? { status: outcome.status } : {};
  const done: Attempt = { startedAtMs, endedAtMs: clock.now(), outcome: outcome.result, ...status };
  deps.onAttempt(done, delivery);
  const step = nextStep(plan.request, outcome);
  const end = await endOf(deps, lane, plan, step, outcome);
  const gone = end.state === 'suspended' ? (end.reason ?? step.do) : undefined;
  // The conversation first: after a crash in between, its deliveries find it suspended.
  const first = gone !== undefined && (await suspend(deps, lane, plan.conversation, gone));
  await recorded(deps, lane, () => store.endAttempt(delivery.id, { attempt: done, ...end }));
  if (gone !== undefined) await suspendOthers(deps, lane, gone);
  if (first) await deps.onSuspended(lane.key, gone);
  return outcome;
}

type End = Omit<AttemptEnd, 'attempt'>;

async function endOf(
  deps: AttemptDeps,
  lane: Lane,
  plan: SendPlan,
  step: NextStep,
  outcome: SendOutcome,
): Promise<End> {
  if (step.do === 'retry') return retry(deps, lane, step.reason, step.minMs);
  if (step.do === 'leave-thread') return { state: 'owed', reason: threadGone };
  if (step.do === 'switch-host') return switchHost(deps, lane, plan.conversation);
  if (step.do === 'suspend') return { state: 'suspended', reason: step.reason };
  if (step.do === 'stop-queue') {
    deps.onUnauthorized();
    return { state: 'owed', reason: 'unauthorized' };
  }
  lane.failures = 0;
  lane.hostSwitched = false;
  if (step.do === 'leave') return { state: 'ambiguous', reason: step.reason };
  if (step.do === 'fail') return { state: 'failed', reason: step.reason };
  if (step.do === 'forget') return forget(deps, plan);
  if (plan.request.kind === 'open') return opened(deps, lane, plan, outcome);
  return sentEnd(deps, plan, outcome);
}

function retry(deps: AttemptDeps, lane: Lane, reason: string, minMs?: number): End {
  lane.failures += 1;
  const waitMs = backoffMs(lane.failures, minMs, deps.random);
  lane.pausedUntilMs = deps.clock.monotonic() + waitMs;
  return { state: 'owed', reason };
}

/** Once at once; when that host refuses too, the conversation waits for Teams to name the right one. */
async function switchHost(deps: AttemptDeps, lane: Lane, conversation: Conversation): Promise<End> {
  const other = lane.hostSwitched ? undefined : deps.otherServiceUrl(conversation.serviceUrl);
  if (other === undefined) return { state: 'suspended', reason: 'InvalidBotApiHost' };
  lane.hostSwitched = true;
  await recorded(deps, lane, () =>
    deps.store.saveConversation(conversation.key, (now) => ({ ...(now ?? conversation), serviceUrl: other })),
  );
  return { state: 'owed', reason: 'wrong-host' };
}

/** A problem that is still one, or a run that is still on, gets a new card; what is over needs none. */
async function forget(deps: AttemptDeps, plan: SendPlan): Promise<End> {
  if (plan.request.kind === 'delete') return { state: 'sent', forgetActivity: true };
  const alerts = plan.message.subject.kind === 'alerts' ? await deps.store.alertsOfMessage(plan.message.id) : [];
  const run = plan.message.run?.content;
  const isGoing = run !== undefined && !run.lost && !run.unwatched && !endedStatuses.has(run.status);
  const state = isGoing || alerts.some(isLive) ? 'owed' : 'dropped';
  return { state, reason: 'message-gone', forgetActivity: true };
}

function sentEnd(deps: AttemptDeps, plan: SendPlan, outcome: SendOutcome): End {
  const { request, message, conversation } = plan;
  if (request.kind === 'delete') return { state: 'sent', forgetActivity: true };
  const posted = outcome.result === 'sent' ? outcome.activityId : undefined;
  const activityId = request.kind === 'update' ? request.activityId : posted;
  // Teams accepted it and named no id: it was shown and can never be updated (Teams reference 2.4).
  if (activityId === undefined) return { state: 'sent', reason: 'no-activity-id' };
  const conversationId =
    request.kind === 'update' ? request.target.conversationId : keptIn(request.target, conversation, activityId);
  const { serviceUrl } = request.target;
  return {
    state: 'sent',
    sent: { version: message.version, activityId, conversationId, serviceUrl, atMs: deps.clock.now() },
  };
}

/** The chat is there, and takes our posts again if it once did not. */
async function opened(deps: AttemptDeps, lane: Lane, plan: SendPlan, outcome: SendOutcome): Promise<End> {
  const { conversation: from, message } = plan;
  const id = outcome.result === 'sent' ? outcome.conversationId : undefined;
  if (id === undefined || message.subject.kind !== 'chat') return { state: 'failed', reason: 'no-conversation-id' };
  const { person } = message.subject;
  const chat = newChat(from, id, person, deps.clock.now());
  await recorded(deps, lane, () =>
    deps.store.saveConversation(chat.key, (now) => {
      const { suspended: _, ...known } = now ?? chat;
      return { ...known, user: known.user ?? person, installed: true };
    }),
  );
  return { state: 'sent' };
}

/** True for whoever suspends it first. */
async function suspend(deps: AttemptDeps, lane: Lane, known: Conversation, reason: string): Promise<boolean> {
  let first = false;
  await recorded(deps, lane, () =>
    deps.store.saveConversation(lane.key, (now = known) => {
      first = !now.suspended;
      return first ? { ...now, suspended: { reason, atMs: deps.clock.now() } } : now;
    }),
  );
  return first;
}

/** Everything else that the conversation is owed waits with it. */
async function suspendOthers(deps: AttemptDeps, lane: Lane, reason: string): Promise<void> {
  const { store, log } = deps;
  const open = await store.openDeliveries();
  const others = open
    .filter((one) => isForTeams(one) && one.conversationKey === lane.key && one.state === 'owed')
    .map((one) => one.id);
  await recorded(deps, lane, () => store.setDeliveryState(others, 'suspended', reason));
  log.warn(
    { conversation: lane.key, reason, suspended: others.length + 1 },
    'a conversation no longer takes our posts',
  );
}

/**
 * What happened at Teams has to be recorded before anything else goes to the conversation, however long the disk
 * refuses. When the outbox stops first, the delivery stays in flight and is owed again at the next start.
 */
async function recorded<T>(deps: AttemptDeps, lane: Lane, write: () => Promise<T>): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await write();
    } catch (error) {
      if (deps.signal.aborted) throw error;
      deps.log.error({ err: error, conversation: lane.key }, 'what became of a delivery could not be recorded yet');
      await deps.clock.sleep(backoffMs(failures, 0, deps.random), deps.signal);
    }
  }
}
