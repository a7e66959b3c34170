import { IANAZone } from 'luxon';
import {
  changeQuiet,
  type Doer,
  endSubscriptions,
  giveRule,
  resumeSubscriptions,
  sleepSubscriptions,
  twinOf,
} from '../alerts/by-person.js';
import { withLastValue } from '../alerts/last-value.js';
import { tomorrowMs } from '../alerts/life/snooze-time.js';
import { plainRule } from '../alerts/plain-rule.js';
import { HeraldError } from '../base/errors.js';
import { isLive } from '../model/alert.js';
import type { SnoozeUntil } from '../model/snooze.js';
import type { QuietHours, Subscription, ThresholdRule } from '../model/subscription.js';
import type { Access, Seat, Viewer } from './access.js';
import { subscriptionRow } from './board/subscriptions.js';
import type { EditSubscription, OwnSubscription, SnoozeSubscription, WriteReply } from './contract.js';

import type { TabServices } from './services.js';

/** Evaluations that a baseline looks back on. */
const past = 12;

/**
 * Members of a conversation may change its subscriptions, as they may by a line. Whatever a page names is looked up
 * again. Throws `conversation-forbidden`, `subscription-gone`, `connection-forbidden`, `read-only` and what is said below.
 */
export function createWrites(access: Access, services: TabServices) {
  const { store, clock, connections } = services;

  interface Own {
    subscription: Subscription;
    seat: Seat;
    doer: Doer;
  }

  async function own({ conversation, id }: OwnSubscription, viewer: Viewer): Promise<Own> {
    const seat = await access.in(viewer, conversation);
    const doer = access.doer(seat);
    const subscription = await store.subscription(id);
    if (subscription?.conversationKey !== seat.conversation.key) throw new HeraldError('subscription-gone');
    return { subscription, seat, doer };
  }

  /** Of an environment that the organisation may still use; ending needs none. */
  async function usable(wish: OwnSubscription, viewer: Viewer): Promise<Own> {
    const found = await own(wish, viewer);
    const { connectionId } = found.subscription;
    if (!access.connections(viewer).some((one) => one.id === connectionId)) {
      throw new HeraldError('connection-forbidden');
    }
    return found;
  }

  async function replyOf({ subscription, seat }: Own, changed: boolean): Promise<WriteReply> {
    const now = await store.subscription(subscription.id);
    if (!now) return { changed };
    const { alerts } = await store.connectionState(now.connectionId);
    return { subscription: subscriptionRow(now, seat.conversation.id, alerts.filter(isLive)), changed };
  }

  async function setRule({ subscription, doer }: Own, wanted: NonNullable<EditSubscription['rule']>): Promise<boolean> {
    const { trigger, target, connectionId } = subscription;
    const kind = trigger === 'segment-threshold' ? 'segment' : trigger === 'measure-threshold' ? 'measure' : undefined;
    const rule = kind && target ? plainRule(kind, wanted) : undefined;
    if (!rule || !kind || !target) throw new HeraldError('rule-invalid');
    if (isSame(rule, subscription.rule)) return false;
    if (await twinOf({ ...subscription, rule }, store)) throw new HeraldError('rule-exists');
    const stored = await store.evaluations(connectionId, kind, target.id, past);
    await giveRule(subscription, rule, withLastValue(connections.reading(connectionId), kind, target.id, stored), doer);
    return true;
  }

  return {
    /** Throws `rule-invalid`, `rule-exists`, `request-invalid`. */
    async edit(wish: EditSubscription, viewer: Viewer): Promise<WriteReply> {
      if (wish.rule === undefined && wish.quiet === undefined) throw new HeraldError('request-invalid');
      const found = await usable(wish, viewer);
      const zone = found.seat.conversation.timeZone ?? services.defaults.timeZone;
      const quiet = wish.quiet ? quietOf(wish.quiet, zone) : undefined;
      let changed = wish.rule !== undefined && (await setRule(found, wish.rule));
      if (wish.quiet !== undefined && JSON.stringify(quiet) !== JSON.stringify(found.subscription.quiet)) {
        changed = (await changeQuiet(found.subscription, quiet, found.doer)) || changed;
      }
      return replyOf(found, changed);
    },

    /** Throws `snooze-past`, `snooze-nothing-open`. */
    async snooze(wish: SnoozeSubscription, viewer: Viewer): Promise<WriteReply> {
      const found = await usable(wish, viewer);
      const { subscription, seat, doer } = found;
      const zone = seat.conversation.timeZone ?? services.defaults.timeZone;
      const until = untilOf(wish.until, clock.now(), zone);
      if (until.kind === 'time' && until.atMs <= clock.now()) throw new HeraldError('snooze-past');
      if (until.kind === 'recovery' && !(await isOpen(subscription))) throw new HeraldError('snooze-nothing-open');
      await sleepSubscriptions([subscription], until, doer);
      return replyOf(found, true);
    },

    async resume(wish: OwnSubscription, viewer: Viewer): Promise<WriteReply> {
      const found = await usable(wish, viewer);
      const woken = await resumeSubscriptions([found.subscription], found.doer);
      return replyOf(found, woken.length > 0);
    },

    async remove(wish: OwnSubscription, viewer: Viewer): Promise<WriteReply> {
      const { subscription, doer } = await own(wish, viewer);
      return { changed: (await endSubscriptions([subscription], doer)) > 0 };
    },
  };

  async function isOpen({ id, connectionId }: Subscription): Promise<boolean> {
    const { alerts } = await store.connectionState(connectionId);
    return alerts.some((one) => isLive(one) && one.subscriptionIds.includes(id));
  }
}

export type Writes = ReturnType<typeof createWrites>;

const times = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

function quietOf({ from, to, zone, except }: NonNullable<EditSubscription['quiet']>, own: string): QuietHours {
  const named = zone ?? own;
  if (!times.test(from) || !times.test(to) || from === to || !IANAZone.isValidZone(named))
    throw new HeraldError('request-invalid');
  return { from, to, zone: named, ...(except ? { except } : {}) };
}

function untilOf(wish: SnoozeSubscription['until'], nowMs: number, zone: string): SnoozeUntil {
  if (wish.kind === 'minutes') return { kind: 'time', atMs: nowMs + wish.minutes * 60_000 };
  if (wish.kind === 'tomorrow') return { kind: 'time', atMs: tomorrowMs(nowMs, zone) };
  return wish;
}

function isSame(a: ThresholdRule, b: ThresholdRule | undefined): boolean {
  const text = (one: ThresholdRule) => JSON.stringify([one.direction, one.value, one.percent, one.runs, one.band]);
  return b !== undefined && text(a) === text(b);
}
