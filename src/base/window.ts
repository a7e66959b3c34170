/** A place in a window. Opaque to callers. */
export interface Slot<Label = unknown> {
  /** When the slot becomes free, on the caller's time axis, ms; infinite while the call is under way. */
  freeAtMs: number;
  readonly label: Label | undefined;
}

/**
 * A sliding window of `limit` slots. A slot is held from its grant until one window after its end (the response), so
 * that wherever between the two the server counted the call, no window at the server holds more than `limit`. Pure
 * book-keeping: times are given, in ms, and must not go back (`Clock.monotonic`).
 */
export class SlotWindow<Label = unknown> {
  private readonly running = new Set<Slot<Label>>();
  /** Slots whose call has ended, soonest free first. */
  private readonly cooling: Slot<Label>[] = [];

  constructor(
    readonly limit: number,
    readonly windowMs: number,
    /** Told of every slot that stops being held. */
    private readonly onFree?: (slot: Slot<Label>) => void,
  ) {}

  /** Slots that could be granted now. */
  free(nowMs: number): number {
    this.expire(nowMs);
    return Math.max(0, this.limit - this.running.size - this.cooling.length);
  }

  /** Undefined when none is free. */
  take(nowMs: number, label?: Label): Slot<Label> | undefined {
    if (this.free(nowMs) === 0) return undefined;
    const slot: Slot<Label> = { freeAtMs: Number.POSITIVE_INFINITY, label };
    this.running.add(slot);
    return slot;
  }

  /**
   * The call has ended: its slot stays held for one window more. `endMs` may lie ahead where the end is only known to
   * come no later. A second end changes nothing.
   */
  end(slot: Slot<Label>, endMs: number): void {
    if (this.running.delete(slot)) this.cool(slot, endMs + this.windowMs);
  }

  /** Gives back a slot whose call never left. */
  cancel(slot: Slot<Label>): void {
    if (this.running.delete(slot)) this.onFree?.(slot);
  }

  /** Occupies a slot until `freeAtMs`, even beyond the limit: what is known to be in use at the server is. */
  hold(freeAtMs: number, label?: Label): void {
    this.cool({ freeAtMs, label }, freeAtMs);
  }

  /** When the next slot becomes free, ms: `nowMs` if one is, infinite while all calls are under way. */
  nextFreeAtMs(nowMs: number): number {
    if (this.free(nowMs) > 0) return nowMs;
    const over = this.running.size + this.cooling.length - this.limit;
    return this.cooling[over]?.freeAtMs ?? Number.POSITIVE_INFINITY;
  }

  /** When the first of the held slots is let go, whether or not that brings the window below its limit, ms. */
  nextChangeAtMs(nowMs: number): number {
    this.expire(nowMs);
    return this.cooling[0]?.freeAtMs ?? Number.POSITIVE_INFINITY;
  }

  /** When held slots become free, soonest first, ms; infinite for calls under way. */
  freeTimes(): number[] {
    return this.held().map((slot) => slot.freeAtMs);
  }

  /** All held slots, soonest free first. */
  held(): Readonly<Slot<Label>>[] {
    return [...this.cooling, ...this.running];
  }

  private expire(nowMs: number): void {
    let first = this.cooling[0];
    while (first && first.freeAtMs <= nowMs) {
      this.cooling.shift();
      this.onFree?.(first);
      first = this.cooling[0];
    }
  }

  /** Calls mostly end in the order in which their slots become free, so the place is found from the back. */
  private cool(slot: Slot<Label>, freeAtMs: number): void {
    slot.freeAtMs = freeAtMs;
    let at = this.cooling.length;
    while (at > 0 && (this.cooling[at - 1]?.freeAtMs ?? 0) > freeAtMs) at -= 1;
    this.cooling.splice(at, 0, slot);
  }
}
