import type { WhyContent, WhyDelivery, WhyEntry, WhyFold, WhyReason } from '../src/model/content/why.js';
import type { Decision, DecisionReason } from '../src/model/decision.js';
import type { Delivery } from '../src/model/message.js';
import type { Subscription } from '../src/model/subscription.js';
import { rowOf, subscriptionsOf, wishOf } from './commands/list.js';
import type { BotServices } from './services.js';
import { connectionOf, type Turn } from './turn.js';

/** What fits into one card with the attempts of its deliveries. */
const rowsPerPage = 5;
/** So many are at hand; a question for more reads the files of the last 30 days. */
const atHand = 128;
const most = 2000;

/** What nobody is told of: many of them in a row are one line. */
const quietReasons: ReadonlySet<DecisionReason> = new Set([
  'wanted',
  'not-wanted-other-object',
  'not-wanted-group',
  'not-wanted-manual-run',
  'baseline',
  'older-or-repeated',
  'threshold-not-crossed',
  'threshold-still-crossed',
  'threshold-runs-pending',
  'change-below-percent',
  'nothing-to-close',
  'recovered-before-final',
]);

/** Decisions about one happening, made at one time. */
interface Group {
  atMs: number;
  decisions: Decision[];
}

/** Why something was posted here or not, newest first. Costs no call. `page` counts from 1. Throws `store-*`. */
export async function whyContent(
  subscription: Subscription | undefined,
  page: number,
  turn: Turn,
  services: BotServices,
): Promise<WhyContent> {
  const { store } = services;
  const filter = {
    conversationKey: turn.conversation.key,
    ...(subscription ? { subscriptionId: subscription.id } : {}),
  };
  const wanted = page * rowsPerPage;
  let decisions = await store.decisions(filter, atHand);
  const mayHaveOlder = decisions.length === atHand;
  // The oldest group may be cut in two.
  if (mayHaveOlder && folded(groupsOf(decisions)).length <= wanted + 1) decisions = await store.decisions(filter, most);
  const all = folded(groupsOf(decisions));
  const numbers = new Map((await subscriptionsOf(turn.conversation, services)).map((one) => [one.id, one]));
  const shown = all.slice(wanted - rowsPerPage, wanted);
  const rows = await Promise.all(
    shown.map((run) => (run.length > 1 ? foldOf(run, numbers) : entryOf(run[0], numbers, services))),
  );
  const connectionId = subscription?.connectionId ?? connectionOf(turn.conversation, services)?.id;
  const reading = connectionId === undefined ? undefined : services.connections.reading(connectionId);
  return {
    situation: 'why',
    ...(subscription
      ? { subscription: { id: subscription.id, number: subscription.number, wish: wishOf(subscription) } }
      : {}),
    rows: rows.flatMap((row) => row ?? []),
    page,
    more: all.length > wanted,
    ...(reading ? { lastReadingAtMs: reading.atMs } : {}),
    ...(subscription && all.length === 0 ? { standing: (await rowOf(subscription, services)).standing } : {}),
  };
}

/** Newest first; within a group in the order in which they were made. */
function groupsOf(decisions: readonly Decision[]): Group[] {
  const groups = new Map<string, Group>();
  for (const decision of decisions) {
    const key = JSON.stringify([decision.observationId, decision.atMs]);
    const group = groups.get(key) ?? { atMs: decision.atMs, decisions: [] };
    group.decisions.push(decision);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => b.atMs - a.atMs);
}

/** Groups in a row that came to nothing for the same reason, together. */
function folded(groups: readonly Group[]): Group[][] {
  const runs: Group[][] = [];
  for (const group of groups) {
    const run = runs.at(-1);
    const reason = quietEnd(group);
    if (run?.[0] && reason !== undefined && quietEnd(run[0]) === reason) run.push(group);
    else runs.push([group]);
  }
  return runs;
}

function quietEnd({ decisions }: Group): DecisionReason | undefined {
  const isQuiet = decisions.every(({ reason, messageId }) => quietReasons.has(reason) && messageId === undefined);
  return isQuiet ? decisions.at(-1)?.reason : undefined;
}

function foldOf(run: readonly Group[], known: ReadonlyMap<string, Subscription>): WhyFold | undefined {
  const last = run[0]?.decisions.at(-1);
  const first = run.at(-1);
  if (!last || !first) return undefined;
  return {
    fold: last.reason,
    n: run.length,
    fromMs: first.atMs,
    toMs: last.atMs,
    subscriptions: numbersOf(
      run.flatMap((group) => group.decisions),
      known,
    ),
    last: reasonOf(last),
  };
}

async function entryOf(
  group: Group | undefined,
  known: ReadonlyMap<string, Subscription>,
  services: BotServices,
): Promise<WhyEntry | undefined> {
  const first = group?.decisions[0];
  if (!group || !first) return undefined;
  const { decisions, atMs } = group;
  const alertId = decisions.find((one) => one.alertId !== undefined)?.alertId;
  const alert = alertId === undefined ? undefined : await services.store.alert(alertId);
  const [, trigger = '', id = ''] = first.observationId.split('/');
  const target = first.subscriptionId === undefined ? undefined : known.get(first.subscriptionId)?.target;
  const [said] = decisions.flatMap(({ facts: { object } = {} }) => object ?? []);
  const name = said ?? target?.name ?? id;
  const reply = decisions.find((one) => one.reason === 'replied-in-thread')?.messageId;
  const last = decisions.findLast((one) => one.messageId !== undefined && one.messageId !== reply)?.messageId;
  // A card may have moved to another message since; nothing was sent for what came to nothing.
  const card = last === undefined ? undefined : (alert?.messageId ?? last);
  const message = card === undefined ? undefined : await services.store.message(card);
  return {
    atMs,
    ...(alert ? { object: alert.object } : name === '' ? {} : { object: { kind: 'unknown' as const, name } }),
    trigger,
    subscriptions: numbersOf(decisions, known),
    reasons: onceEach(decisions.map(reasonOf)),
    deliveries: [
      ...(card === undefined ? [] : await deliveriesAt(card, atMs, services)),
      ...(reply === undefined ? [] : await deliveriesAt(reply, atMs, services)),
    ],
    ...(message?.sent ? { sentAtMs: message.sent.atMs } : {}),
  };
}

function reasonOf({ reason, facts }: Decision): WhyReason {
  return { reason, ...(facts ? { facts } : {}) };
}

/** Several subscriptions give the same reason for the same thing. */
function onceEach(reasons: readonly WhyReason[]): WhyReason[] {
  return [...new Map(reasons.map((one) => [JSON.stringify(one), one])).values()];
}

function numbersOf(decisions: readonly Decision[], known: ReadonlyMap<string, Subscription>): number[] {
  const numbers = decisions.flatMap((one) => known.get(one.subscriptionId ?? '')?.number ?? []);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** What was owed for it; where it went with something that was owed already, that. */
async function deliveriesAt(messageId: string, atMs: number, services: BotServices): Promise<WhyDelivery[]> {
  const all = await services.store.deliveriesOfMessage(messageId);
  const own = all.filter((one) => one.createdAtMs === atMs);
  const earlier = all.filter((one) => one.createdAtMs < atMs).slice(-1);
  return (own.length > 0 ? own : earlier).map(deliveryOf);
}

function deliveryOf({
  state,
  kind,
  createdAtMs,
  notBeforeMs,
  reason,
  attempts,
  earlierAttempts,
}: Delivery): WhyDelivery {
  const last = attempts.at(-1);
  return {
    state,
    kind,
    atMs: last?.endedAtMs ?? last?.startedAtMs ?? createdAtMs,
    ...(state === 'owed' ? { notBeforeMs } : {}),
    ...(reason === undefined ? {} : { reason }),
    attempts: attempts.map((one) => ({
      atMs: one.endedAtMs ?? one.startedAtMs,
      outcome: one.outcome ?? 'unfinished',
      ...(one.status === undefined ? {} : { status: one.status }),
    })),
    earlierAttempts: earlierAttempts ?? 0,
  };
}
