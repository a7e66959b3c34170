import { endedStatuses, type JobView, type NodeView, type Resource } from '../model/reading.js';
import { isActive, type Moves } from './moves.js';

export type Call = Resource | 'profiles';
type List = Exclude<Resource, 'nodes'>;

const lists: readonly List[] = ['segments', 'measures', 'jobs', 'sources', 'schedules'];

/** One list a minute, in turn (design section 5). */
const TURN_MS = 60_000;
/** A list that moved is read at most this often. */
const LIST_MS = 6_000;
const LONGEST_BACKOFF_MS = 60_000;
/** With a look at the nodes each four seconds, polling takes at most 45 calls of a minute (design section 4). */
const LISTS_A_MINUTE = 30;
/** A run that stays open though none of its steps moves any more is not waited for at full pace. */
const SETTLE_MS = 10 * 60_000;
const PATIENCE = 3;

interface ListState {
  /** Read with histories, or with more runs, until that succeeds once: something may have been missed. */
  deep: boolean;
  /** A node of its own moved since it was read. */
  dirty: boolean;
  inRound: boolean;
  failures: number;
  attemptMs: number;
  notBeforeMs: number;
}

/**
 * When which call is due; all times are on the monotonic axis, ms. Pure book-keeping. A round reads every list and
 * then the nodes again: it begins every watch, and follows every gap.
 */
export class PollPlan {
  private readonly states: Readonly<Record<List, ListState>> = {
    segments: unread(),
    measures: unread(),
    jobs: unread(),
    sources: unread(),
    schedules: unread(),
  };
  private readonly flying = new Map<Call, { deep: boolean }>();
  private round: 'lists' | 'nodes' | undefined;
  private nodesEndMs = Number.NEGATIVE_INFINITY;
  private nodesNotBeforeMs = 0;
  private nodesFailures = 0;
  private soon = false;
  private turnMs: number | undefined;
  private turns = 0;
  private active = false;
  private jobOpen = false;
  private movedMs = 0;
  /** Lists begun within the last minute. */
  private begunMs: number[] = [];
  private settleReads = 0;

  constructor(private readonly settings: { pollMs: number; pollIdleMs: number }) {}

  /** What is due now, counted as started. Nothing but the nodes is asked for while `probing`. */
  due(nowMs: number, probing: boolean, profilesDueMs: number | undefined): { call: Call; deep: boolean }[] {
    this.turnMs ??= nowMs + TURN_MS;
    const calls: Call[] = !this.flying.has('nodes') && nowMs >= this.nodesDueMs(nowMs) ? ['nodes'] : [];
    if (!probing) calls.push(...this.takeLists(nowMs, profilesDueMs));
    return calls.map((call) => {
      // While nobody sees the steps move, a list may have changed more than once.
      const deep = call !== 'nodes' && call !== 'profiles' && (this.states[call].deep || this.nodesFailures > 0);
      this.flying.set(call, { deep });
      if (call === 'nodes') this.soon = false;
      return { call, deep };
    });
  }

  /** When something will be due that is not under way. Follows `due`. */
  nextMs(nowMs: number, probing: boolean, profilesDueMs: number | undefined): number {
    const nodesMs = this.flying.has('nodes') ? Number.POSITIVE_INFINITY : this.nodesDueMs(nowMs);
    if (probing) return nodesMs;
    const listMs = Math.min(this.turnDueMs(), ...this.waiting(profilesDueMs).map(([, ms]) => ms));
    const [oldestMs = 0] = this.begunMs;
    const roomMs = this.begunMs.length < LISTS_A_MINUTE ? Number.NEGATIVE_INFINITY : oldestMs + TURN_MS;
    return Math.min(nodesMs, Math.max(listMs, roomMs));
  }

  nodesDueMs(nowMs: number): number {
    if (this.round === 'lists') return Number.POSITIVE_INFINITY;
    if (this.round === 'nodes' || this.soon) return nowMs;
    const intervalMs = this.isRunning(nowMs) ? this.settings.pollMs : this.settings.pollIdleMs;
    const waitMs = intervalMs * 2 ** Math.max(0, this.nodesFailures - 1);
    return Math.max(
      this.nodesEndMs + Math.min(waitMs, Math.max(intervalMs, LONGEST_BACKOFF_MS)),
      this.nodesNotBeforeMs,
    );
  }

  isRunning(nowMs: number): boolean {
    return this.active || (this.jobOpen && nowMs - this.movedMs < SETTLE_MS);
  }

  /** The next look at the nodes is not put off. */
  pollSoon(): void {
    this.soon = true;
  }

  /** One that failed a few times goes on waiting for its turn. */
  readSoon(list: List): void {
    if (this.states[list].failures < PATIENCE) this.states[list].dirty = true;
  }

  get inRound(): boolean {
    return this.round !== undefined;
  }

  get idle(): boolean {
    return this.flying.size === 0;
  }

  /** Every list was read since the start, or since the last gap. */
  get complete(): boolean {
    return Object.values(this.states).every((state) => !state.deep);
  }

  /** `moves` is undefined at the first look, and after a gap. */
  nodesRead(nodes: readonly NodeView[], moves: Moves | undefined, nowMs: number): void {
    // An object may have been evaluated more than once between two looks that are further apart than planned.
    const late = this.nodesFailures > 0;
    this.nodesFailures = 0;
    this.active = nodes.some(isActive);
    this.endNodes(nowMs);
    if (moves?.jobs || !moves) {
      this.movedMs = nowMs;
      this.settleReads = 0;
    }
    if (!moves) this.beginRound(nowMs);
    for (const list of ['jobs', 'segments', 'measures'] as const) {
      if (moves?.[list]) Object.assign(this.states[list], { dirty: true, ...(late ? { deep: true } : {}) });
    }
  }

  listRead(list: List, lagging: boolean, nowMs: number): void {
    const state = this.states[list];
    const deep = this.flying.get(list)?.deep === true;
    Object.assign(state, { failures: 0, dirty: lagging, notBeforeMs: 0 });
    if (deep) state.deep = false;
    this.endList(list, nowMs);
  }

  /** After `listRead`: while a run is open and its steps rest, its own end is still to come. */
  jobsSeen(jobs: readonly JobView[], nowMs: number): void {
    this.jobOpen = jobs.some((job) => !endedStatuses.has(job.status));
    if (!this.jobOpen || this.active || !this.isRunning(nowMs)) return;
    this.settleReads += 1;
    const waitMs = LIST_MS * 2 ** Math.max(0, this.settleReads - PATIENCE);
    Object.assign(this.states.jobs, { dirty: true, notBeforeMs: nowMs + Math.min(waitMs, LONGEST_BACKOFF_MS) });
  }

  profilesRead(): void {
    this.flying.delete('profiles');
  }

  failed(resource: Resource, retryAfterMs: number, nowMs: number): void {
    if (resource === 'nodes') {
      this.nodesFailures += 1;
      this.nodesNotBeforeMs = nowMs + retryAfterMs;
      this.endNodes(nowMs);
      return;
    }
    const state = this.states[resource];
    state.failures += 1;
    state.deep = true;
    const waitMs = Math.min(LIST_MS * 2 ** state.failures, LONGEST_BACKOFF_MS);
    state.notBeforeMs = nowMs + Math.max(waitMs, retryAfterMs);
    // After that its turn will do: a list that stays broken must not cost more than one that works.
    if (state.failures >= PATIENCE) state.dirty = false;
    this.endList(resource, nowMs);
  }

  private beginRound(nowMs: number): void {
    for (const state of Object.values(this.states)) Object.assign(state, { deep: true, inRound: true });
    this.round = 'lists';
    this.turnMs = nowMs + TURN_MS;
  }

  private endNodes(nowMs: number): void {
    this.flying.delete('nodes');
    this.nodesEndMs = nowMs;
    if (this.round === 'nodes') this.round = undefined;
  }

  private endList(list: List, nowMs: number): void {
    const state = this.states[list];
    state.attemptMs = nowMs;
    // A call that was under way when the round began did not make up for anything.
    if (this.flying.get(list)?.deep) state.inRound = false;
    this.flying.delete(list);
    if (this.round === 'lists' && !Object.values(this.states).some((one) => one.inRound)) this.round = 'nodes';
  }

  private turnDueMs(): number {
    return this.round || this.turnMs === undefined ? Number.POSITIVE_INFINITY : this.turnMs;
  }

  /** Lists that are due, those that wait longest first, as far as the minute has room; the turn comes last. */
  private takeLists(nowMs: number, profilesDueMs: number | undefined): Call[] {
    this.begunMs = this.begunMs.filter((ms) => ms > nowMs - TURN_MS);
    const room = LISTS_A_MINUTE - this.begunMs.length;
    const due = this.waiting(profilesDueMs).filter(([, ms]) => ms <= nowMs);
    const calls = due.sort(([, a], [, b]) => a - b).map(([call]) => call);
    if (calls.length < room && nowMs >= this.turnDueMs()) {
      const turn = this.takeTurn(nowMs);
      if (!this.flying.has(turn) && !calls.includes(turn)) calls.push(turn);
    }
    const taken = calls.slice(0, room);
    this.begunMs.push(...taken.map(() => nowMs));
    return taken;
  }

  /** What is not under way, with its time. */
  private waiting(profilesDueMs: number | undefined): [Call, number][] {
    const all: [Call, number][] = lists.map((list) => [list, listDueMs(this.states[list])]);
    if (profilesDueMs !== undefined) all.push(['profiles', profilesDueMs]);
    return all.filter(([call]) => !this.flying.has(call));
  }

  /** The list that was not read for longest; every second turn belongs to those that failed. */
  private takeTurn(nowMs: number): List {
    this.turnMs = nowMs + TURN_MS;
    this.turns += 1;
    const failing = lists.filter((list) => this.states[list].failures > 0);
    const choice = failing.length > 0 && this.turns % 2 === 1 ? failing : lists;
    return choice.reduce((a, b) => (this.states[b].attemptMs < this.states[a].attemptMs ? b : a));
  }
}

function unread(): ListState {
  return { deep: true, dirty: false, inRound: false, failures: 0, attemptMs: 0, notBeforeMs: 0 };
}

function listDueMs(state: ListState): number {
  if (state.inRound) return Number.NEGATIVE_INFINITY;
  return state.dirty ? Math.max(state.attemptMs + LIST_MS, state.notBeforeMs) : Number.POSITIVE_INFINITY;
}
