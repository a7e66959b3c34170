/** A place in a window. Opaque to callers. */
export interface Slot {
  /** When the slot becomes free, on the caller's time axis, ms; infinite while the call is under way. */
  freeAtMs: number;
}

/**
 * A sliding window of `limit` slots. A slot is held from its grant until one window after its end (the response), so
 * that wherever between the two the server counted the call, no window at the server holds more than `limit`. Pure
 * book-keeping: times are given, in ms, and must not go back (`Clock.monotonic`).
 */
export class SlotWindow {
  private slots: Slot[] = [];

  constructor(
    readonly limit: number,
    readonly windowMs: number,
  ) {}

  /** Slots that could be granted now. */
  free(nowMs: number): number {
    this.slots = this.slots.filter((slot) => slot.freeAtMs > nowMs);
    return Math.max(0, this.limit - this.slots.length);
  }

  /** Undefined when none is free. */
  take(nowMs: number): Slot | undefined {
    if (this.free(nowMs) === 0) return undefined;
    const slot = { freeAtMs: Number.POSITIVE_INFINITY };
    this.slots.push(slot);
    return slot;
  }

  /** The call has ended: its slot stays held for one window more. */
  end(slot: Slot, nowMs: number): void {
    slot.freeAtMs = nowMs + this.windowMs;
  }

  /** When the next slot becomes free, ms: `nowMs` if one is, infinite while all calls are under way. */
  nextFreeAtMs(nowMs: number): number {
    if (this.free(nowMs) > 0) return nowMs;
    const over = this.slots.length - this.limit;
    return this.freeTimes()[over] ?? Number.POSITIVE_INFINITY;
  }

  /** When held slots become free, soonest first, ms. */
  freeTimes(): number[] {
    return this.slots.map((slot) => slot.freeAtMs).sort((a, b) => a - b);
  }

  /** Occupies a slot until `freeAtMs`, even beyond the limit: what is known to be in use at the server is. */
  hold(freeAtMs: number): void {
    this.slots.push({ freeAtMs });
  }
}
