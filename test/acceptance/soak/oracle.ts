import type { InsightsControl } from '../../../src/emulator/insights/control/control.js';
import type { InsightsWorld } from '../../../src/emulator/insights/world.js';
import type { DeskMessage, TeamsEmulator } from '../../../src/emulator/teams/index.js';
import type { Alert } from '../../../src/model/alert.js';
import { type ConversationKey, conversationKey } from '../../../src/model/conversation.js';
import type { Decision } from '../../../src/model/decision.js';
import type { Delivery, Message } from '../../../src/model/message.js';
import type { Subscription } from '../../../src/model/subscription.js';
import type { Store } from '../../../src/store/store.js';
import { textOf } from '../world.js';
import { Flaps } from './flaps.js';
import { type Happening, happeningsOf } from './truth.js';

export interface Verdict {
  /** Empty when every promise was kept. */
  faults: string[];
  /** Happenings times the subscriptions that wanted them. */
  checked: number;
  missed: number;
  doubled: number;
  /** Posts twice that may be: what became of the first could not be known. */
  unclear: number;
}

export interface Books {
  subscriptions: Subscription[];
  decisions: Decision[];
  messages: Map<string, Message>;
  deliveries: Map<string, Delivery[]>;
  alerts: Alert[];
}

/** What the oracle looks at: what happened, what people saw, and what was sent. */
export interface Scene {
  truth: InsightsWorld;
  insights: InsightsControl;
  teams: TeamsEmulator;
  /** How many posts may be there twice because a kill met them in flight. */
  killed: number;
  /** Requests to Teams that were recorded. */
  attempts(): number;
  /** What the product has stored. Only while it is stopped. */
  stored<T>(look: (store: Store) => Promise<T>): Promise<T>;
}

export async function booksOf(world: Scene): Promise<Books> {
  return world.stored(async (store) => {
    const subscriptions = await store.subscriptions({});
    const conversations = await store.conversations();
    const decisions = (
      await Promise.all(conversations.map(({ key }) => store.decisions({ conversationKey: key }, 1_000_000)))
    ).flat();
    const connectionIds = new Set(subscriptions.map((one) => one.connectionId));
    const states = await Promise.all([...connectionIds].map((id) => store.connectionState(id)));
    const messages = new Map(states.flatMap((state) => state.messages).map((one) => [one.id, one]));
    const deliveries = new Map<string, Delivery[]>();
    for (const id of messages.keys()) deliveries.set(id, await store.deliveriesOfMessage(id));
    return { subscriptions, decisions, messages, deliveries, alerts: states.flatMap((state) => state.alerts) };
  });
}

/** Reasons that name the message in which something was told. */
const telling = new Set([
  'posted',
  'updated-in-place',
  'closed-in-place',
  'own-message',
  'joined-message-of-job',
  'told-on-root-failure',
  'summarised-in-catch-up',
]);

/** What no trigger names: it follows from others, or from what does not happen. */
const ofOurs =
  /\/(reading-health|profiles-counted|object-gone|object-health|full-refresh-progress|run-(missing|slow|watch-ended))\//;

/** Holds what people saw against what happened. Everything has settled and the app is stopped. */
export class Oracle {
  private readonly faults: string[] = [];
  private readonly visible: Map<string, DeskMessage>;
  private readonly happenings: Happening[];
  private checked = 0;
  private missed = 0;
  private doubled = 0;
  private unclear = 0;

  constructor(
    private readonly world: Scene,
    private readonly books: Books,
    sinceMs: number,
    connectionId: string,
  ) {
    const shown = world.teams.control.messages().filter((one) => one.from.bot && !one.deleted);
    this.visible = new Map(shown.map((one) => [one.id, one]));
    this.happenings = happeningsOf(world.truth, connectionId, sinceMs);
  }

  judge(): Verdict {
    for (const subscription of this.books.subscriptions) {
      const wanted = this.happenings.filter((one) => one.wantedBy(subscription));
      const told = wanted.filter((one) => one.kind !== 'evaluated');
      for (const happening of told) this.isTold(subscription, happening);
      if (subscription.rule) this.thresholds(subscription, wanted);
      else this.lastStates(subscription, told);
      this.noFalseAlarm(subscription, new Set(wanted.map((one) => one.id)));
    }
    this.posts();
    this.deliveries();
    this.budget();
    const { faults, checked, missed, doubled, unclear } = this;
    return { faults, checked, missed, doubled, unclear };
  }

  private say(subscription: Subscription, what: string): void {
    const at = subscription.threadId ? `;${subscription.threadId}` : '';
    this.faults.push(
      `#${subscription.number} ${subscription.trigger}${at} in ${subscription.conversationKey.slice(-20)}: ${what}`,
    );
  }

  private decisionsOn(subscription: Subscription, id: string): Decision[] {
    return this.books.decisions.filter((one) => one.observationId === id && one.subscriptionId === subscription.id);
  }

  private isTold(subscription: Subscription, happening: Happening): void {
    this.checked += 1;
    const decisions = this.decisionsOn(subscription, happening.id);
    const reasons = decisions.map((one) => one.reason).join();
    const label = `${happening.id} (${happening.name} ${happening.kind} ${time(happening.atMs)}; ${reasons})`;
    if (decisions.length === 0) {
      this.missed += 1;
      this.say(subscription, `nothing is known of ${label}`);
      return;
    }
    if (happening.kind === 'succeeded' && this.closesCard(subscription, happening)) {
      if (decisions.some((one) => one.reason === 'posted')) this.say(subscription, `a second post for ${label}`);
      return;
    }
    const ids = messagesOf(happening, decisions);
    const seen = [...ids].filter((id) => this.isVisible(id, happening, subscription));
    if (seen.length === 0) {
      this.missed += 1;
      this.say(subscription, `no card shows ${label}`);
    }
    if (seen.length > 1) {
      this.doubled += 1;
      this.say(subscription, `${seen.length} cards show ${label}`);
    }
  }

  private isVisible(messageId: string, happening: Happening, subscription: Subscription): boolean {
    const message = this.books.messages.get(messageId);
    const shown = message?.sent && this.visible.get(message.sent.activityId);
    if (!shown) return this.isAmbiguous(messageId) || this.isForgotten(messageId);
    if (this.keyOf(shown) !== subscription.conversationKey) return false;
    if ((subscription.threadId ?? '') !== (message.threadId ?? '')) return false;
    if (message.threadId !== undefined && shown.rootId !== message.threadId) return false;
    return shown.versions.some((version) => {
      const text = `${version.summary}\n${textOf({ ...shown, card: version.card })}`;
      return text.includes(plain(happening.name)) || /more/.test(text) || text.includes(happening.name);
    });
  }

  private keyOf(shown: DeskMessage): ConversationKey {
    return conversationKey(this.world.teams.tenantId, shown.conversationId);
  }

  private isAmbiguous(messageId: string): boolean {
    const all = this.books.deliveries.get(messageId) ?? [];
    return all.some((one) => one.attempts.some((attempt) => attempt.outcome === 'ambiguous'));
  }

  /** Teams said that it no longer knows the card, and the problem was over by then. */
  private isForgotten(messageId: string): boolean {
    return (this.books.deliveries.get(messageId) ?? []).some((one) => one.reason === 'message-gone');
  }

  /** A success posts nothing where it closed a card of the conversation. */
  private closesCard(subscription: Subscription, success: Happening): boolean {
    const here = this.books.subscriptions.filter((one) => one.conversationKey === subscription.conversationKey);
    const before = this.happenings.filter((one) => one.subject === success.subject && one.atMs < success.atMs);
    const failed = before.findLast((one) => one.kind === 'failed' && here.some((s) => one.wantedBy(s)));
    const healed = before.findLast((one) => one.kind === 'succeeded');
    return failed !== undefined && failed.atMs > (healed?.atMs ?? 0);
  }

  /** Of each object, its newest failure stands as red or green as things are. */
  private lastStates(subscription: Subscription, told: Happening[]): void {
    const failures = told.filter((one) => one.kind === 'failed');
    for (const subject of new Set(failures.map((one) => one.subject))) {
      const last = failures.findLast((one) => one.subject === subject);
      if (!last) continue;
      const over = this.happenings.some(
        (one) => one.kind === 'succeeded' && one.subject === subject && one.atMs > last.atMs,
      );
      this.standsAs(subscription, last, over ? 'over' : 'open');
    }
  }

  private standsAs(subscription: Subscription, last: Happening, want: 'open' | 'over', value?: string): void {
    const decisions = this.decisionsOn(subscription, last.id);
    for (const id of messagesOf(last, decisions)) {
      const message = this.books.messages.get(id);
      const shown = message?.sent && this.visible.get(message.sent.activityId);
      if (!message || !shown || message.subject.kind !== 'alerts') continue;
      const alerts = message.subject.alertIds;
      const summary = shown.summary ?? '';
      const label = `${last.name} ${time(last.atMs)} should be ${want}, the card says "${summary}"`;
      const text = `${summary}\n${textOf(shown)}`;
      if (alerts.length === 1) {
        const isOver = /Recovered|Back to normal|Crossed back|Calm again/.test(summary);
        if (isOver !== (want === 'over')) this.say(subscription, label);
        if (value !== undefined && !text.includes(value)) this.say(subscription, `${value} is not on it: ${label}`);
      } else if (
        want === 'open' &&
        !/failures in one run|still failing|Full refresh failed|with failures/.test(summary)
      ) {
        this.say(subscription, label);
      } else if (want === 'over' && /failures in one run/.test(summary)) this.say(subscription, label);
    }
  }

  /** Judges the evaluations anew, with plain numbers. */
  private thresholds(subscription: Subscription, wanted: Happening[]): void {
    const { rule } = subscription;
    if (!rule?.value || !wanted[0]) return;
    const limit = Number(rule.value);
    const sideOf = (value: number) =>
      value > limit && rule.direction !== 'below'
        ? 'above'
        : value < limit && rule.direction !== 'above'
          ? 'below'
          : '';
    let row = { side: sideOf(Number(this.valueBefore(subscription, wanted[0]))), length: rule.runs };
    let announced = row.side;
    let fired: Happening | undefined;
    let back: Happening | undefined;
    let shown: Happening | undefined;
    const flaps = new Flaps();
    for (const one of wanted) {
      const side = sideOf(Number(one.value));
      row = side === row.side ? { side, length: row.length + 1 } : { side, length: 1 };
      const fires = side !== '' && side !== announced && row.length >= rule.runs;
      const leaves = !fires && side !== announced && announced !== '';
      if (fires) announced = side;
      else if (side !== announced) announced = '';
      const told = flaps.hears({ fires, leaves, announced: announced !== '' });
      if (told === 'fires') {
        fired = one;
        shown = one;
        back = undefined;
        this.isTold(subscription, one);
      } else if (told === 'leaves' && fired) {
        back ??= one;
      } else if (told === 'stands' && fired) {
        shown = one;
      }
      if (this.decisionsOn(subscription, one.id).length === 0) this.say(subscription, `no decision on ${one.id}`);
    }
    if (!fired) return;
    const value = Number((back ?? shown ?? fired).value).toLocaleString('en', { maximumFractionDigits: 6 });
    this.standsAs(subscription, fired, back ? 'over' : 'open', value);
  }

  private valueBefore(subscription: Subscription, first: Happening): string {
    const all = happeningsOf(this.world.truth, subscription.connectionId, 0);
    return all.findLast((one) => one.subject === first.subject && one.atMs < first.atMs)?.value ?? '0';
  }

  private noFalseAlarm(subscription: Subscription, wanted: ReadonlySet<string>): void {
    const posted = this.books.decisions.filter(
      (one) => one.subscriptionId === subscription.id && (one.reason === 'posted' || one.reason === 'own-message'),
    );
    for (const { observationId, messageId } of posted) {
      const subject = this.books.messages.get(messageId ?? '')?.subject;
      // A card about an absence goes by the first thing it lists.
      if (subject?.kind === 'card' && subject.content.situation === 'catch-up') continue;
      if (ofOurs.test(observationId) || isNamed(wanted, observationId)) continue;
      this.say(subscription, `told of ${observationId}, which did not happen`);
    }
  }

  /** Every post of the bot is a message that is known, once; only what nobody can know may be there twice. */
  private posts(): void {
    const known = [...this.books.messages.values()].flatMap((one) => one.sent?.activityId ?? []);
    if (new Set(known).size !== known.length) this.faults.push('two messages share one activity');
    const alerts = [...this.visible.values()].filter(
      (one) =>
        !known.includes(one.id) &&
        /failed|Recovered|threshold|Keeps crossing|Calm again|succeeded|completed|away|Back to/.test(one.summary ?? ''),
    );
    const requests = this.world.teams.control.requests();
    const creates = requests.filter((one) => one.method === 'POST');
    const unclear = creates.filter((one) => one.delivered && one.status !== 201).length;
    const forgotten = requests.filter((one) => one.method === 'PUT' && one.fault === '404').length;
    const allowed = unclear + forgotten + this.world.killed;
    const strays = alerts.filter((one) => !/^(Subscription|Status)/.test(one.summary ?? ''));
    this.unclear = Math.min(strays.length, allowed);
    if (strays.length > allowed) {
      this.doubled += strays.length - allowed;
      this.faults.push(
        `${strays.length} posts are no known message (${allowed} allowed): ${strays.map((one) => one.summary).join('; ')}`,
      );
    }
  }

  private deliveries(): void {
    for (const [id, list] of this.books.deliveries) {
      for (const one of list) {
        if (one.state === 'sent' || one.state === 'ambiguous') continue;
        if (one.state === 'dropped' && ['already-shown', 'superseded', 'message-gone'].includes(one.reason ?? ''))
          continue;
        this.faults.push(`delivery ${one.kind} of ${id} is ${one.state}: ${one.reason}`);
      }
      const message = this.books.messages.get(id);
      if (
        message &&
        message.sentVersion < message.version &&
        !this.isAmbiguous(id) &&
        !list.some((one) => one.reason === 'message-gone')
      ) {
        this.faults.push(`message ${id} shows version ${message.sentVersion} of ${message.version}`);
      }
    }
  }

  private budget(): void {
    const { insights, teams } = this.world;
    if (insights.maxInWindow() > 100 || insights.refused() > 0) {
      this.faults.push(`${insights.maxInWindow()} calls in a window, ${insights.refused()} refused`);
    }
    if (insights.unknownPaths().length > 0) this.faults.push(`unknown paths: ${insights.unknownPaths().join()}`);
    const sent = teams.control.requests().length;
    if (this.world.killed === 0 && sent !== this.world.attempts()) {
      this.faults.push(`${sent} requests at the connector, ${this.world.attempts()} attempts recorded`);
    }
  }
}

/** The messages in which this was told. What it closed as well is another card. */
function messagesOf({ kind }: Happening, decisions: readonly Decision[]): Set<string> {
  const tells = decisions.filter(
    (one) => telling.has(one.reason) && (kind === 'succeeded' || one.reason !== 'closed-in-place'),
  );
  return new Set(tells.flatMap((one) => one.messageId ?? []));
}

/** A failure may carry the time of a try that came shortly before the last one. */
function isNamed(wanted: ReadonlySet<string>, id: string): boolean {
  const [, before = '', atMs = ''] = /^(.*-failed.*\/)(\d+)$/.exec(id) ?? [];
  const isSame = (other: string) =>
    other.startsWith(before) && Math.abs(Number(other.slice(before.length)) - Number(atMs)) <= 30_000;
  return wanted.has(id) || (before !== '' && [...wanted].some(isSame));
}

const time = (ms: number) => new Date(ms).toISOString().slice(11, 19);
const plain = (name: string) => name.replace(/[*_[\]()`<>]/g, '');
