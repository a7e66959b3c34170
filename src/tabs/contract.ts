import type { AlertTrigger } from '../model/alert.js';
import type { ObjectFacts } from '../model/content/objects.js';
import type { ObjectRef, StepGroup, TriggerName } from '../model/observation.js';
import type { Evaluated, StepStatus } from '../model/reading.js';
import type { SnoozeUntil } from '../model/snooze.js';
import type { CannotFire } from '../model/subscription.js';
import type { BoardPart } from './paths.js';
import type { Chosen, TabQuiet, TabRule } from './requests.js';

export type { BoardPart } from './paths.js';
export { type TabError, tabErrors } from './refusals.js';
export type {
  Chosen,
  EditSubscription,
  OwnSubscription,
  SaveConfiguration,
  SnoozeSubscription,
  TabQuiet,
  TabRule,
} from './requests.js';

/**
 * What the tab's pages and its server say to each other, as facts: words, numbers and times are put in by the page, in
 * the viewer's language and zone. Times are epoch ms, values decimal strings. There is no
 * parser in here and in `paths.ts`: pages may import both. What pages send is in `requests.ts`.
 */

/** What GET and POST of `paths.configuration` answer. */
export interface TabConfiguration {
  entityId: string;
  conversation: string;
  chosen: Chosen;
  /** Where the tab is, without scheme and host: `/tabs/board?entity=...`. */
  contentPath: string;
}

export interface TabConversation {
  /** Plain id. */
  id: string;
  type: 'personal' | 'groupChat' | 'channel';
  name?: string;
  team?: string;
  /** The environment that it uses; absent where its organisation may use none. */
  connectionId?: string;
  locale: string;
  timeZone: string;
}

/** Who is there, and what they may see: GET `paths.session`. With `conversation`: about that one, refused where the person is no member. Without: all they may see. */
export interface TabSession {
  /** `read-only`: local mode without a token; every write is refused. */
  mode: 'signed-in' | 'read-only';
  person?: { name: string; operator: boolean };
  conversations: TabConversation[];
  /** True where there are more conversations than were looked up. */
  more: boolean;
  /** What the organisation may use, the default first. */
  connections: { id: string; name: string }[];
  defaults: { locale: string; timeZone: string };
  /** For a configuration page: what could be chosen on each connection, from what was read last. */
  objects: Record<string, { kind: 'segment' | 'measure'; id: string; name: string }[]>;
}

export type BoardObject = ObjectRef;
export type TabUntil = SnoozeUntil;

export interface BoardSnooze {
  by: string;
  atMs: number;
  until: TabUntil;
}

export interface BoardAlert {
  id: string;
  /** Plain id of its conversation. */
  conversation: string;
  trigger: AlertTrigger;
  object: BoardObject;
  state: 'open' | 'acknowledged' | 'snoozed';
  openedAtMs: number;
  changedAtMs: number;
  /** Numbers of the subscriptions that it is for. */
  subscriptions: number[];
  acknowledged?: { by: string; atMs: number; untilMs: number };
  snooze?: BoardSnooze;
  /** Thresholds. */
  value?: { rule?: TabRule; value: string; previous?: string; trend: Evaluated[] };
  /** Failures. `message` is text of Customer Insights: never markup. */
  failure?: { message?: string; code?: string; attempts: number; skipped: string[]; lastSuccessAtMs?: number };
  /** Runs. */
  run?: { dueAtMs?: number; submittedAtMs?: number; runningMs?: number; usualMs?: number; failed?: string[] };
  /** It is told on this alert, whose failure caused it. */
  inhibitedBy?: string;
}

export type BoardStatus = StepStatus;

/** One run of the timeline. A step without times has not begun, or Customer Insights does not say. */
export interface BoardRun {
  id: string;
  operation: string;
  submission: 'scheduled' | 'on-demand' | 'unknown';
  status: BoardStatus;
  submittedAtMs?: number;
  endedAtMs?: number;
  /** Sources it was asked for, by name. */
  names: string[];
  steps: { operation: string; name: string; status: BoardStatus; submittedAtMs?: number; endedAtMs?: number }[];
  /** Steps that are not in `steps`. */
  moreSteps: number;
}

export interface BoardRuns {
  /** Newest first. Absent: nothing was read yet. */
  runs?: BoardRun[];
  nextRunAtMs?: number;
}

export interface BoardValue extends ObjectFacts {
  /** Thresholds that the shown conversations watch it by, for lines in the chart. */
  thresholds: { conversation: string; number: number; rule: TabRule; crossed: boolean }[];
}

export interface BoardValues {
  /** What was chosen, else what is watched first, then by name. Absent: nothing was read yet. */
  values?: BoardValue[];
  /** Objects that are there and not shown. */
  more: number;
}

export interface BoardSubscription {
  id: string;
  /** Plain id of its conversation. */
  conversation: string;
  number: number;
  trigger: TriggerName;
  target?: { id: string; name: string };
  rule?: TabRule;
  group?: StepGroup;
  includeManual?: boolean;
  quiet?: TabQuiet;
  /** Whether an e-mail goes out too. The addresses are told to nobody here. */
  mails: boolean;
  createdBy: string;
  createdAtMs: number;
  lastFiredAtMs?: number;
  /** It has an alert that is still a problem. */
  alertState?: 'open' | 'acknowledged' | 'snoozed';
  cannotFire?: CannotFire;
  snooze?: BoardSnooze;
}

export interface BoardBudget {
  limit: number;
  windowMs: number;
  used: number;
  lanes: { lane: 'chat' | 'search' | 'polling' | 'bulk'; used: number; guaranteed: number; waiting: number }[];
  /** When held slots come free again, soonest first. */
  freeAtMs: number[];
  pausedUntilMs?: number;
}

/** How fresh it all is. */
export interface BoardHealth {
  polling: 'starting' | 'healthy' | 'behind' | 'failing' | 'stopped';
  lastReadingAtMs?: number;
  /** An error code of the catalogue (`error.<code>`). */
  pollError?: string;
}

/** Only parts that the tab shows are there. */
export interface BoardData {
  alerts?: BoardAlert[];
  runs?: BoardRuns;
  values?: BoardValues;
  subscriptions?: BoardSubscription[];
  budget?: BoardBudget;
}

/**
 * GET `paths.boardData`, query `entity`, `conversation`, `connection`: each may be absent. With `entity` its
 * configuration decides what is shown, and `conversation` must be its own. Without `conversation`: all that the person
 * may see.
 */
export interface Board {
  atMs: number;
  connection: { id: string; name: string };
  conversations: TabConversation[];
  shows: BoardPart[];
  health: BoardHealth;
  data: BoardData;
}

/**
 * GET `paths.stream`, the same query. One JSON object a line (`application/x-ndjson`). First `hello` and every part,
 * then parts that changed, whole, and a `beat` every 15 s. After `end` the page asks again, with a fresh token after
 * `token-expired`; without an `end` the connection broke.
 */
export type BoardEvent =
  | ({ kind: 'hello' } & Omit<Board, 'data'>)
  | { kind: 'part'; part: BoardPart; data: BoardData }
  | { kind: 'health'; health: BoardHealth }
  | { kind: 'beat'; atMs: number }
  | { kind: 'end'; reason: 'token-expired' | 'no-longer-allowed' | 'stopping' };

/** What writes answer. The subscription as it is now; absent once it is removed. */
export interface WriteReply {
  subscription?: BoardSubscription;
  /** False where it was so already. */
  changed: boolean;
}

/** GET `paths.galleryCards`, query `locale`: every card with sample data, in local mode and to whoever is signed in. */
export interface Gallery {
  locales: string[];
  cards: { name: string; card: Record<string, unknown> }[];
}
