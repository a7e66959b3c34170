import type { ConversationKey } from '../model/conversation.js';
import type { Delivery } from '../model/message.js';

/** What the outbox remembers about one conversation while the process runs. */
export interface Lane {
  readonly key: ConversationKey;
  /** One call in flight per conversation: it orders the messages and avoids 412 (Teams reference 3.2). */
  busy: boolean;
  /** Failures in a row. */
  failures: number;
  /** No call before this, on `Clock.monotonic`. */
  pausedUntilMs: number;
  /** Whose turn was longest ago goes first; a count, not a time. */
  lastTurn: number;
  /** The service named another host, which is being tried. */
  hostSwitched: boolean;
}

/** The lanes, each made when its conversation first owes something. */
export class Lanes {
  private readonly lanes = new Map<ConversationKey, Lane>();

  of(key: ConversationKey): Lane {
    const lane = this.lanes.get(key) ?? {
      key,
      busy: false,
      failures: 0,
      pausedUntilMs: 0,
      lastTurn: 0,
      hostSwitched: false,
    };
    this.lanes.set(key, lane);
    return lane;
  }

  /** Forgets earlier failures, e.g. when a conversation is back. */
  renew(key: ConversationKey): void {
    Object.assign(this.of(key), { failures: 0, pausedUntilMs: 0, hostSwitched: false });
  }
}

/** Deliveries of each conversation in their order. */
export function byConversation(deliveries: readonly Delivery[]): Map<ConversationKey, Delivery[]> {
  const groups = new Map<ConversationKey, Delivery[]>();
  for (const one of deliveries) {
    const group = groups.get(one.conversationKey);
    if (group) group.push(one);
    else groups.set(one.conversationKey, [one]);
  }
  return groups;
}

/** What was due when it was written stays due, even where the clock has gone back since. */
export function isDue({ notBeforeMs, createdAtMs }: Delivery, nowMs: number): boolean {
  return notBeforeMs <= Math.max(createdAtMs, nowMs);
}

/** Mails have a lane of their own, which Teams has no part in. */
export function isForTeams({ kind }: Delivery): boolean {
  return kind !== 'mail';
}
