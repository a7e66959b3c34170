import type { Clock } from '../base/clock.js';
import { type Slot, SlotWindow } from '../base/window.js';
import type { ConversationKey } from '../model/conversation.js';

/** Sends per bot and thread: calls and window, ms (Teams reference 3.1). */
const THREAD_WINDOWS = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
  [1_800, 3_600_000],
] as const;

/** A place in every window that a request counts in. */
export interface Permit {
  /** The request has ended: the places stay held for their windows. */
  end(): void;
  /** No request was made after all. */
  giveBack(): void;
}

/** The limits of Teams, per thread and per tenant. One full window delays nobody who does not count in it. */
export class SendLimits {
  private readonly threads = new Map<ConversationKey, SlotWindow[]>();
  private readonly tenants = new Map<string, SlotWindow>();

  constructor(
    private readonly tenantRps: number,
    private readonly clock: Clock,
  ) {}

  /** Undefined when some window is full. */
  take(conversationKey: ConversationKey): Permit | undefined {
    const nowMs = this.clock.monotonic();
    const windows = this.windowsOf(conversationKey);
    if (windows.some((window) => window.free(nowMs) === 0)) return undefined;
    const taken: { window: SlotWindow; slot: Slot }[] = [];
    for (const window of windows) {
      const slot = window.take(nowMs);
      if (slot) taken.push({ window, slot });
    }
    const endAt = (ms: (window: SlotWindow) => number) => {
      for (const { window, slot } of taken) window.end(slot, ms(window));
    };
    return {
      end: () => endAt(() => this.clock.monotonic()),
      giveBack: () => endAt((window) => this.clock.monotonic() - window.windowMs),
    };
  }

  /** When `take` can succeed at the earliest, on `Clock.monotonic`; infinite while that depends on calls under way. */
  nextFreeAtMs(conversationKey: ConversationKey): number {
    const nowMs = this.clock.monotonic();
    return Math.max(...this.windowsOf(conversationKey).map((window) => window.nextFreeAtMs(nowMs)));
  }

  private windowsOf(conversationKey: ConversationKey): SlotWindow[] {
    const tenantId = conversationKey.split('/')[0] ?? '';
    const thread = this.threads.get(conversationKey) ?? THREAD_WINDOWS.map(([limit, ms]) => new SlotWindow(limit, ms));
    const tenant = this.tenants.get(tenantId) ?? new SlotWindow(this.tenantRps, 1_000);
    this.threads.set(conversationKey, thread);
    this.tenants.set(tenantId, tenant);
    return [...thread, tenant];
  }
}
