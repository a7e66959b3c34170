/**
 * Records of one kind while a batch is worked on: reads see earlier changes, and what was changed is known. A changed
 * record is put as a new object; the ones handed in are never touched.
 */
export class Book<T extends { id: string }> {
  private readonly rows = new Map<string, T>();
  private readonly known: ReadonlySet<string>;
  private readonly touched = new Set<string>();

  constructor(rows: readonly T[]) {
    for (const row of rows) this.rows.set(row.id, row);
    this.known = new Set(this.rows.keys());
  }

  get(id: string): T | undefined {
    return this.rows.get(id);
  }

  all(): T[] {
    return [...this.rows.values()];
  }

  put(row: T): void {
    this.rows.set(row.id, row);
    this.touched.add(row.id);
  }

  /** Takes back a record that was put for the first time in this batch. */
  discard(id: string): void {
    if (this.isKnown(id)) return;
    this.rows.delete(id);
    this.touched.delete(id);
  }

  /** It was there before this batch. */
  isKnown(id: string): boolean {
    return this.known.has(id);
  }

  isTouched(id: string): boolean {
    return this.touched.has(id);
  }

  /** New and changed records, in the order of their first change. */
  changes(): T[] {
    return [...this.touched].flatMap((id) => this.rows.get(id) ?? []);
  }
}
