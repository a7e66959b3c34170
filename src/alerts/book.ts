/**
 * Records of one kind while a batch is worked on: reads see earlier changes, and what was changed is known. A changed
 * record is put as a new object; the ones handed in are never touched. `groupOf` is what most questions are asked by;
 * it must not change for a record.
 */
export class Book<T extends { id: string }> {
  private readonly rows = new Map<string, T>();
  private readonly groups = new Map<string, Set<string>>();
  private readonly known: ReadonlySet<string>;
  private readonly touched = new Set<string>();

  constructor(
    rows: readonly T[],
    private readonly groupOf: (row: T) => string,
  ) {
    for (const row of rows) this.keep(row);
    this.known = new Set(this.rows.keys());
  }

  get(id: string): T | undefined {
    return this.rows.get(id);
  }

  all(): T[] {
    return [...this.rows.values()];
  }

  /** Those of one group, in the order in which they came. */
  of(group: string): T[] {
    return [...(this.groups.get(group) ?? [])].flatMap((id) => this.rows.get(id) ?? []);
  }

  put(row: T): void {
    this.keep(row);
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

  private keep(row: T): void {
    this.rows.set(row.id, row);
    const group = this.groupOf(row);
    const ids = this.groups.get(group) ?? new Set();
    this.groups.set(group, ids.add(row.id));
  }
}
