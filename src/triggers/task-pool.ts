import type { JobView, TaskView } from '../model/reading.js';

/** The tasks of all runs at hand, each once, found by run: after a gap there may be a hundred runs of a thousand steps. */
export class TaskPool {
  readonly all: readonly TaskView[];
  private readonly byJob = new Map<string, TaskView[]>();

  constructor(jobs: readonly JobView[] = []) {
    const byId = new Map(jobs.flatMap((job) => job.tasks ?? []).map((task) => [task.taskId, task]));
    this.all = [...byId.values()];
    for (const task of this.all) {
      for (const id of new Set(task.jobIds)) {
        const list = this.byJob.get(id);
        if (list) list.push(task);
        else this.byJob.set(id, [task]);
      }
    }
  }

  /** Tasks that serve one of these runs. */
  of(jobIds: readonly string[]): readonly TaskView[] {
    const [only, ...others] = jobIds;
    if (only === undefined) return [];
    if (others.length === 0) return this.byJob.get(only) ?? [];
    return [...new Set(jobIds.flatMap((id) => this.byJob.get(id) ?? []))];
  }

  /** Those of one operation. */
  ofStep(operation: string, jobIds: readonly string[]): TaskView[] {
    return this.of(jobIds).filter((task) => task.operation === operation);
  }
}
