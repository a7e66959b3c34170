import type { Alert, AlertFacts } from '../model/alert.js';
import type { Connection } from '../model/connection.js';
import type { Conversation, ConversationKey } from '../model/conversation.js';
import type { Decision, DecisionReason } from '../model/decision.js';
import type { Delivery, Message } from '../model/message.js';
import type {
  FullRefreshEnded,
  FullRefreshProgress,
  ObjectGone,
  ObjectHealth,
  Observation,
  ProfilesCounted,
  ReadingHealth,
  RunMissing,
  RunSlow,
  RunWatchEnded,
  SourceFailed,
  SourceSucceeded,
  StepFailed,
  StepSucceeded,
  UnificationCompleted,
  ValueEvaluated,
} from '../model/observation.js';
import type { Owner } from '../model/owner.js';
import type { Evaluated } from '../model/reading.js';
import type { Subscription } from '../model/subscription.js';
import type { ConnectionState } from '../store/store.js';
import { Book } from './book.js';
import { Items } from './items.js';
import type { Place } from './place.js';
import { RuleStates } from './rule-states.js';
import { isUntold } from './untold.js';

export type Problem = SourceFailed | StepFailed | FullRefreshEnded | ValueEvaluated | RunMissing | RunSlow;
export type Success = SourceSucceeded | StepSucceeded | FullRefreshEnded;
export type Noticed = SourceSucceeded | FullRefreshEnded | UnificationCompleted | ObjectGone;

/** What route makes of an observation. Evaluations become problems or ends of problems when they are judged. */
export type Signal =
  | { kind: 'evaluation'; observation: ValueEvaluated; subscription: Subscription }
  | { kind: 'problem'; observation: Problem; place: Place; subscriptions: Subscription[]; facts: AlertFacts }
  | { kind: 'back'; observation: ValueEvaluated; subscription: Subscription; calm: boolean }
  | { kind: 'calm'; observation: ValueEvaluated; subscription: Subscription; facts: AlertFacts }
  | { kind: 'success'; observation: Success }
  | { kind: 'notice'; observation: Noticed; place: Place; subscriptions: Subscription[] }
  /** `wishes`: who wants the run, by place. */
  | {
      kind: 'run';
      observation: FullRefreshProgress | FullRefreshEnded;
      wishes: { place: Place; members: Subscription[] }[];
    }
  | { kind: 'counted'; observation: ProfilesCounted }
  | { kind: 'gone'; observation: ObjectGone; subscriptions: Subscription[] }
  | { kind: 'health'; observation: ReadingHealth }
  | { kind: 'run-over'; observation: RunWatchEnded }
  | { kind: 'alarm'; observation: ObjectHealth; subscriptions: Subscription[] };

export interface PipelineInput {
  nowMs: number;
  connection: Connection;
  state: ConnectionState;
  subscriptions: Subscription[];
  conversations: Conversation[];
  observations: Observation[];
  /** Of this connection, in every tenant; absent: nobody owns anything. */
  owners?: Owner[];
  /** The time in which nothing was read, where there was such. */
  gap?: { fromMs: number; toMs: number };
  /** Posts of the last hour by conversation, whatever connection they were about. */
  posts?: ReadonlyMap<ConversationKey, number>;
  /** Stored evaluations of an object, oldest first. */
  trends: (kind: 'segment' | 'measure', name: string) => Evaluated[];
  /** What the newest reading knows of an object; absent where there is no reading. */
  values?: (kind: 'segment' | 'measure', name: string) => { friendlyName: string; evaluated?: Evaluated } | undefined;
  /** Runs that a conversation follows already, because somebody started them there. */
  followed?: readonly { conversationKey: ConversationKey; jobId: string }[];
}

/** What the stages work on. It is a private copy: stages change it, and the pipeline as a whole stays pure. */
export interface Batch {
  readonly nowMs: number;
  readonly connection: Connection;
  readonly gap?: { fromMs: number; toMs: number };
  /** Posts of the last hour by conversation, with those of this batch once they are clear. */
  readonly posts: Map<ConversationKey, number>;
  readonly trends: PipelineInput['trends'];
  readonly owners: readonly Owner[];
  readonly values: NonNullable<PipelineInput['values']>;
  readonly followed: NonNullable<PipelineInput['followed']>;
  readonly conversations: ReadonlyMap<ConversationKey, Conversation>;
  /** Oldest first, each once. */
  readonly observations: readonly Observation[];
  signals: Signal[];
  readonly items: Items;
  /** By trigger. */
  readonly subscriptions: Book<Subscription>;
  /** By conversation. */
  readonly alerts: Book<Alert>;
  /** By conversation. */
  readonly messages: Book<Message>;
  readonly rules: RuleStates;
  readonly deliveries: Delivery[];
  readonly decisions: Decision[];
  /** Earliest time of the posts that quiet hours hold back, by message id. */
  readonly heldUntilMs: Map<string, number>;
  /** Messages that nobody was shown before this batch, because all of their alerts slept. */
  readonly untold: ReadonlySet<string>;
}

export interface Stage {
  readonly name: string;
  run(batch: Batch): void;
}

export function openBatch(input: PipelineInput): Batch {
  const own = <T extends { connectionId: string }>(rows: readonly T[]) =>
    rows.filter((row) => row.connectionId === input.connection.id);
  return {
    nowMs: input.nowMs,
    connection: input.connection,
    ...(input.gap ? { gap: input.gap } : {}),
    posts: new Map(input.posts),
    trends: input.trends,
    owners: own(input.owners ?? []),
    values: input.values ?? (() => undefined),
    followed: input.followed ?? [],
    conversations: new Map(input.conversations.map((c) => [c.key, c])),
    observations: inOrder(own(input.observations)),
    signals: [],
    items: new Items(),
    subscriptions: new Book(own(input.subscriptions), (s) => s.trigger),
    alerts: new Book(input.state.alerts, (a) => a.conversationKey),
    messages: new Book(input.state.messages, (m) => m.conversationKey),
    rules: new RuleStates(input.state.rules),
    deliveries: [],
    decisions: [],
    heldUntilMs: new Map(),
    untold: untoldMessages(input.state),
  };
}

function inOrder(observations: readonly Observation[]): Observation[] {
  const once = new Map(observations.map((o) => [o.id, o]));
  // A count may carry the time of the merge it belongs to; the merge is told first.
  const rank = (o: Observation) => (o.trigger === 'profiles-counted' ? 1 : 0);
  return [...once.values()].sort((a, b) => a.atMs - b.atMs || rank(a) - rank(b));
}

interface Told {
  observation: Observation;
  place: Place;
  subscriptions: readonly Subscription[];
  alertId?: string;
  messageId?: string;
}

/** Writes down why: once per subscription, or once for the place where no subscription is left. */
export function decide(
  batch: Batch,
  stage: string,
  reason: DecisionReason,
  told: Told,
  facts?: Record<string, string>,
): void {
  const base: Decision = {
    atMs: batch.nowMs,
    connectionId: batch.connection.id,
    observationId: told.observation.id,
    conversationKey: told.place.conversationKey,
    stage,
    reason,
    ...(facts ? { facts } : {}),
    ...(told.alertId ? { alertId: told.alertId } : {}),
    ...(told.messageId ? { messageId: told.messageId } : {}),
  };
  if (told.subscriptions.length === 0) batch.decisions.push(base);
  for (const s of told.subscriptions) batch.decisions.push({ ...base, subscriptionId: s.id });
}

function untoldMessages({ alerts, messages }: ConnectionState): ReadonlySet<string> {
  const held = new Set(alerts.filter((alert) => alert.held).map((alert) => alert.messageId));
  const candidates = messages.filter((message) => held.has(message.id));
  return new Set(candidates.filter((message) => isUntold(message, alerts)).map((message) => message.id));
}
