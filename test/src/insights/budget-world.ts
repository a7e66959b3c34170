import { BudgetCore, type Granted, type Waiter } from '../../../src/insights/budget-core.js';
import { byLane } from '../../../src/insights/lanes.js';
import { type Lane, lanes } from '../../../src/insights/port.js';
import { EventQueue } from './event-queue.js';
import { FairShare } from './fair-share.js';
import { randomOf, type Schedule } from './schedule.js';

/** What became of a schedule. */
export interface Outcome {
  /** When the server saw requests, in order; those of the polling lane once more. */
  arrivals: number[];
  pollingArrivals: number[];
  /** Time that slots were held because the server counted a call: from sending until one window after its end. */
  heldMs: number;
  /** When each lane was granted slots, and since when it has had somebody waiting without a break, at the end. */
  grants: Record<Lane, number[]>;
  waitingSince: Record<Lane, number>;
  endMs: number;
  /** Grants that gave one person too much while others waited. */
  unfair: string[];
}

/** A request that has left. It reaches the server at `atMs`, unless the process is killed before. */
interface Sent {
  lane: Lane | undefined;
  atMs: number;
  latestMs: number;
}

/**
 * Plays a schedule with the real rules of the budget: `BudgetCore`, with saving and delivering as `createLocalBudget`
 * does it, on virtual time.
 */
export class BudgetWorld {
  private readonly events = new EventQueue();
  private readonly random: () => number;
  private readonly endMs: number;
  private readonly rate: number;
  private readonly sent: Sent[] = [];
  private readonly grants: Record<Lane, number[]> = byLane(() => []);
  private heldMs = 0;
  private disk: unknown;
  /** The running process: its number, its start, and what it holds in memory. */
  private life = 0;
  private bornMs = 0;
  private core: BudgetCore;
  private fair: FairShare;
  private readonly unfair: string[] = [];
  private unsaved: Granted<Waiter>[] = [];
  private saving = false;
  private wakeAtMs = Number.NaN;
  private waitingSince = byLane(() => Number.POSITIVE_INFINITY);

  constructor(private readonly schedule: Schedule) {
    this.random = randomOf(schedule.seed);
    this.endMs = schedule.windows * schedule.windowMs;
    this.rate = 1 + schedule.driftPpm / 1e6;
    this.core = new BudgetCore(schedule.limit, schedule.windowMs);
    this.fair = new FairShare(this.core);
  }

  play(): Outcome {
    for (const part of this.schedule.kills) this.events.at(part * this.endMs, () => this.kill());
    for (const part of this.schedule.pauses) this.events.at(part * this.endMs, () => this.core.pause(this.now(), 300));
    this.start();
    this.events.runUntil(this.endMs);
    const { heldMs, grants, waitingSince, endMs } = this;
    const unfair = [...this.unfair, ...this.fair.faults];
    const seen = this.sent.filter((one) => one.atMs < Number.POSITIVE_INFINITY).sort((a, b) => a.atMs - b.atMs);
    const arrivals = seen.map((one) => one.atMs);
    const pollingArrivals = seen.filter((one) => one.lane === 'polling').map((one) => one.atMs);
    return { arrivals, pollingArrivals, heldMs, grants, waitingSince, endMs, unfair };
  }

  /** The monotonic clock of the running process, which has its own start and its own speed. */
  private now(): number {
    return (this.events.nowMs - this.bornMs) * this.rate;
  }

  /** Happens only if the process that planned it is still alive. */
  private plan(atMs: number, run: () => void): void {
    const planner = this.life;
    this.events.at(atMs, () => {
      if (planner === this.life) run();
    });
  }

  private start(): void {
    const { limit, windowMs, demand } = this.schedule;
    this.bornMs = this.events.nowMs;
    this.core = new BudgetCore(limit, windowMs);
    this.unfair.push(...this.fair.faults);
    this.fair = new FairShare(this.core);
    this.core.restore(this.disk, this.now());
    this.unsaved = [];
    this.saving = false;
    this.wakeAtMs = Number.NaN;
    this.waitingSince = byLane(() => Number.POSITIVE_INFINITY);
    for (const lane of lanes) {
      const wanted = demand[lane];
      for (let i = 0; wanted === 'full' && i <= limit; i += 1) this.join(this.someone(lane), lane);
      const windowsLeft = (this.endMs - this.bornMs) / windowMs;
      for (let i = 0; wanted !== 'full' && i < wanted * windowsLeft; i += 1) {
        this.plan(this.bornMs + this.random() * (this.endMs - this.bornMs), () => this.arrive(lane));
      }
    }
    this.pump();
  }

  /** What has left may still arrive for a moment after the restart, or may be lost with the connection. */
  private kill(): void {
    this.life += 1;
    const killedMs = this.events.nowMs;
    const backMs = killedMs + this.schedule.downMs;
    const transitMs = (this.schedule.windowMs / 12) * 0.999;
    for (const request of this.sent) {
      if (request.atMs <= killedMs || request.atMs === Number.POSITIVE_INFINITY) continue;
      const latestMs = Math.min(request.latestMs, backMs + transitMs);
      request.atMs = this.random() < 0.8 ? killedMs + this.random() * (latestMs - killedMs) : Number.POSITIVE_INFINITY;
      request.latestMs = request.atMs;
    }
    this.plan(backMs, () => this.start());
  }

  /** A caller of one of the people, the first of whom asks more than all the others. */
  private someone(lane: Lane): Waiter {
    const { people } = this.schedule;
    if (people === 0 || lane === 'polling') return { lanes: new Set() };
    const who = this.random() < 0.6 ? 0 : Math.floor(this.random() * people);
    return { lanes: new Set(), person: `p${who}` };
  }

  private join(waiter: Waiter, lane: Lane): void {
    this.core.join(waiter, lane);
    if (this.schedule.people > 1) this.fair.joined(waiter);
  }

  private arrive(lane: Lane): void {
    const waiter = this.someone(lane);
    this.join(waiter, lane);
    if (this.random() < this.schedule.fickleShare) {
      const any = lanes[Math.floor(this.random() * lanes.length)] ?? lane;
      // What a person asks for is none of polling's, so that polling's slots are no person's.
      const other = any === 'polling' && waiter.person !== undefined ? lane : any;
      this.plan(this.events.nowMs + this.random() * this.schedule.windowMs, () => {
        if (!this.core.waits(waiter)) return;
        if (this.random() < 0.5) {
          this.core.withdraw(waiter);
          this.fair.left(waiter);
        } else this.core.join(waiter, other);
        this.pump();
      });
    }
    this.pump();
  }

  private pump(): void {
    this.noteWaiting();
    // One person has nobody to share with.
    const isShared = this.schedule.people > 1 && this.core.anyWaiting;
    if (isShared) this.fair.look(this.now());
    const granted = this.core.grant(this.now());
    for (const grant of granted) {
      const lane = grant.slot.label?.lane ?? 'bulk';
      if (isShared) this.fair.granted(grant);
      this.grants[lane].push(this.events.nowMs);
      this.unsaved.push(grant);
    }
    for (const { waiter, slot } of granted) {
      const lane = slot.label?.lane ?? 'bulk';
      if (this.schedule.demand[lane] === 'full') this.join({ lanes: new Set(), person: waiter.person }, lane);
    }
    if (this.unsaved.length > 0 && !this.saving) this.save();
    this.noteWaiting();
    this.setAlarm();
  }

  private setAlarm(): void {
    const wakeAtMs = this.core.anyWaiting ? this.core.wakeAtMs(this.now()) : Number.POSITIVE_INFINITY;
    if (wakeAtMs === this.wakeAtMs || !Number.isFinite(wakeAtMs)) return;
    this.wakeAtMs = wakeAtMs;
    this.plan(this.bornMs + wakeAtMs / this.rate + 1e-6, () => {
      if (this.wakeAtMs === wakeAtMs) this.wakeAtMs = Number.NaN;
      this.pump();
    });
  }

  /** A kill in the middle of it finds the old record or the new one. */
  private save(): void {
    this.saving = true;
    const batch = this.unsaved;
    this.unsaved = [];
    const record = this.core.record(this.now());
    const tookMs = this.random() * this.schedule.saveMs;
    const written = () => {
      this.disk = record;
    };
    if (this.random() < 0.5) this.plan(this.events.nowMs + tookMs / 2, written);
    this.plan(this.events.nowMs + tookMs, () => {
      written();
      this.saving = false;
      for (const { slot } of batch) {
        if (this.random() < this.schedule.fickleShare / 4) this.core.unused(slot);
        else this.send(slot);
      }
      this.pump();
    });
  }

  /** The server sees the request anywhere between sending and its end, corners above all. */
  private send(slot: Granted<Waiter>['slot']): void {
    const { attemptMs, minLatencyMs, jitterMs, lostShare } = this.schedule;
    const sentMs = this.events.nowMs;
    const deadlineMs = sentMs + attemptMs / this.rate;
    const answerMs = sentMs + minLatencyMs + this.random() * jitterMs;
    const lost = answerMs > deadlineMs || this.random() < lostShare;
    const latestMs = lost ? deadlineMs : answerMs;
    const corner = this.random();
    const share = corner < 0.3 ? 0 : corner < 0.6 ? 1 : this.random();
    this.sent.push({ lane: slot.label?.lane, atMs: sentMs + share * (latestMs - sentMs), latestMs });
    this.heldMs += Math.min(this.endMs, latestMs + this.schedule.windowMs) - sentMs;
    this.plan(lost ? sentMs + this.random() * (deadlineMs - sentMs) : answerMs, () => {
      if (lost) this.core.lost(slot, this.now(), (deadlineMs - this.bornMs) * this.rate);
      else this.core.answered(slot, this.now());
      this.pump();
    });
  }

  private noteWaiting(): void {
    const waiting = this.core.waiting();
    for (const lane of lanes) {
      if (waiting[lane] === 0) this.waitingSince[lane] = Number.POSITIVE_INFINITY;
      else this.waitingSince[lane] = Math.min(this.waitingSince[lane], this.events.nowMs);
    }
  }
}
