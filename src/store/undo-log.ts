interface Entry {
  undo(): void;
  publish(): void;
}

/** What was changed since the last publishing, so that a change can be taken back or shown as a whole. */
export class UndoLog {
  private entries: Entry[] = [];

  /** A point that `rollbackTo` can return to. */
  mark(): number {
    return this.entries.length;
  }

  add(entry: Entry): void {
    this.entries.push(entry);
  }

  rollbackTo(mark: number): void {
    while (this.entries.length > mark) this.entries.pop()?.undo();
  }

  publish(): void {
    for (const entry of this.entries) entry.publish();
    this.entries = [];
  }
}
