export interface TailOptions<T> {
  /** A record is found under each of these. */
  keysOf(record: T): string[];
  atMs(record: T): number;
  /** Two records under one key with the same time are one. */
  oncePerTime: boolean;
  /** Newest records kept per key. */
  cap: number;
}

interface Entry<T> {
  n: number;
  record: T;
}

/** The newest records of every key, oldest first, in memory. Records may be added in any order, and twice. */
export class TailIndex<T> {
  private readonly entries = new Map<string, Entry<T>[]>();

  constructor(private readonly options: TailOptions<T>) {}

  add(n: number, record: T): void {
    for (const key of this.options.keysOf(record)) this.addUnder(key, { n, record });
  }

  count(key: string): number {
    return this.entries.get(key)?.length ?? 0;
  }

  newest(key: string, limit: number): T[] {
    if (limit <= 0) return [];
    return (this.entries.get(key) ?? []).slice(-limit).map((entry) => entry.record);
  }

  /** Whether something of that time is known under the key. */
  has(key: string, atMs: number): boolean {
    return (this.entries.get(key) ?? []).some((entry) => this.options.atMs(entry.record) === atMs);
  }

  private addUnder(key: string, entry: Entry<T>): void {
    const list = this.entries.get(key) ?? [];
    this.entries.set(key, list);
    let place = list.length;
    for (; place > 0; place -= 1) {
      const order = this.compare(list[place - 1], entry);
      if (order === 0) return;
      if (order < 0) break;
    }
    list.splice(place, 0, entry);
    if (list.length > this.options.cap) list.shift();
  }

  private compare(a: Entry<T> | undefined, b: Entry<T>): number {
    if (!a) return -1;
    const byTime = this.options.atMs(a.record) - this.options.atMs(b.record);
    return byTime !== 0 || this.options.oncePerTime ? byTime : a.n - b.n;
  }
}
