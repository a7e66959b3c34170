import { HeraldError } from '../../src/base/errors.js';
import { type Alert, isLive } from '../../src/model/alert.js';
import type { CardContent } from '../../src/model/card-content.js';
import type { Conversation, ConversationKey } from '../../src/model/conversation.js';
import type { Decision } from '../../src/model/decision.js';
import type { Attempt, Delivery, DeliveryState, Message } from '../../src/model/message.js';
import type { Owner, OwnerKey } from '../../src/model/owner.js';
import { postsOfLastHour } from '../../src/model/posts.js';
import { type RuleState, type Subscription, type SubscriptionDraft, sameWish } from '../../src/model/subscription.js';
import type { Tab } from '../../src/model/tab.js';
import type {
  AttemptEnd,
  AuditFilter,
  AuditRecord,
  ClosedAlert,
  Commit,
  ConnectionState,
  EvaluationRecord,
  GrantStore,
  Store,
} from '../../src/store/store.js';
import { GrantsByBudget } from './grants-by-budget.js';

const dayMs = 86_400_000;
const openStates: ReadonlySet<DeliveryState> = new Set<DeliveryState>(['owed', 'in-flight', 'suspended']);
const pendingStates: ReadonlySet<DeliveryState> = new Set<DeliveryState>(['owed', 'suspended']);
const copy = <T>(value: T): T => structuredClone(value);

interface Flow {
  version: number;
  seen?: unknown;
  rules: Record<string, Record<string, RuleState>>;
}

/** The store port in memory. Records are copied on the way in and out, so that nobody shares a live object with it. */
export class MemoryStore implements Store {
  readonly grants: GrantStore = new GrantsByBudget();
  /** Everything `commit` accepted, oldest first, for tests that look at what was written. */
  readonly commits: Commit[] = [];
  readonly audit: AuditRecord[] = [];
  private readonly places = new Map<ConversationKey, Conversation>();
  private readonly wishes = new Map<string, Subscription>();
  private readonly numbers = new Map<ConversationKey, number>();
  private readonly ownerRows = new Map<string, Owner>();
  private readonly tabRows = new Map<string, Tab>();
  private readonly flows = new Map<string, Flow>();
  private readonly alertRows = new Map<string, Alert>();
  private readonly messageRows = new Map<string, Message>();
  private readonly deliveryRows = new Map<string, Delivery>();
  private readonly sights = new Map<string, number>();
  private decisionRows: Decision[] = [];
  private evaluationRows: EvaluationRecord[] = [];
  private readonly closings = new Map<string, ClosedAlert>();

  async open(): Promise<{ notes: [] }> {
    return { notes: [] };
  }

  async close(): Promise<void> {}

  async conversation(key: ConversationKey): Promise<Conversation | undefined> {
    return copy(this.places.get(key));
  }

  async conversations(): Promise<Conversation[]> {
    return copy([...this.places.values()]);
  }

  async saveConversation(
    key: ConversationKey,
    change: (now: Conversation | undefined) => Conversation,
  ): Promise<Conversation> {
    const next = copy(change(copy(this.places.get(key))));
    this.places.set(key, next);
    return copy(next);
  }

  async subscriptions(filter: { conversationKey?: ConversationKey; connectionId?: string }): Promise<Subscription[]> {
    const found = [...this.wishes.values()].filter(
      (s) =>
        (filter.conversationKey === undefined || s.conversationKey === filter.conversationKey) &&
        (filter.connectionId === undefined || s.connectionId === filter.connectionId),
    );
    return copy(found.sort((a, b) => a.number - b.number));
  }

  async subscription(id: string): Promise<Subscription | undefined> {
    return copy(this.wishes.get(id));
  }

  async addSubscription(draft: SubscriptionDraft): Promise<{ subscription: Subscription; existed: boolean }> {
    const twin = [...this.wishes.values()].find((s) => sameWish(s, draft));
    if (twin) return { subscription: copy(twin), existed: true };
    const place = this.places.get(draft.conversationKey);
    const number = Math.max(place?.nextNumber ?? 1, this.numbers.get(draft.conversationKey) ?? 1);
    this.numbers.set(draft.conversationKey, number + 1);
    if (place) place.nextNumber = number + 1;
    const id = `${draft.conversationKey}#${number}`;
    const subscription: Subscription = { ...copy(draft), v: 1, id, number };
    this.wishes.set(id, subscription);
    return { subscription: copy(subscription), existed: false };
  }

  async owners(connectionId: string): Promise<Owner[]> {
    return copy([...this.ownerRows.values()].filter((one) => one.connectionId === connectionId));
  }

  async saveOwner(owner: Owner): Promise<void> {
    this.ownerRows.set(ownerKey(owner), copy(owner));
  }

  async removeOwner(key: OwnerKey): Promise<boolean> {
    return this.ownerRows.delete(ownerKey(key));
  }

  tab = async (entityId: string): Promise<Tab | undefined> => copy(this.tabRows.get(entityId));

  async tabs(conversationKey: ConversationKey): Promise<Tab[]> {
    return copy([...this.tabRows.values()].filter((one) => one.conversationKey === conversationKey));
  }

  async saveTab(tab: Tab): Promise<void> {
    this.tabRows.set(tab.entityId, copy(tab));
  }

  async connectionState(connectionId: string): Promise<ConnectionState> {
    const flow = this.flows.get(connectionId) ?? { version: 0, rules: {} };
    return copy({
      connectionId,
      ...flow,
      alerts: [...this.alertRows.values()].filter((a) => a.connectionId === connectionId),
      messages: [...this.messageRows.values()].filter((m) => m.connectionId === connectionId),
    });
  }

  async commit(given: Commit): Promise<boolean> {
    const commit = copy(given);
    const flow = this.flows.get(commit.connectionId) ?? { version: 0, rules: {} };
    if (flow.version !== commit.expectedVersion) return false;
    this.flows.set(commit.connectionId, flow);
    flow.version += 1;
    if (commit.seen !== undefined) flow.seen = commit.seen;
    for (const s of commit.subscriptions ?? []) if (this.wishes.has(s.id)) this.wishes.set(s.id, s);
    for (const { subscriptionId, objectId, state } of commit.rules ?? []) {
      flow.rules[subscriptionId] = { ...flow.rules[subscriptionId], [objectId]: state };
    }
    for (const id of commit.removedSubscriptionIds ?? []) {
      this.wishes.delete(id);
      delete flow.rules[id];
    }
    for (const alert of commit.alerts ?? []) this.alertRows.set(alert.id, alert);
    for (const message of commit.messages ?? []) this.putMessage(message);
    for (const delivery of commit.deliveries ?? []) this.putDelivery(delivery);
    this.decisionRows.push(...(commit.decisions ?? []));
    for (const one of commit.evaluations ?? []) {
      if (!this.evaluationRows.some((known) => sameEvaluation(known, one))) this.evaluationRows.push(one);
    }
    this.commits.push(copy(commit));
    return true;
  }

  async enqueue(message: Message, delivery: Delivery): Promise<void> {
    const stored = this.messageRows.get(message.id);
    this.putMessage({ ...copy(message), version: Math.max(message.version, (stored?.version ?? 0) + 1) });
    this.putDelivery(copy(delivery));
  }

  async message(id: string): Promise<Message | undefined> {
    return copy(this.messageRows.get(id));
  }

  async cards(situation: CardContent['situation']): Promise<Message[]> {
    const found = [...this.messageRows.values()].filter(
      ({ subject }) => subject.kind === 'card' && subject.content.situation === situation,
    );
    return copy(found.sort((a, b) => a.createdAtMs - b.createdAtMs));
  }

  async alertsOfMessage(messageId: string): Promise<Alert[]> {
    const subject = this.messageRows.get(messageId)?.subject;
    const named = subject?.kind === 'alerts' ? subject.alertIds : [];
    const place = (a: Alert) => (named.includes(a.id) ? named.indexOf(a.id) : named.length);
    const shown = [...this.alertRows.values()].filter((a) => a.messageId === messageId || named.includes(a.id));
    return copy(shown.sort((a, b) => place(a) - place(b)));
  }

  async alert(id: string): Promise<Alert | undefined> {
    return copy(this.alertRows.get(id));
  }

  async openDeliveries(): Promise<Delivery[]> {
    return copy([...this.deliveryRows.values()].filter((d) => openStates.has(d.state)).sort(byAge));
  }

  async delivery(id: string): Promise<Delivery | undefined> {
    return copy(this.deliveryRows.get(id));
  }

  async deliveriesOfMessage(messageId: string): Promise<Delivery[]> {
    return copy([...this.deliveryRows.values()].filter((d) => d.messageId === messageId).sort(byAge));
  }

  async deliveryCounts(tenantId?: string): Promise<Record<DeliveryState, number>> {
    const counts = { owed: 0, 'in-flight': 0, sent: 0, ambiguous: 0, dropped: 0, failed: 0, suspended: 0 };
    for (const d of this.deliveryRows.values()) {
      if (tenantId === undefined || d.conversationKey.startsWith(`${tenantId}/`)) counts[d.state] += 1;
    }
    return counts;
  }

  async beginAttempt(deliveryId: string, attempt: Attempt): Promise<void> {
    const delivery = this.known(deliveryId);
    delivery.state = 'in-flight';
    delivery.attempts.push(copy(attempt));
  }

  async endAttempt(deliveryId: string, end: AttemptEnd): Promise<void> {
    const delivery = this.known(deliveryId);
    delivery.state = end.state;
    delivery.attempts[Math.max(0, delivery.attempts.length - 1)] = copy(end.attempt);
    delete delivery.reason;
    if (end.reason !== undefined) delivery.reason = end.reason;
    if (end.notBeforeMs !== undefined) delivery.notBeforeMs = end.notBeforeMs;
    const message = this.messageRows.get(delivery.messageId);
    this.settle(delivery);
    if (!message) return;
    if (end.sent) {
      const { version, ...sent } = end.sent;
      const postedVersion = message.sent ? message.sent.postedVersion : version;
      message.sent = { ...sent, ...(postedVersion === undefined ? {} : { postedVersion }) };
      message.sentVersion = version;
      const shown = message.version <= version || this.waitsBeside(delivery) !== undefined;
      if (end.state === 'sent' && !shown) delivery.state = 'owed';
    }
    if (end.forgetActivity) {
      delete message.sent;
      message.sentVersion = 0;
    }
  }

  async setDeliveryState(deliveryIds: string[], state: DeliveryState, reason: string): Promise<void> {
    for (const id of deliveryIds) {
      const delivery = this.deliveryRows.get(id);
      if (!delivery) continue;
      Object.assign(delivery, { state, reason });
      this.settle(delivery);
    }
  }

  async dropUnsent(messageIds: string[], reason: string): Promise<void> {
    const rows = [...this.deliveryRows.values()].filter((one) => messageIds.includes(one.messageId));
    const leaving = rows.filter((one) => one.kind !== 'mail' && one.state === 'in-flight').map((one) => one.messageId);
    for (const one of rows.filter(({ state }) => pendingStates.has(state))) {
      const isOut = this.messageRows.get(one.messageId)?.sent || leaving.includes(one.messageId);
      if (one.kind === 'mail' || !isOut) Object.assign(one, { state: 'dropped', reason });
    }
  }

  async firstSight(conversationKey: ConversationKey, activityId: string, nowMs: number): Promise<boolean> {
    for (const [key, seenMs] of this.sights) if (seenMs <= nowMs - dayMs) this.sights.delete(key);
    const key = JSON.stringify([conversationKey, activityId]);
    if (this.sights.has(key)) return false;
    this.sights.set(key, nowMs);
    return true;
  }

  async appendAudit(records: AuditRecord[]): Promise<void> {
    this.audit.push(...copy(records));
  }

  async auditRecords({ tenantId, sinceMs }: AuditFilter, limit: number): Promise<AuditRecord[]> {
    const rows = this.audit.filter((a) => a.conversationKey.startsWith(`${tenantId}/`) && a.atMs >= sinceMs);
    return limit > 0 ? copy(rows.sort((a, b) => a.atMs - b.atMs).slice(-limit)) : [];
  }

  async postsOfLastHour(nowMs: number): Promise<Map<ConversationKey, number>> {
    return postsOfLastHour(this.deliveryRows.values(), (id) => this.messageRows.get(id), nowMs);
  }

  async evaluations(
    connectionId: string,
    kind: 'segment' | 'measure',
    name: string,
    limit: number,
  ): Promise<EvaluationRecord[]> {
    const rows = this.evaluationRows.filter(
      (e) => e.connectionId === connectionId && e.kind === kind && e.name === name,
    );
    return limit > 0 ? copy(rows.sort((a, b) => a.atMs - b.atMs).slice(-limit)) : [];
  }

  async decisions(
    filter: { conversationKey: ConversationKey; subscriptionId?: string },
    limit: number,
  ): Promise<Decision[]> {
    const rows = this.decisionRows.filter(
      (d) =>
        d.conversationKey === filter.conversationKey &&
        (filter.subscriptionId === undefined || d.subscriptionId === filter.subscriptionId),
    );
    return limit > 0 ? copy(rows.slice(-limit)) : [];
  }

  async closedAlert(messageId: string): Promise<ClosedAlert | undefined> {
    return copy(this.closings.get(messageId));
  }

  async lastPostAtMs(conversationKey: ConversationKey): Promise<number | undefined> {
    const times = [...this.messageRows.values()]
      .filter((m) => m.conversationKey === conversationKey)
      .flatMap((m) => (m.sent ? [m.sent.atMs] : []));
    return times.length > 0 ? Math.max(...times) : undefined;
  }

  async prune(nowMs: number): Promise<void> {
    const limitMs = nowMs - 14 * dayMs;
    for (const [id, a] of this.alertRows) {
      if (isLive(a) || (a.closedAtMs ?? a.changedAtMs) >= limitMs) continue;
      this.alertRows.delete(id);
      this.rememberClosed(a);
    }
    const shown = new Set([...this.alertRows.values()].map((a) => a.messageId));
    const owing = new Set(
      [...this.deliveryRows.values()].filter((d) => openStates.has(d.state)).map((d) => d.messageId),
    );
    for (const [id, m] of this.messageRows) {
      if (m.createdAtMs < limitMs && !shown.has(id) && !owing.has(id)) this.messageRows.delete(id);
    }
    for (const [id, d] of this.deliveryRows) if (!this.messageRows.has(d.messageId)) this.deliveryRows.delete(id);
    this.decisionRows = this.decisionRows.filter((d) => d.atMs >= nowMs - 30 * dayMs);
    this.evaluationRows = this.evaluationRows.filter((e) => e.atMs >= nowMs - 400 * dayMs);
  }

  private rememberClosed({ conversationKey, connectionId, id, messageId, ...a }: Alert): void {
    const atMs = a.closedAtMs ?? a.changedAtMs;
    if ((this.closings.get(messageId)?.atMs ?? 0) > atMs) return;
    const state = a.state === 'expired' ? 'expired' : 'resolved';
    this.closings.set(messageId, { atMs, conversationKey, connectionId, alertId: id, messageId, state });
  }

  /** What Teams has belongs to `endAttempt`: a change computed before an attempt ended must not undo it. */
  private putMessage(message: Message): void {
    const stored = this.messageRows.get(message.id);
    if (!stored) {
      this.messageRows.set(message.id, message);
      return;
    }
    const { sent: _, ...rest } = message;
    this.messageRows.set(message.id, {
      ...rest,
      sentVersion: stored.sentVersion,
      ...(stored.sent ? { sent: stored.sent } : {}),
    });
  }

  /** Updates coalesce: a message that already has a delivery waiting needs no second one. */
  private putDelivery(delivery: Delivery): void {
    if (delivery.kind === 'mail' && this.deliveryRows.has(delivery.id)) return;
    const waiting = delivery.kind === 'mail' ? undefined : this.waitsBeside(delivery);
    if (waiting && pendingStates.has(delivery.state)) return;
    this.deliveryRows.set(delivery.id, delivery);
  }

  private waitsBeside(delivery: Delivery): Delivery | undefined {
    return [...this.deliveryRows.values()].find(
      (d) =>
        d.kind !== 'mail' && d.messageId === delivery.messageId && d.id !== delivery.id && pendingStates.has(d.state),
    );
  }

  /** Of two that would wait for one message the younger one goes. */
  private settle(delivery: Delivery): void {
    const waits = delivery.kind !== 'mail' && pendingStates.has(delivery.state);
    const other = waits ? this.waitsBeside(delivery) : undefined;
    if (!other) return;
    const younger = other.createdAtMs < delivery.createdAtMs ? delivery : other;
    Object.assign(younger, { state: 'dropped', reason: 'superseded' });
  }

  private known(deliveryId: string): Delivery {
    const delivery = this.deliveryRows.get(deliveryId);
    if (!delivery) throw new HeraldError('internal', { message: `no delivery ${deliveryId}` });
    return delivery;
  }
}

function ownerKey({ connectionId, tenantId, object }: OwnerKey): string {
  return JSON.stringify([connectionId, tenantId, object.kind, object.id]);
}

function sameEvaluation(a: EvaluationRecord, b: EvaluationRecord): boolean {
  return a.connectionId === b.connectionId && a.kind === b.kind && a.name === b.name && a.atMs === b.atMs;
}

function byAge(a: Delivery, b: Delivery): number {
  return a.createdAtMs - b.createdAtMs;
}
