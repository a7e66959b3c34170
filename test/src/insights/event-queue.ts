interface Event {
  atMs: number;
  order: number;
  run: () => void;
}

/** Virtual time: things happen in order of their time, and in the order of planning where times are equal. */
export class EventQueue {
  nowMs = 0;
  private planned = 0;
  private readonly heap: Event[] = [];

  at(atMs: number, run: () => void): void {
    const event = { atMs: Math.max(atMs, this.nowMs), order: this.planned, run };
    this.planned += 1;
    let at = this.heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.heap[parent];
      if (!above || !before(event, above)) break;
      this.heap[at] = above;
      at = parent;
    }
    this.heap[at] = event;
  }

  runUntil(endMs: number): void {
    for (let first = this.heap[0]; first && first.atMs <= endMs; first = this.heap[0]) {
      this.removeFirst();
      this.nowMs = first.atMs;
      first.run();
    }
    this.nowMs = endMs;
  }

  private removeFirst(): void {
    const last = this.heap.pop();
    if (!last || this.heap.length === 0) return;
    let at = 0;
    for (;;) {
      const left = this.heap[2 * at + 1];
      const right = this.heap[2 * at + 2];
      const child = left && right && before(right, left) ? right : left;
      if (!child || !before(child, last)) break;
      this.heap[at] = child;
      at = 2 * at + (child === left ? 1 : 2);
    }
    this.heap[at] = last;
  }
}

function before(a: Event, b: Event): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);
}
