import type { Clock } from '../src/base/clock.js';

export interface ShelvedFile {
  bytes: Uint8Array<ArrayBuffer>;
  /** Called when the file is given up before anybody took it. Must not reject. */
  onExpired(): Promise<void>;
}

interface Entry extends ShelvedFile {
  taken: boolean;
  end: AbortController;
}

export interface ShelfLimits {
  keptMs: number;
  files: number;
  bytes: number;
}

const shelfLimits: ShelfLimits = { keptMs: 30 * 60_000, files: 20, bytes: 100 * 1024 * 1024 };

/** How long a file stays beyond its time when it is on its way just then. */
const underWayMs = 60_000;

/** Files that wait for their person's consent: in memory alone, for a while, and not too many. */
export class FileShelf {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly clock: Clock,
    readonly limits: ShelfLimits = shelfLimits,
  ) {}

  /** The oldest files make room. */
  put(id: string, file: ShelvedFile): void {
    this.remove(id);
    const entry: Entry = { ...file, taken: false, end: new AbortController() };
    this.entries.set(id, entry);
    const crowded = () => this.entries.size > this.limits.files || this.size > this.limits.bytes;
    for (const [other, { taken }] of this.entries) {
      if (crowded() && other !== id && !taken) void this.expire(other);
    }
    void this.keep(id, entry);
  }

  /** Takes the file off for one upload; `taken` while another is under way, undefined when it is not here. */
  take(id: string): ShelvedFile | 'taken' | undefined {
    const entry = this.entries.get(id);
    if (entry?.taken) return 'taken';
    if (entry) entry.taken = true;
    return entry;
  }

  putBack(id: string): void {
    const entry = this.entries.get(id);
    if (entry) entry.taken = false;
  }

  remove(id: string): void {
    this.entries.get(id)?.end.abort();
    this.entries.delete(id);
  }

  /** Forgets everything, and tells nobody. */
  clear(): void {
    for (const id of [...this.entries.keys()]) this.remove(id);
  }

  get size(): number {
    return [...this.entries.values()].reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  }

  private async keep(id: string, entry: Entry): Promise<void> {
    await this.clock.sleep(this.limits.keptMs, entry.end.signal);
    while (entry.taken && !entry.end.signal.aborted) await this.clock.sleep(underWayMs, entry.end.signal);
    if (!entry.end.signal.aborted) await this.expire(id);
  }

  private async expire(id: string): Promise<void> {
    const entry = this.entries.get(id);
    this.remove(id);
    await entry?.onExpired();
  }
}
