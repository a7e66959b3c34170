import { endedStatuses, type NodeView, type TaskView } from '../model/reading.js';
import type { Draft } from './draft.js';
import { durationOf, forGoodOf, isFailed, skippedAfter } from './failure.js';
import type { StepFailure, StepSuccess } from './happening.js';
import type { Look } from './look.js';
import { keyNodes } from './node-key.js';
import { near, openRunOf, runOf, union, withRun } from './runs.js';
import type { NodeSeen } from './seen.js';
import type { TaskPool } from './task-pool.js';
import { nodeOf, taskOf } from './tie.js';

export interface StepNews {
  failures: StepFailure[];
  successes: StepSuccess[];
}

/**
 * Compares the present state of every step with what was seen of it. Each failure is told once, when it is for good, and
 * again under the same id when more steps were skipped because of it; each success once, when its time advances.
 */
export function followNodes(look: Look, draft: Draft, tasks: TaskPool): StepNews {
  const { nodes } = look.reading;
  const news: StepNews = { failures: [], successes: [] };
  if (!nodes || !look.current.has('nodes')) return news;
  draft.startedMs ??= look.readAt('nodes');
  for (const [key, node] of keyNodes(nodes)) {
    const before = draft.nodes.get(key) ?? firstSight(node, look.freshSince('nodes'));
    const follow = new StepFollower(key, node, before, look, draft, tasks);
    draft.nodes.set(key, follow.next);
    news.successes.push(...follow.successes);
    news.failures.push(...follow.failures);
  }
  return news;
}

function markOf(node: NodeView): string {
  return `${node.status} ${[...node.jobIds].sort().join(' ')}`;
}

function successTime(node: NodeView): number | undefined {
  return node.lastSuccessAtMs ?? (node.status === 'successful' ? node.endedAtMs : undefined);
}

/** What a step shows when it is first seen, as far as it is older than `freshSinceMs`, is known and never told. */
function firstSight(node: NodeView, freshSinceMs: number): NodeSeen {
  const okMs = successTime(node);
  const isOld = (atMs: number | undefined) => atMs === undefined || atMs <= freshSinceMs;
  const { jobIds, endedAtMs } = node;
  const seen: NodeSeen = { mark: markOf(node), runs: [] };
  if (okMs !== undefined && isOld(okMs)) seen.okMs = okMs;
  if (endedAtMs !== undefined && isOld(endedAtMs)) seen.endMs = endedAtMs;
  if (isFailed(node) && isOld(endedAtMs)) {
    seen.runs = [{ jobIds, failures: 1, told: true, ...(endedAtMs === undefined ? {} : { failedAtMs: endedAtMs }) }];
    if (endedAtMs === undefined) seen.noEnd = true;
  }
  if (node.status === 'successful' && okMs !== undefined && isOld(okMs)) {
    seen.runs = [{ jobIds, failures: 0, told: true, okAtMs: okMs }];
  }
  return seen;
}

/** One step at one look: computes its next watermark and what is to be told. */
class StepFollower {
  next: NodeSeen;
  readonly successes: StepSuccess[] = [];
  readonly failures: StepFailure[] = [];
  private knownTask: TaskView | undefined | null = null;

  constructor(
    private readonly key: string,
    private readonly node: NodeView,
    private readonly before: NodeSeen,
    private readonly look: Look,
    private readonly draft: Draft,
    private readonly tasks: TaskPool,
  ) {
    const { absentSinceMs: _present, noEnd: _known, ...kept } = before;
    this.next = { ...kept, mark: markOf(node) };
    this.success();
    if (isFailed(node)) this.failure();
    if (endedStatuses.has(node.status) && node.endedAtMs !== undefined) {
      this.next.endMs = Math.max(before.endMs ?? node.endedAtMs, node.endedAtMs);
    }
  }

  private get task(): TaskView | undefined {
    if (this.knownTask === null) this.knownTask = taskOf(this.node, this.look.reading.nodes ?? [], this.tasks);
    return this.knownTask;
  }

  private get changed(): boolean {
    return this.look.news.has('nodes') && this.before.mark !== this.next.mark;
  }

  private success(): void {
    const { key, node, next } = this;
    const said = successTime(node);
    const unsaid = said === undefined && node.status === 'successful' && this.changed;
    if (said === undefined && !unsaid) return;
    const atMs = said ?? this.task?.endedAtMs ?? this.look.readAt('nodes');
    if (atMs <= (next.okMs ?? Number.NEGATIVE_INFINITY)) return;
    next.okMs = atMs;
    const behind = node.status === 'successful' ? this.task : this.pastTask(atMs);
    const jobIds = node.status === 'successful' ? node.jobIds : (behind?.jobIds ?? []);
    const run = jobIds.length > 0 ? runOf(next.runs, jobIds) : next.runs.findLast((one) => near(one.okAtMs, atMs));
    if (near(run?.okAtMs, atMs)) return;
    const open = run?.okAtMs === undefined ? run : undefined;
    const done = { failures: 0, ...open, jobIds: union(open?.jobIds ?? [], jobIds), told: true, okAtMs: atMs };
    next.runs = withRun(next.runs, open, done);
    const durationMs = durationOf(behind, atMs);
    const retried = open && !open.told ? open.failures : 0;
    this.successes.push({
      key,
      node,
      atMs,
      jobIds,
      closes: next.open === true,
      ...(retried > 0 ? { retried } : {}),
      ...(durationMs === undefined ? {} : { durationMs }),
    });
    delete next.open;
  }

  /** The task of a success that the node shows only by its time, because the step is under way again. */
  private pastTask(atMs: number): TaskView | undefined {
    const nodes = this.look.reading.nodes ?? [];
    const found = this.tasks.all.filter(
      (task) =>
        task.status === 'successful' &&
        task.operation === this.node.operation &&
        near(task.endedAtMs, atMs) &&
        nodeOf(task, nodes, this.tasks) === this.node,
    );
    return found.length === 1 ? found[0] : undefined;
  }

  private failure(): void {
    const { node, before, next } = this;
    const endMs = node.endedAtMs;
    const sameWithoutEnd = before.noEnd === true && before.mark === next.mark;
    const isNew =
      endMs === undefined
        ? this.changed
        : this.look.news.has('nodes') && !sameWithoutEnd && endMs > (before.endMs ?? Number.NEGATIVE_INFINITY);
    if (endMs === undefined) next.noEnd = true;
    if (isNew) this.noteFailure(endMs ?? this.task?.endedAtMs ?? this.look.readAt('nodes'));
    this.tellFailure();
  }

  private noteFailure(failedAtMs: number): void {
    const { node, next } = this;
    const run = openRunOf(next.runs, node.jobIds);
    if (run?.swept && near(run.failedAtMs, failedAtMs)) return;
    next.runs = withRun(next.runs, run, {
      jobIds: union(run?.jobIds ?? [], node.jobIds),
      failures: (run?.failures ?? 0) + 1,
      failedAtMs,
      sinceMs: this.look.readAt('nodes'),
      told: false,
    });
  }

  private tellFailure(): void {
    const { key, node, next, tasks } = this;
    const run = openRunOf(next.runs, node.jobIds);
    if (!run || run.failedAtMs === undefined) return;
    const skipped = skippedAfter(this.task, tasks);
    // Steps are skipped one after the other: the same failure is told again when more of them are known.
    const hasGrown = next.open === true && run.skipped !== undefined && skipped.length > run.skipped;
    if (run.told && !hasGrown) return;
    const shown = { node, task: this.task, failedAtMs: run.failedAtMs, sinceMs: run.sinceMs ?? 0 };
    const forGood = forGoodOf(shown, tasks, this.look, this.draft);
    if (!forGood) return;
    next.runs = withRun(next.runs, run, { ...run, told: true, skipped: skipped.length });
    next.open = true;
    const error = node.error ?? this.task?.error;
    const durationMs = durationOf(this.task, run.failedAtMs);
    this.failures.push({
      key,
      node,
      atMs: run.failedAtMs,
      forGood,
      attempts: run.failures,
      jobIds: run.jobIds,
      skipped,
      ...(error ? { error } : {}),
      ...(durationMs === undefined ? {} : { durationMs }),
    });
  }
}
