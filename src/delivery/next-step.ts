import type { SendOutcome, SendRequest } from './sender.js';

/** What the outbox does after an attempt. */
export type NextStep =
  | { do: 'done' }
  /** Again after the backoff, and not before `minMs`. */
  | { do: 'retry'; reason: string; minMs?: number }
  /** It may have arrived: never again by itself. */
  | { do: 'leave'; reason: string }
  | { do: 'fail'; reason: string }
  /** Teams no longer knows the message. */
  | { do: 'forget' }
  /** The thread is gone, and with it nothing of the conversation: what was to go there is a post of its own. */
  | { do: 'leave-thread' }
  /** Teams no longer lets us into the conversation. */
  | { do: 'suspend'; reason: string }
  | { do: 'switch-host' }
  | { do: 'stop-queue' };

/**
 * The one place that knows what may be repeated: creating is not idempotent, so a post is repeated only where it
 * certainly did not arrive; updates and deletes may be repeated freely (Teams reference 3.5). A chat that is opened
 * twice is the same chat, and a refusal of one says nothing of the conversation in which it was wanted. Nor does a thread
 * that somebody deleted: Teams may say that there is no such conversation, and then means the thread.
 */
export function nextStep({ kind, target }: Pick<SendRequest, 'kind' | 'target'>, outcome: SendOutcome): NextStep {
  if (kind === 'open' && outcome.result === 'gone') return { do: 'fail', reason: outcome.reason };
  if (kind === 'post' && isThread(target) && isNotFound(outcome)) return { do: 'leave-thread' };
  switch (outcome.result) {
    case 'sent':
      return { do: 'done' };
    case 'throttled':
      return {
        do: 'retry',
        reason: 'throttled',
        ...(outcome.retryAfterMs === undefined ? {} : { minMs: outcome.retryAfterMs }),
      };
    case 'not-sent':
      return { do: 'retry', reason: outcome.reason };
    case 'conflict':
      return { do: 'retry', reason: 'conflict' };
    case 'ambiguous':
      return kind === 'post' ? { do: 'leave', reason: outcome.reason } : { do: 'retry', reason: outcome.reason };
    case 'message-gone':
      // Without an activity of its own, what is gone is what it would answer to.
      return kind === 'post' || kind === 'open' ? { do: 'fail', reason: 'thread-gone' } : { do: 'forget' };
    case 'gone':
      return { do: 'suspend', reason: outcome.reason };
    case 'wrong-host':
      return { do: 'switch-host' };
    case 'unauthorized':
      return { do: 'stop-queue' };
    case 'refused':
      return { do: 'fail', reason: outcome.reason };
  }
}

const isThread = ({ conversationId }: SendRequest['target']) => conversationId.includes(';messageid=');

function isNotFound(outcome: SendOutcome): boolean {
  return outcome.result === 'message-gone' || (outcome.result === 'gone' && outcome.reason === 'ConversationNotFound');
}
