import type { NodeView } from '../model/reading.js';

const RETRY_MS = 30_000;
const TRIES = 5;

/**
 * When the number of unified customers is worth a call: once the profile store has been written after a merge that was
 * not counted yet. Due times are on the monotonic axis; merge and store times are the service's.
 */
export class ProfileWatch {
  private mergedMs: number | undefined;
  private storedMs: number | undefined;
  private countedMergeMs: number | undefined;
  private started = false;
  private tries = 0;
  private notBeforeMs = 0;

  look(nodes: readonly NodeView[]): void {
    this.mergedMs = newest(nodes, 'merge');
    this.storedMs = newest(nodes, 'profileStore');
    if (this.started) return;
    this.started = true;
    // What was complete before we began to watch is nobody's news.
    if (this.isStored()) this.countedMergeMs = this.mergedMs;
  }

  /** Undefined while there is nothing to count. */
  dueMs(): number | undefined {
    return this.isStored() && this.mergedMs !== this.countedMergeMs ? this.notBeforeMs : undefined;
  }

  /** The store success that a count read now stands for. */
  get countsFor(): number {
    return this.storedMs ?? 0;
  }

  done(found: boolean, nowMs: number): void {
    this.tries += 1;
    this.notBeforeMs = nowMs + RETRY_MS;
    if (!found && this.tries < TRIES) return;
    this.countedMergeMs = this.mergedMs;
    this.tries = 0;
    this.notBeforeMs = 0;
  }

  private isStored(): boolean {
    return this.mergedMs !== undefined && this.storedMs !== undefined && this.storedMs > this.mergedMs;
  }
}

function newest(nodes: readonly NodeView[], operation: string): number | undefined {
  const times = nodes.flatMap((node) => (node.operation === operation ? (node.lastSuccessAtMs ?? []) : []));
  return times.length > 0 ? Math.max(...times) : undefined;
}
