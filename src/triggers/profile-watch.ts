import type { NodeView } from '../model/reading.js';

const RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 10 * 60_000;
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
  /** How often the service answered without a count. */
  private blanks = 0;
  private notBeforeMs = 0;

  /** `isCounting`: somebody was told of the last unification before we began, and still waits for its count. */
  look(nodes: readonly NodeView[], isCounting: boolean): void {
    this.mergedMs = newest(nodes, 'merge');
    this.storedMs = newest(nodes, 'profileStore');
    if (this.started) return;
    this.started = true;
    // Else what was complete before we began to watch is nobody's news.
    if (this.isStored() && !isCounting) this.countedMergeMs = this.mergedMs;
  }

  /** Undefined while there is nothing to count. */
  dueMs(): number | undefined {
    return this.isStored() && this.mergedMs !== this.countedMergeMs ? this.notBeforeMs : undefined;
  }

  /** The store success that a count read now stands for. */
  get countsFor(): number {
    return this.storedMs ?? 0;
  }

  /** `blank`: the service does not know a count, and will not before long. What failed is tried until it does not. */
  done(outcome: 'counted' | 'blank' | 'failed', nowMs: number): void {
    this.tries += 1;
    if (outcome === 'blank') this.blanks += 1;
    this.notBeforeMs = nowMs + Math.min(RETRY_MS * 2 ** (this.tries - 1), LONGEST_RETRY_MS);
    if (outcome !== 'counted' && this.blanks < TRIES) return;
    this.countedMergeMs = this.mergedMs;
    Object.assign(this, { tries: 0, blanks: 0, notBeforeMs: 0 });
  }

  private isStored(): boolean {
    return this.mergedMs !== undefined && this.storedMs !== undefined && this.storedMs > this.mergedMs;
  }
}

function newest(nodes: readonly NodeView[], operation: string): number | undefined {
  const times = nodes.flatMap((node) => (node.operation === operation ? (node.lastSuccessAtMs ?? []) : []));
  return times.length > 0 ? Math.max(...times) : undefined;
}
