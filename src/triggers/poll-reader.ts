import { asHeraldError } from '../base/errors.js';
import { sharedAbort } from '../base/shared-abort.js';
import type { Reading, Resource } from '../model/reading.js';
import { gapMsOf } from './gap.js';
import type { HealthChange } from './health-observation.js';
import { Lag } from './lag.js';
import { movesBetween } from './moves.js';
import { profileCall, type ReadPart, readResource } from './poll-calls.js';
import type { Snapshot } from './poll-delivery.js';
import { PollHealth } from './poll-health.js';
import { PollPlan } from './poll-plan.js';
import type { PollerHealth, PollerOptions } from './poller-contract.js';
import { ProfileWatch } from './profile-watch.js';

/** A list that is being read may still add facts to what the nodes say, but not keep it back for longer, ms. */
const GATHER_MS = 2_000;

/** Makes the calls that are due and puts their replies together. */
export class PollReader {
  reading: Reading | undefined;
  private readonly plan: PollPlan;
  private readonly state: PollHealth;
  private readonly profiles = new ProfileWatch();
  private readonly lags = { segments: new Lag(), measures: new Lag() };
  private changes: HealthChange[] = [];
  /** Monotonic time until which an unread reading may wait for the lists; undefined where all was handed on. */
  private handOnMs: number | undefined;
  private lastStampMs = 0;
  /** One for each call under way, so that none outlives its call. */
  private readonly underWay = new Set<AbortController>();
  private isStopped = false;
  private isCounting = false;

  constructor(
    private readonly options: PollerOptions,
    private readonly wake: () => void,
  ) {
    this.plan = new PollPlan(options.settings);
    this.state = new PollHealth(options.toldHealth ?? new Map(), options.clock.monotonic());
  }

  launch(): void {
    const nowMs = this.options.clock.monotonic();
    this.changes.push(...this.state.behind(this.now()));
    for (const { call, deep } of this.plan.due(nowMs, this.state.allBroken, this.profiles.dueMs())) {
      const abort = sharedAbort();
      this.underWay.add(abort);
      const work = call === 'profiles' ? this.countProfiles(abort.signal) : this.read(call, deep, abort.signal);
      const done = () => {
        this.underWay.delete(abort);
        this.wake();
      };
      work.then(done, done);
    }
  }

  nextMs(): number {
    const nowMs = this.options.clock.monotonic();
    const planMs = this.plan.nextMs(nowMs, this.state.allBroken, this.profiles.dueMs());
    const nextMs = Math.min(planMs, this.state.behindDueMs);
    return this.plan.inRound ? nextMs : Math.min(nextMs, this.handOnMs ?? Number.POSITIVE_INFINITY);
  }

  hasNews(): boolean {
    return this.changes.length > 0 || this.isReady();
  }

  takeChanges(): HealthChange[] {
    const taken = this.changes;
    this.changes = [];
    return taken;
  }

  takeReading(): Snapshot | undefined {
    if (!this.reading || !this.isReady()) return undefined;
    this.handOnMs = undefined;
    return { reading: this.reading, complete: this.plan.complete };
  }

  /** Gives up what is under way. */
  stop(): void {
    this.isStopped = true;
    for (const abort of this.underWay) abort.abort();
  }

  pollSoon(): void {
    this.plan.pollSoon();
  }

  readSoon(lists: readonly ('jobs' | 'schedules')[]): void {
    for (const list of lists) this.plan.readSoon(list);
  }

  health(isStuck: boolean): PollerHealth {
    const { clock, settings } = this.options;
    const lastReadingAtMs = this.reading?.atMs;
    const blind = this.state.blind;
    const lookedMs = this.reading?.readAtMs.nodes;
    const isLate = lookedMs !== undefined && clock.now() - lookedMs > 3 * settings.pollIdleMs;
    const polling = blind ? 'failing' : lookedMs === undefined ? 'starting' : isLate || isStuck ? 'behind' : 'healthy';
    const pollError = polling === 'healthy' ? undefined : (blind ?? this.state.lastCode('nodes'));
    const dueMs = this.plan.nodesDueMs(clock.monotonic());
    return {
      polling,
      brokenResources: this.state.brokenResources,
      ...(pollError ? { pollError } : {}),
      ...(lastReadingAtMs === undefined ? {} : { lastReadingAtMs }),
      ...(Number.isFinite(dueMs) ? { nextPollAtMs: clock.now() + Math.max(0, dueMs - clock.monotonic()) } : {}),
    };
  }

  private now(): { monoMs: number; atMs: number } {
    const { clock } = this.options;
    return { monoMs: clock.monotonic(), atMs: clock.now() };
  }

  private isReady(): boolean {
    if (this.handOnMs === undefined || this.plan.inRound) return false;
    return this.plan.idle || this.options.clock.monotonic() >= this.handOnMs;
  }

  private async read(resource: Resource, deep: boolean, signal: AbortSignal): Promise<void> {
    const { client, clock, log } = this.options;
    try {
      const watchedMeasures = async () => (await this.options.watched()).measures;
      const options = { deep, before: this.reading, signal, watchedMeasures };
      const part = await readResource(client, resource, options);
      if (!this.reading?.nodes && part.nodes) this.isCounting = (await this.options.watched()).isCounting === true;
      this.took(resource, part);
      this.changes.push(...this.state.succeeded(resource, this.now()));
    } catch (thrown) {
      if (this.isStopped) return;
      const error = asHeraldError(thrown);
      log.warn({ error, resource, code: error.code }, 'not read');
      this.plan.failed(resource, error.retryAfterMs ?? 0, clock.monotonic());
      this.changes.push(...this.state.failed(resource, error, this.now()));
    }
  }

  private took(resource: Resource, part: ReadPart): void {
    const before = this.reading;
    const stampMs = this.add(resource, part);
    const nowMs = this.options.clock.monotonic();
    if (part.nodes) {
      this.profiles.look(part.nodes, this.isCounting);
      const lastMs = before?.readAtMs.nodes;
      const isGap = lastMs === undefined || stampMs - lastMs > gapMsOf(this.options.settings);
      const moves = before?.nodes && (!isGap || this.plan.inRound) ? movesBetween(before.nodes, part.nodes) : undefined;
      this.lags.segments.expect(moves?.succeeded.segments ?? [], this.reading?.segments);
      this.lags.measures.expect(moves?.succeeded.measures ?? [], this.reading?.measures);
      this.plan.nodesRead(part.nodes, moves, nowMs);
    } else if (resource !== 'nodes') {
      const lags =
        (part.segments && this.lags.segments.settle(part.segments)) ||
        (part.measures && this.lags.measures.settle(part.measures));
      this.plan.listRead(resource, lags === true, nowMs);
      if (part.jobs) this.plan.jobsSeen(part.jobs, nowMs);
    }
  }

  private async countProfiles(signal: AbortSignal): Promise<void> {
    const { client, clock, log } = this.options;
    const standsForMs = this.profiles.countsFor;
    try {
      const count = await client.profileCount(profileCall(signal));
      // It stands for a moment of the service's clock, the one the profile store step is told by.
      if (count !== undefined) this.add(undefined, { profiles: { count, atMs: standsForMs } });
      this.profiles.done(count === undefined ? 'blank' : 'counted', clock.monotonic());
    } catch (thrown) {
      if (!this.isStopped) log.warn({ error: asHeraldError(thrown) }, 'profiles not counted');
      this.profiles.done('failed', clock.monotonic());
    }
    this.plan.profilesRead();
  }

  private add(resource: Resource | undefined, part: Partial<Reading>): number {
    const { client, clock } = this.options;
    const stampMs = this.stamp();
    this.reading = {
      ...this.reading,
      ...part,
      connectionId: client.connectionId,
      atMs: stampMs,
      readAtMs: { ...this.reading?.readAtMs, ...(resource ? { [resource]: stampMs } : {}) },
    };
    this.handOnMs ??= clock.monotonic() + GATHER_MS;
    return stampMs;
  }

  /** Our time, told apart even within one millisecond, so that the order of replies is known. */
  private stamp(): number {
    const nowMs = this.options.clock.now();
    const isSame = nowMs <= this.lastStampMs && this.lastStampMs - nowMs < 1_000;
    this.lastStampMs = isSame ? this.lastStampMs + 1 : nowMs;
    return this.lastStampMs;
  }
}
