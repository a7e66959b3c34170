import { z } from 'zod';
import type { stepGroups, triggerNames } from '../model/observation.js';
import { type BoardPart, boardParts, mostChosenObjects } from './paths.js';

/**
 * What the tab's pages and its server say to each other, as facts: words, numbers and times are put in by the page, in
 * the viewer's language and zone. Times are epoch ms, values decimal strings. Pages import the types alone, and the
 * values of `paths.ts`; the schemas stay at the server.
 */

/** Ids come through somebody's browser; longer ones are nobody's. */
const id = z.string().min(1).max(400);
const decimal = z.string().max(60);
const ms = z.number();

const evaluated = z.object({ atMs: ms, value: decimal });
/** As in the model, which the schemas of the reading have too. */
const stepStatus = z.enum([
  'queued',
  'needs-update',
  'running',
  'failed',
  'timed-out',
  'aborted',
  'deleted',
  'successful',
  'skipped',
  'unknown',
]);

/** Thresholds have `value`; `changes` has `percent`. */
const rule = z.object({
  direction: z.enum(['above', 'below', 'crosses', 'changes']),
  value: decimal.optional(),
  percent: decimal.optional(),
  /** Evaluations in a row beyond the threshold before it fires. */
  runs: z.int().min(1).max(100),
  band: z.object({ unit: z.enum(['amount', 'percent']), size: decimal }).optional(),
});
export type TabRule = z.infer<typeof rule>;

/** Local times `hh:mm`; without a zone the conversation's is meant. */
const quiet = z.object({
  from: z.string().max(5),
  to: z.string().max(5),
  zone: z.string().max(100).optional(),
  except: z.literal('critical').optional(),
});

const until = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('time'), atMs: ms }),
  z.object({ kind: z.literal('run') }),
  z.object({ kind: z.literal('recovery') }),
]);
export type TabUntil = z.infer<typeof until>;

/** What a tab shows, kept by the server under its entity id. */
export const chosenSchema = z.object({
  connectionId: id,
  /** At least one; the order does not matter. */
  shows: z.array(z.enum(boardParts)).min(1).max(boardParts.length),
  /** Names of segments and measures whose trends are shown; absent: what the conversation watches, then the others. */
  objects: z
    .array(z.object({ kind: z.enum(['segment', 'measure']), id }))
    .max(mostChosenObjects)
    .optional(),
});
export type Chosen = z.infer<typeof chosenSchema>;

/** POST `paths.configuration`. Without `entityId` it makes a new one (201), else it changes one of this conversation (200). */
export const saveConfigurationSchema = z.object({
  /** Plain conversation id of the channel or chat, as the host's context says it. */
  conversation: id,
  entityId: id.optional(),
  chosen: chosenSchema,
});
export type SaveConfiguration = z.infer<typeof saveConfigurationSchema>;

/** GET and POST `paths.configuration`. */
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

export interface BoardObject {
  kind: 'source' | 'segment' | 'measure' | 'job' | 'unification' | 'step' | 'connection';
  id: string;
  name: string;
}

export interface BoardSnooze {
  by: string;
  atMs: number;
  until: TabUntil;
}

export interface BoardAlert {
  id: string;
  /** Plain id of its conversation. */
  conversation: string;
  trigger:
    | 'source-refresh-failed'
    | 'segment-threshold'
    | 'measure-threshold'
    | 'full-refresh-completed'
    | 'step-failed'
    | 'run-missing'
    | 'run-slow';
  object: BoardObject;
  state: 'open' | 'acknowledged' | 'snoozed';
  openedAtMs: number;
  changedAtMs: number;
  /** Numbers of the subscriptions that it is for. */
  subscriptions: number[];
  acknowledged?: { by: string; atMs: number; untilMs: number };
  snooze?: BoardSnooze;
  /** Thresholds. */
  value?: { rule?: TabRule; value: string; previous?: string; trend: { atMs: number; value: string }[] };
  /** Failures. `message` is text of Customer Insights: never markup. */
  failure?: { message?: string; code?: string; attempts: number; skipped: string[]; lastSuccessAtMs?: number };
  /** Runs. */
  run?: { dueAtMs?: number; submittedAtMs?: number; runningMs?: number; usualMs?: number; failed?: string[] };
  /** It is told on this alert, whose failure caused it. */
  inhibitedBy?: string;
}

export type BoardStatus = z.infer<typeof stepStatus>;

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

export interface BoardValue {
  kind: 'segment' | 'measure';
  id: string;
  name: string;
  /** `dimensions`: a measure with one value per group and none of its own. */
  state: 'evaluated' | 'running' | 'failed' | 'no-value' | 'dimensions' | 'inactive';
  value?: string;
  atMs?: number;
  /** Oldest first; the last one is `value`. */
  trend: z.infer<typeof evaluated>[];
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
  trigger: (typeof triggerNames)[number];
  target?: { id: string; name: string };
  rule?: TabRule;
  group?: (typeof stepGroups)[number];
  includeManual?: boolean;
  quiet?: z.infer<typeof quiet>;
  /** Whether an e-mail goes out too. The addresses are told to nobody here. */
  mails: boolean;
  createdBy: string;
  createdAtMs: number;
  lastFiredAtMs?: number;
  /** It has an alert that is still a problem. */
  alertState?: 'open' | 'acknowledged' | 'snoozed';
  cannotFire?: 'object-deleted' | 'object-recreated' | 'inactive' | 'invalid' | 'left-out';
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

const own = { conversation: id, id };

/**
 * Writes: POST, `application/json`, with a token, from our own origin; answered by `WriteReply`. At least one of rule and
 * quiet hours. `quiet: null` ends the quiet hours.
 */
export const editSchema = z.object({ ...own, rule: rule.optional(), quiet: quiet.nullable().optional() });
export type EditSubscription = z.infer<typeof editSchema>;

export const snoozeSchema = z.object({
  ...own,
  until: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('minutes'), minutes: z.int().min(1).max(525_600) }),
    /** Tomorrow at 08:00 of the conversation's zone. */
    z.object({ kind: z.literal('tomorrow') }),
    z.object({ kind: z.literal('time'), atMs: z.int().min(0).max(253_402_300_799_999) }),
    z.object({ kind: z.literal('run') }),
    z.object({ kind: z.literal('recovery') }),
  ]),
});
export type SnoozeSubscription = z.infer<typeof snoozeSchema>;

export const ownSchema = z.object(own);
export type OwnSubscription = z.infer<typeof ownSchema>;

/** The subscription as it is now; absent once it is removed. */
export interface WriteReply {
  subscription?: BoardSubscription;
  /** False where it was so already. */
  changed: boolean;
}

/**
 * Refusals, with their status: `{"error": {"code", "message", "reference"?}}`, worded by `tab.error.<code>` in the
 * catalogues; `message` is English, for developers.
 */
export const tabErrors = {
  /** No token where one is needed. */
  'token-missing': 401,
  /** Not signed by Entra for this app: unsigned, tampered, unknown key, another audience or issuer, no `access_as_user`. */
  'token-invalid': 401,
  /** Ask the host for a fresh one and try once more. */
  'token-expired': 401,
  'tenant-not-allowed': 403,
  /** Not known to the bot, of another organisation, or the person is no member: not told apart. */
  'conversation-forbidden': 403,
  /** Teams does not say who is a member now; try again. */
  'membership-unknown': 503,
  /** The organisation may not use it, or there is none. */
  'connection-forbidden': 403,
  /** Nothing is kept under it for this conversation: configure the tab anew. */
  'tab-unknown': 404,
  /** A save that names an entity id of another conversation, or of nobody. */
  'tab-forbidden': 403,
  'origin-not-ours': 403,
  'not-json': 415,
  'body-too-large': 413,
  'request-invalid': 400,
  'subscription-gone': 404,
  /** The rule does not fit: a value that is no number, a negative or broken number for a segment, ... */
  'rule-invalid': 400,
  /** Another subscription of the conversation already says the same. */
  'rule-exists': 409,
  'snooze-past': 400,
  /** Until recovery, and nothing is open. */
  'snooze-nothing-open': 409,
  /** Local mode without a token. */
  'read-only': 403,
  'too-many-streams': 429,
  'too-many-requests': 429,
  /** Signing keys cannot be fetched, or the store cannot be written. */
  unavailable: 503,
  internal: 500,
} as const;
export type TabError = keyof typeof tabErrors;

/** GET `paths.galleryCards`, query `locale`: every card with sample data, in local mode and to whoever is signed in. */
export interface Gallery {
  locales: string[];
  cards: { name: string; card: Record<string, unknown> }[];
}
