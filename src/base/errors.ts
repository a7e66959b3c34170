/**
 * Every error the product throws has a code from this table. `retryable` says whether trying the same thing again
 * later can help. Users are shown the catalogue text `error.<code>` with a reference, never `message`.
 */
const codes = {
  'insights-unauthorized': { retryable: false },
  'insights-forbidden': { retryable: false },
  'insights-not-found': { retryable: false },
  'insights-refused': { retryable: false },
  'insights-throttled': { retryable: true },
  'insights-unavailable': { retryable: true },
  'insights-timeout': { retryable: true },
  'insights-unreachable': { retryable: true },
  'insights-bad-reply': { retryable: true },
  'insights-conflict': { retryable: false },
  'insights-write-unclear': { retryable: false },
  'insights-token': { retryable: true },
  'budget-deadline': { retryable: true },
  'budget-closed': { retryable: false },
  'connection-forbidden': { retryable: false },
  'store-damaged': { retryable: false },
  'store-newer': { retryable: false },
  'store-locked': { retryable: false },
  'store-write-failed': { retryable: true },
  'store-closed': { retryable: false },
  'card-invalid': { retryable: false },
  'config-invalid': { retryable: false },
  'token-missing': { retryable: false },
  'token-invalid': { retryable: false },
  'token-expired': { retryable: true },
  'tenant-not-allowed': { retryable: false },
  'conversation-forbidden': { retryable: false },
  'membership-unknown': { retryable: true },
  'tab-unknown': { retryable: false },
  'tab-forbidden': { retryable: false },
  'origin-not-ours': { retryable: false },
  'request-invalid': { retryable: false },
  'subscription-gone': { retryable: false },
  'rule-invalid': { retryable: false },
  'rule-exists': { retryable: false },
  'snooze-past': { retryable: false },
  'snooze-nothing-open': { retryable: false },
  'read-only': { retryable: false },
  'too-many-streams': { retryable: true },
  'too-many-requests': { retryable: true },
  'keys-unavailable': { retryable: true },
  internal: { retryable: false },
} as const satisfies Record<string, { retryable: boolean }>;

export type ErrorCode = keyof typeof codes;
export const errorCodes = Object.keys(codes) as ErrorCode[];

export interface ErrorFacts {
  /** For the log only: never shown to a user, never a secret. */
  message?: string;
  cause?: unknown;
  /** How long the other side asked us to wait, ms. */
  retryAfterMs?: number;
  /** HTTP status where there was one. */
  status?: number;
}

/** The only error class of the product. */
export class HeraldError extends Error {
  override readonly name = 'HeraldError';
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;

  constructor(
    readonly code: ErrorCode,
    facts: ErrorFacts = {},
  ) {
    super(facts.message ?? code, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.retryable = codes[code].retryable;
    this.retryAfterMs = facts.retryAfterMs;
    this.status = facts.status;
  }
}

/** Wraps what came from outside; an error of ours is passed through untouched. */
export function asHeraldError(thrown: unknown, code: ErrorCode = 'internal'): HeraldError {
  if (thrown instanceof HeraldError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new HeraldError(code, { message, cause: thrown });
}
