import { type Alert, isLive } from '../model/alert.js';
import type { Conversation } from '../model/conversation.js';
import type { FollowedRun, Message } from '../model/message.js';
import { endedStatuses } from '../model/reading.js';
import type { Commit, ConnectionState } from '../store/store.js';
import { noticesOf } from './collection.js';
import { move } from './life/machine.js';
import { owedUpdate } from './owed.js';

export interface Release {
  commit: Partial<Commit>;
  /** Messages whose cards change. */
  touchedMessageIds: string[];
  /** Messages never sent that nobody waits for any more. */
  unwatchedMessageIds: string[];
}

/** What it means for alerts and messages that these subscriptions leave them. Pure. */
export function release(
  state: Pick<ConnectionState, 'alerts' | 'messages'>,
  leave: { ids: readonly string[]; reason: 'unwatched' | 'rule-changed'; nowMs: number },
  conversations: readonly Conversation[],
): Release {
  const alerts = state.alerts.flatMap((alert) => left(alert, leave) ?? []);
  const current = (id: string) => [...alerts, ...state.alerts].find((alert) => alert.id === id);
  const changed = new Set(alerts.map((a) => a.messageId));
  const expired = new Set(alerts.filter((a) => a.state === 'expired').map((a) => a.messageId));
  const messages: Message[] = [];
  const owed = new Set(expired);
  const unwatchedMessageIds: string[] = [];
  for (const message of state.messages) {
    const { subject } = message;
    const unsent = message.sentVersion === 0 && message.sent === undefined;
    const run = message.run && leftRun(message.run, leave.ids);
    const rest = unsent ? withoutNotices(message, leave.ids) : message;
    const now = run ? { ...rest, run } : rest;
    if (subject.kind === 'alerts' && (changed.has(message.id) || now !== message)) {
      if (run?.content.unwatched) owed.add(message.id);
      const raised = owed.has(message.id) ? 1 : 0;
      if (raised > 0 || now !== message) messages.push({ ...now, version: message.version + raised });
      const isWatched = (ids: readonly string[] | undefined) => (ids?.length ?? 0) > 0;
      const watched =
        subject.alertIds.some((id) => isWatched(current(id)?.subscriptionIds)) ||
        noticesOf(now).some((notice) => isWatched(notice.subscriptionIds)) ||
        isWatched(now.run?.subscriptionIds);
      if (unsent && !watched) unwatchedMessageIds.push(message.id);
    } else if (subject.kind === 'notice' && unsent) {
      const subscriptionIds = subject.subscriptionIds.filter((id) => !leave.ids.includes(id));
      if (subscriptionIds.length === subject.subscriptionIds.length) continue;
      messages.push({ ...message, subject: { ...subject, subscriptionIds } });
      if (subscriptionIds.length === 0) unwatchedMessageIds.push(message.id);
    }
  }
  const deliveries = messages
    .filter((message) => owed.has(message.id) && !unwatchedMessageIds.includes(message.id))
    .map((message) => {
      const conversation = conversations.find((c) => c.key === message.conversationKey);
      return owedUpdate(message, { nowMs: leave.nowMs, conversation });
    });
  return {
    commit: { alerts, messages, deliveries },
    touchedMessageIds: messages.map((message) => message.id),
    unwatchedMessageIds,
  };
}

/** The notices that it tells besides its alerts are no longer for them. The same message where none was. */
function withoutNotices(message: Message, ids: readonly string[]): Message {
  const { subject } = message;
  const notices = noticesOf(message);
  if (subject.kind !== 'alerts' || !subject.collected) return message;
  if (!notices.some((notice) => notice.subscriptionIds.some((id) => ids.includes(id)))) return message;
  const left = notices.map((notice) => ({
    ...notice,
    subscriptionIds: notice.subscriptionIds.filter((id) => !ids.includes(id)),
  }));
  return { ...message, subject: { ...subject, collected: { ...subject.collected, notices: left } } };
}

/** Undefined where the run is not theirs. One that is still on is not followed any more where nobody is left. */
function leftRun(run: FollowedRun, ids: readonly string[]): FollowedRun | undefined {
  const subscriptionIds = run.subscriptionIds.filter((id) => !ids.includes(id));
  if (subscriptionIds.length === run.subscriptionIds.length) return undefined;
  const isLeft = subscriptionIds.length === 0 && !endedStatuses.has(run.content.status);
  return { ...run, subscriptionIds, ...(isLeft ? { content: { ...run.content, unwatched: true } } : {}) };
}

/** Undefined where the alert is not theirs. */
function left(
  alert: Alert,
  { ids, reason, nowMs }: { ids: readonly string[]; reason: 'unwatched' | 'rule-changed'; nowMs: number },
): Alert | undefined {
  const subscriptionIds = alert.subscriptionIds.filter((id) => !ids.includes(id));
  if (subscriptionIds.length === alert.subscriptionIds.length) return undefined;
  if (subscriptionIds.length > 0 || !isLive(alert)) return { ...alert, subscriptionIds };
  return move({ ...alert, subscriptionIds }, { kind: reason, atMs: nowMs }, nowMs)?.alert;
}
