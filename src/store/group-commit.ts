import { asHeraldError, HeraldError } from '../base/errors.js';
import type { UndoLog } from './undo-log.js';

interface Job {
  /** Applies the change; what it returns tells the caller afterwards. */
  apply(): void;
  resolve(): void;
  reject(error: HeraldError): void;
}

export interface GroupCommitOptions {
  log: UndoLog;
  /** Makes the working side durable, whole or not at all. */
  write(): Promise<void>;
  /** Runs when the group has become visible, before its callers are told. */
  onPublished?(): void;
  /** Runs after a write, before the next one. Must not throw. */
  afterWrite(): Promise<void>;
}

/**
 * Many waiting changes, one write. A single loop drains them, so two writes never overlap. A change becomes visible
 * after it is durable; when the write fails, memory goes back to what the disk holds and each caller of the group gets
 * `store-write-failed`.
 */
export class GroupCommit {
  private waiting: Job[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly options: GroupCommitOptions) {}

  /** Resolves with what `change` returned once it is durable. A change that throws takes nothing else with it. */
  run<T>(change: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: { value: T } | undefined;
      this.waiting.push({
        apply: () => {
          result = { value: change() };
        },
        resolve: () => result && resolve(result.value),
        reject,
      });
      this.running ??= this.drain();
    });
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  private async drain(): Promise<void> {
    // Everybody who asks in the same turn joins the first write.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      await this.writeGroup(group);
    }
    this.running = undefined;
  }

  private async writeGroup(group: Job[]): Promise<void> {
    const { log } = this.options;
    const start = log.mark();
    const applied = group.filter((job) => this.applied(job));
    const changed = log.mark() > start;
    try {
      if (changed) await this.options.write();
    } catch (error) {
      log.rollbackTo(start);
      const { message } = asHeraldError(error);
      for (const job of applied) job.reject(new HeraldError('store-write-failed', { message, cause: error }));
      return;
    }
    log.publish();
    if (changed) this.options.onPublished?.();
    for (const job of applied) job.resolve();
    if (changed) await this.options.afterWrite();
  }

  private applied(job: Job): boolean {
    const { log } = this.options;
    const mark = log.mark();
    try {
      job.apply();
      return true;
    } catch (error) {
      log.rollbackTo(mark);
      job.reject(asHeraldError(error));
      return false;
    }
  }
}
