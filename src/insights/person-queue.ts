/** Who asks, by an opaque key. Calls without one count as one person's together. */
export interface Asker {
  readonly person?: string | undefined;
}

/** Those who wait in one lane: of the person who holds the fewest slots, and among equals whoever came first. */
export class PersonQueue<W extends Asker> {
  /** Per person who waits, the calls with the number of their place, in the order of coming. */
  private readonly lines = new Map<string | undefined, Map<W, number>>();
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** `place` rises with every caller. One that waits already keeps its place. */
  add(waiter: W, place: number): void {
    const line = this.lines.get(waiter.person) ?? new Map<W, number>();
    if (line.has(waiter)) return;
    this.lines.set(waiter.person, line.set(waiter, place));
    this.count += 1;
  }

  delete(waiter: W): void {
    const line = this.lines.get(waiter.person);
    if (!line?.delete(waiter)) return;
    this.count -= 1;
    if (line.size === 0) this.lines.delete(waiter.person);
  }

  has(waiter: W): boolean {
    return this.lines.get(waiter.person)?.has(waiter) ?? false;
  }

  next(holds: (person: string | undefined) => number): W | undefined {
    let best: { waiter: W; held: number; place: number } | undefined;
    for (const [person, line] of this.lines) {
      const first = line.entries().next().value;
      if (!first) continue;
      const [waiter, place] = first;
      const held = holds(person);
      if (!best || held < best.held || (held === best.held && place < best.place)) best = { waiter, held, place };
    }
    return best?.waiter;
  }

  copy(): PersonQueue<W> {
    const copy = new PersonQueue<W>();
    for (const [person, line] of this.lines) copy.lines.set(person, new Map(line));
    copy.count = this.count;
    return copy;
  }
}
