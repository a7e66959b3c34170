/**
 * Refusals, with their status: `{"error": {"code", "message", "reference"?}}`, worded by `error.<code>` in the
 * catalogues; `message` is English, for developers.
 */
export const tabErrors = {
  /** No token where one is needed. */
  'token-missing': 401,
  /** Not signed by Entra for this app: unsigned, tampered, unknown key, another audience or issuer, no `access_as_user`. */
  'token-invalid': 401,
  /** Ask the host for a fresh one and try once more. */
  'token-expired': 401,
  'tenant-not-allowed': 403,
  /** Not known to the bot, of another organisation, or the person is no member: not told apart. */
  'conversation-forbidden': 403,
  /** Teams does not say who is a member now; try again. */
  'membership-unknown': 503,
  /** The organisation may not use it, or there is none. */
  'connection-forbidden': 403,
  /** Nothing is kept under it for this conversation: configure the tab anew. */
  'tab-unknown': 404,
  /** A save that names an entity id of another conversation, or of nobody. */
  'tab-forbidden': 403,
  'origin-not-ours': 403,
  'not-json': 415,
  'body-too-large': 413,
  'request-invalid': 400,
  'subscription-gone': 404,
  /** The rule does not fit: a value that is no number, a negative or broken number for a segment, ... */
  'rule-invalid': 400,
  /** Another subscription of the conversation already says the same. */
  'rule-exists': 409,
  'snooze-past': 400,
  /** Until recovery, and nothing is open. */
  'snooze-nothing-open': 409,
  /** Local mode without a token. */
  'read-only': 403,
  'too-many-streams': 429,
  'too-many-requests': 429,
  /** Entra's signing keys cannot be fetched. */
  'keys-unavailable': 503,
  'store-write-failed': 503,
  internal: 500,
} as const;
export type TabError = keyof typeof tabErrors;
