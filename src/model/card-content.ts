import type { Alert, AlertState } from './alert.js';
import type { AlarmHealthContent } from './content/alarm-health.js';
import type { AlertDetailsContent } from './content/alert-details.js';
import type { AlertReplyContent } from './content/alert-reply.js';
import type { CollectedContent } from './content/collected.js';
import type { DigestContent } from './content/digest.js';
import type { EntitiesContent } from './content/entities.js';
import type { GatheredContent, GatheringContent } from './content/gathering.js';
import type { InstancesContent } from './content/instances.js';
import type { ItemContent, ItemsContent } from './content/items.js';
import type { ObjectContent, ObjectsContent, RunsContent, SourcesContent } from './content/objects.js';
import type { OwnersContent } from './content/owners.js';
import type { PartitionContent, PartitionsContent } from './content/partition.js';
import type { ActivitiesContent, PeopleContent, ProfileContent } from './content/people.js';
import type { QuotaContent } from './content/quota.js';
import type { RunContent } from './content/run.js';
import type { RunReplyContent } from './content/run-reply.js';
import type { InterruptedContent, WaitingContent } from './content/waiting.js';
import type { WelcomeContent } from './content/welcome.js';
import type { WhyContent } from './content/why.js';
import type { WriteContent } from './content/write.js';
import type { Cost } from './cost.js';
import type { ObjectRef, Observation, StepGroup, TriggerName } from './observation.js';
import type { Evaluated, StepStatus } from './reading.js';
import type { StoreNote } from './store-note.js';
import type { Subscription, ThresholdRule } from './subscription.js';

/** What a subscription watches, in facts; the view puts it into words. */
export interface Wish {
  trigger: TriggerName;
  target?: { id: string; name: string };
  rule?: ThresholdRule;
  group?: StepGroup;
  includeManual?: boolean;
}

/** How things stand right now with what a subscription watches. Absent fields: Customer Insights did not say. */
export type Standing =
  | {
      kind: 'value';
      object: ObjectRef;
      value?: string;
      atMs?: number;
      crossed?: boolean;
      trend: Evaluated[];
      active: boolean;
    }
  | { kind: 'source'; object: ObjectRef; status: StepStatus; lastSuccessAtMs?: number }
  | { kind: 'sources'; total: number; failing: string[] }
  | { kind: 'run'; status: StepStatus; endedAtMs?: number; nextAtMs?: number }
  | { kind: 'unification'; status: StepStatus; lastSuccessAtMs?: number }
  | { kind: 'steps'; failing: string[] }
  | { kind: 'unknown' };

/** A rule replayed over past evaluations. */
export interface BackTest {
  /** How many evaluations there were. */
  runs: number;
  fired: number;
  /** Firings that were over by the next run. */
  flaps: number;
  /** Crossings that would not have been told, because the value kept crossing. */
  muted: number;
  /** The same rule made to wait for more runs, where that would have been quieter. */
  careful?: { runs: number; fired: number };
}

export interface ListRow {
  subscription: Subscription;
  /** The live alert of this subscription, if any. */
  alertState?: AlertState;
  /** Its value keeps crossing, and is muted until it is calm. */
  flapping?: true;
  standing: Standing;
  /** Its environment, where the conversation could mean several. */
  instance?: string;
  /** No alert can come for now, whatever it watches: nothing can be read. */
  blind?: 'credentials' | 'behind';
  /** Its environment is not available to this organisation any more. */
  unavailable?: true;
}

/** How a connection stands, which is the same for all who may use it. */
export interface ConnectionFacts {
  /** Absent when nothing was read yet. */
  lastReadingAtMs?: number;
  run?: {
    operation: string;
    status: StepStatus;
    submittedAtMs?: number;
    endedAtMs?: number;
    running: string[];
    failed: string[];
  };
  polling: 'starting' | 'healthy' | 'behind' | 'failing' | 'stopped';
  /** Error code of the last failed poll while it is failing. */
  pollError?: string;
  brokenResources: string[];
  budget: { used: number; limit: number; windowSeconds: number; pausedUntilMs?: number };
  /** Customer Insights answered 403 when asked who holds a role. */
  rolesForbidden?: boolean;
  notes: StoreNote[];
}

/** The same with what is of the organisation and the conversation that ask. */
export interface StatusFacts extends ConnectionFacts {
  lastPostAtMs?: number;
  deliveries: { waiting: number; ambiguous: number; failed: number; suspendedConversations: number };
  subscriptions: number;
  openAlerts: number;
}

export interface FormChoice {
  value: string;
  title: string;
}

/** What a button does when pressed: a verb of the card-action table and opaque, re-checked data. */
export interface CardButton {
  title: string;
  verb: string;
  data?: Record<string, string>;
}

/**
 * Everything a card can say, as facts. Words, numbers and times are put in when the card is rendered, in the
 * conversation's language and zone. One situation is one template in `cards/`.
 */
export type CardContent =
  | { situation: 'alert'; alerts: Alert[]; test?: boolean }
  | { situation: 'notice'; observation: Observation; profiles?: string; test?: boolean }
  | { situation: 'catch-up'; fromMs: number; toMs: number; over: Observation[] }
  | { situation: 'reading-health'; observation: Observation }
  | AlarmHealthContent
  | {
      situation: 'subscribed';
      subscription: Subscription;
      standing: Standing;
      existed: boolean;
      quietUntilMs?: number;
      /** Thresholds of one object: what the rule would have done with the values that are known. */
      backTest?: BackTest;
      /** Offered as a button: the zone of the subscriber's client, where the conversation has chosen none. */
      proposedTimeZone?: string;
    }
  | { situation: 'list'; rows: ListRow[]; page: number; pages: number }
  | { situation: 'help'; commands: HelpEntry[]; one?: string; scope: 'personal' | 'groupChat' | 'channel' }
  | WelcomeContent
  | { situation: 'status'; status: StatusFacts }
  | {
      situation: 'form';
      sources: FormChoice[];
      segments: FormChoice[];
      measures: FormChoice[];
      preset?: Partial<FormValues>;
      problem?: Refusal;
    }
  /** To choose a segment or measure from; values are `kind/API name`. */
  | { situation: 'share'; objects: FormChoice[]; chosen?: string; problem?: Refusal }
  | PartitionContent
  | PartitionsContent
  | RunContent
  | WaitingContent
  | OwnersContent
  | InterruptedContent
  | QuotaContent
  | ObjectsContent
  | ObjectContent
  | SourcesContent
  | RunsContent
  | InstancesContent
  | GatheringContent
  | GatheredContent
  | ItemsContent
  | ItemContent
  | EntitiesContent
  | PeopleContent
  | ProfileContent
  | ActivitiesContent
  | WriteContent
  | CollectedContent
  | DigestContent
  | WhyContent
  | AlertDetailsContent
  | AlertReplyContent
  | RunReplyContent
  /** `suggestions`: ready lines as buttons, e.g. to take it back. */
  | { situation: 'done'; key: string; facts: Record<string, string | number>; suggestions?: string[] }
  | { situation: 'refusal'; refusal: Refusal; cost?: Cost }
  | { situation: 'error'; code: string; reference: string };

/** What commands are for; the help card shows them together. */
export const helpGroupNames = ['alerts', 'look', 'data', 'changes', 'here'] as const;
export type HelpGroup = (typeof helpGroupNames)[number];

export interface HelpEntry {
  name: string;
  group: HelpGroup;
  usage: string;
  /** Catalogue key of the one-line description. */
  descriptionKey: string;
  examples: string[];
}

/** Bad input: what is wrong, what to type instead, and up to six ready commands as buttons. */
export interface Refusal {
  /** Catalogue key `refusal.<key>`. */
  key: string;
  facts?: Record<string, string | number>;
  /** A correct line to type. */
  example?: string;
  /** Commands offered as buttons; pressing one runs it. */
  suggestions?: string[];
}

export interface FormValues {
  trigger: TriggerName;
  source: string;
  segment: string;
  measure: string;
  direction: 'above' | 'below' | 'crosses';
  value: string;
  runs: string;
  /** `50` or `5%`. */
  band: string;
  group: StepGroup;
  includeManual: boolean;
  /** Set when an existing subscription is changed. */
  subscriptionId: string;
}
