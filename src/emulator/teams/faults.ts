import type { Clock } from '../../base/clock.js';

/** A 403 that Teams gives (Teams reference 2.5). */
export const forbiddenCodes = [
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'BotDisabledByAdmin',
  'NotEnoughPermissions',
  'InvalidBotApiHost',
  'MessageWritesBlocked',
] as const;
export type ForbiddenCode = (typeof forbiddenCodes)[number];

export const operations = ['send', 'reply', 'create', 'update', 'delete', 'members', 'team'] as const;
export type Operation = (typeof operations)[number];

/** What goes wrong. `delivered` tells whether the operation was done all the same: the answer does not say. */
export type Trouble =
  | { kind: '429' /** Without it the answer has no such header. */; retryAfterSeconds?: number }
  | { kind: '401' }
  | { kind: '412' }
  | { kind: '403'; code: ForbiddenCode }
  | { kind: '404'; code: 'ConversationNotFound' | 'ActivityNotFoundInConversation' }
  | { kind: '500' }
  | { kind: '502' | '503' | '504'; delivered?: boolean }
  /** No answer until the client goes away. */
  | { kind: 'hang'; delivered?: boolean }
  /** The connection is reset, before or after the operation was done. */
  | { kind: 'reset'; delivered?: boolean }
  /** Done and answered, but late. */
  | { kind: 'slow'; ms: number };

export type Fault = Trouble & {
  /** How many requests it meets; without `times` and `forMs`, one. */
  times?: number;
  /** How long it lasts from now on; with 429 and no `retryAfterSeconds`, the rest of it is the Retry-After. */
  forMs?: number;
  /** Only requests for this conversation (plain id). */
  conversationId?: string;
  operation?: Operation;
};

interface Armed {
  fault: Fault;
  left: number;
  untilMs: number;
}

/** Scripted trouble: the oldest fault that fits a request is taken. */
export class Faults {
  private armed: Armed[] = [];

  constructor(private readonly clock: Clock) {}

  add(fault: Fault): void {
    const left = fault.times ?? (fault.forMs === undefined ? 1 : Number.POSITIVE_INFINITY);
    const untilMs = fault.forMs === undefined ? Number.POSITIVE_INFINITY : this.clock.monotonic() + fault.forMs;
    this.armed.push({ fault, left, untilMs });
  }

  clear(): void {
    this.armed = [];
  }

  take(operation: Operation, conversationId: string | undefined): Trouble | undefined {
    const now = this.clock.monotonic();
    this.armed = this.armed.filter((one) => one.left > 0 && one.untilMs > now);
    const found = this.armed.find(
      ({ fault }) =>
        (fault.operation === undefined || fault.operation === operation) &&
        (fault.conversationId === undefined || fault.conversationId === conversationId),
    );
    if (!found) return undefined;
    found.left -= 1;
    const { fault, untilMs } = found;
    if (fault.kind === '429' && fault.forMs !== undefined && fault.retryAfterSeconds === undefined) {
      return { kind: '429', retryAfterSeconds: Math.ceil((untilMs - now) / 1000) };
    }
    return fault;
  }
}
