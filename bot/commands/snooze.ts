import { sleepSubscriptions } from '../../src/alerts/by-person.js';
import { dateTimeMs, nextTimeMs, tomorrowMs } from '../../src/alerts/life/snooze-time.js';
import { isLive } from '../../src/model/alert.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { SnoozeUntil } from '../../src/model/snooze.js';
import type { Subscription } from '../../src/model/subscription.js';
import { wordsOf, zoneOf } from '../alerts/on-card.js';
import { failed, parsed } from '../grammar/problem.js';
import { printSnooze, readSnooze, type SnoozeWish, snoozeLines } from '../grammar/snooze.js';
import { readWhich, type Which } from '../grammar/which.js';
import type { BotServices } from '../services.js';
import { doerOf, type Turn } from '../turn.js';
import { subscriptionsOf } from './list.js';
import { refuse, subscriptionByNumber } from './look-up.js';
import type { Command, CommandSpec } from './spec.js';

interface SnoozeCommand extends Command<'snooze'> {
  which: Which;
  wish: SnoozeWish;
}

/** Holds what is new for a while; what is open sleeps with it, and is told if it still stands afterwards. */
export const snooze: CommandSpec<SnoozeCommand> = {
  name: 'snooze',
  words: ['snooze', 'mute', 'кейінге', 'кейінге қою'],
  usage: 'snooze <n>|all <duration>|until <time>',
  descriptionKey: 'help.snooze',
  examples: [
    'snooze 3 4 hours',
    'snooze all until tomorrow',
    'snooze 3 run',
    'snooze 3 until recovery',
    'snooze 3 until 2026-03-05 14:00',
  ],
  read({ tokens }) {
    const which = readWhich('snooze', tokens);
    if (!which.ok) return failed({ ...which.problems[0], example: 'snooze 3 4 hours' });
    const wish = readSnooze(String(which.value.which), which.value.rest);
    return wish.ok ? parsed({ name: 'snooze', which: which.value.which, wish: wish.value }) : wish;
  },
  print: ({ which, wish }) => `snooze ${which} ${printSnooze(wish)}`,
  async run({ which, wish }, turn, services) {
    const found = await chosen(which, turn, services);
    if ('answer' in found) return found.answer;
    const until = untilOf(wish, turn, services);
    const lines = snoozeLines(String(which));
    if (until === undefined) return refuse({ key: 'snooze-no-such-time', example: lines[0] ?? '', suggestions: lines });
    const nowMs = services.clock.now();
    if (until.kind === 'time' && until.atMs <= nowMs) {
      const time = wordsOf(turn, services).moment(until.atMs);
      return refuse({ key: 'snooze-past', facts: { time }, suggestions: lines });
    }
    const meant = until.kind === 'recovery' ? await withOpen(found.subscriptions, services) : found.subscriptions;
    if (meant.length === 0) {
      return refuse({ key: 'snooze-nothing-open', suggestions: lines.filter((one) => !one.endsWith('recovery')) });
    }
    return asleep(meant, which, until, turn, services);
  },
};

async function asleep(
  subscriptions: readonly Subscription[],
  which: Which,
  until: SnoozeUntil,
  turn: Turn,
  services: BotServices,
): Promise<CardContent> {
  await sleepSubscriptions(subscriptions, until, doerOf(turn, services));
  const numbers = subscriptions.map((one) => one.number).join(' ');
  const f = wordsOf(turn, services);
  const words =
    until.kind === 'time' ? f.say('life.until', { time: f.moment(until.atMs) }) : f.say(`life.until-${until.kind}`);
  return {
    situation: 'done',
    key: which === 'all' ? 'snoozed-all' : 'snoozed',
    facts: { number: numbers, count: subscriptions.length, until: words },
    suggestions: [`resume ${which}`],
  };
}

/** The subscriptions that are meant, or what to answer where there are none. */
export async function chosen(
  which: Which,
  turn: Turn,
  services: BotServices,
): Promise<{ subscriptions: Subscription[] } | { answer: CardContent }> {
  if (which !== 'all') {
    const found = await subscriptionByNumber(which, 'snooze', turn.conversation, services);
    return 'answer' in found ? found : { subscriptions: [found.subscription] };
  }
  const subscriptions = await subscriptionsOf(turn.conversation, services);
  if (subscriptions.length > 0) return { subscriptions };
  return { answer: refuse({ key: 'no-subscriptions', suggestions: ['subscribe'] }) };
}

async function withOpen(subscriptions: readonly Subscription[], services: BotServices): Promise<Subscription[]> {
  const open = new Set<string>();
  for (const connectionId of new Set(subscriptions.map((one) => one.connectionId))) {
    const { alerts } = await services.store.connectionState(connectionId);
    for (const id of alerts.filter(isLive).flatMap((alert) => alert.subscriptionIds)) open.add(id);
  }
  return subscriptions.filter((one) => open.has(one.id));
}

/** Undefined for a day that no calendar has. */
function untilOf(wish: SnoozeWish, turn: Turn, services: BotServices): SnoozeUntil | undefined {
  const nowMs = services.clock.now();
  const zone = zoneOf(turn, services);
  const time = (atMs: number | undefined): SnoozeUntil | undefined =>
    atMs === undefined ? undefined : { kind: 'time', atMs };
  switch (wish.kind) {
    case 'minutes':
      return time(nowMs + wish.minutes * 60_000);
    case 'tomorrow':
      return time(tomorrowMs(nowMs, zone));
    case 'at':
      return time(nextTimeMs(wish.time, nowMs, zone));
    case 'on':
      return time(dateTimeMs(wish.date, wish.time, zone));
    case 'run':
    case 'recovery':
      return { kind: wish.kind };
  }
}
