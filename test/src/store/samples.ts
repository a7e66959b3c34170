import type { Alert } from '../../../src/model/alert.js';
import type { Conversation } from '../../../src/model/conversation.js';
import type { Decision } from '../../../src/model/decision.js';
import type { Delivery, Message } from '../../../src/model/message.js';
import type { SubscriptionDraft } from '../../../src/model/subscription.js';
import type { Commit, EvaluationRecord } from '../../../src/store/store.js';

/** Records for tests of the store and of what stands on it; every field can be overridden. */
export const startMs = Date.UTC(2026, 2, 4, 2, 0, 0);
export const tenant = '11111111-1111-4111-8111-111111111111';
export const connectionId = 'contoso';

export function keyOf(channel = 'ops'): string {
  return `${tenant}/19:${channel}@thread.tacv2`;
}

export function conversation(over: Partial<Conversation> = {}, channel = 'ops'): Conversation {
  return {
    v: 1,
    key: keyOf(channel),
    tenantId: tenant,
    id: `19:${channel}@thread.tacv2`,
    type: 'channel',
    serviceUrl: 'http://127.0.0.1:1/',
    botId: '28:bot',
    installed: true,
    nextNumber: 1,
    lastInboundAtMs: startMs,
    ...over,
  };
}

export function draft(over: Partial<SubscriptionDraft> = {}): SubscriptionDraft {
  return {
    conversationKey: keyOf(),
    connectionId,
    trigger: 'segment-threshold',
    target: { id: 'loyal', name: 'Loyal' },
    rule: { direction: 'above', value: '2000', runs: 1 },
    createdBy: { id: '29:ann', name: 'Ann' },
    createdAtMs: startMs,
    ...over,
  };
}

export function alert(id: string, over: Partial<Alert> = {}): Alert {
  const object = { kind: 'source' as const, id: `source-${id}`, name: `Source ${id}` };
  return {
    v: 1,
    id,
    key: `${keyOf()}/${connectionId}/source-refresh-failed/${object.id}`,
    conversationKey: keyOf(),
    connectionId,
    trigger: 'source-refresh-failed',
    object,
    state: 'open',
    version: 1,
    observation: {
      id: `${connectionId}/source-refresh-failed/${object.id}/1`,
      trigger: 'source-refresh-failed',
      connectionId,
      object,
      atMs: startMs,
      seenAtMs: startMs,
      forGood: 'job-ended',
      attempts: 1,
      jobIds: ['job-1'],
      skipped: [],
    },
    facts: {},
    subscriptionIds: [],
    messageId: `message-${id}`,
    openedAtMs: startMs,
    changedAtMs: startMs,
    ...over,
  };
}

export function message(id: string, over: Partial<Message> = {}): Message {
  return {
    v: 1,
    id,
    conversationKey: keyOf(),
    connectionId,
    subject: { kind: 'alerts', alertIds: [] },
    version: 1,
    sentVersion: 0,
    createdAtMs: startMs,
    ...over,
  };
}

export function delivery(id: string, messageId: string, over: Partial<Delivery> = {}): Delivery {
  return {
    v: 1,
    id,
    messageId,
    conversationKey: keyOf(),
    kind: 'post',
    state: 'owed',
    notBeforeMs: 0,
    createdAtMs: startMs,
    attempts: [],
    ...over,
  };
}

export function decision(over: Partial<Decision> = {}): Decision {
  return {
    atMs: startMs,
    connectionId,
    observationId: `${connectionId}/segment-threshold/loyal/1`,
    conversationKey: keyOf(),
    stage: 'judge',
    reason: 'threshold-crossed',
    ...over,
  };
}

export function evaluation(over: Partial<EvaluationRecord> = {}): EvaluationRecord {
  return { connectionId, kind: 'segment', name: 'loyal', atMs: startMs, value: '1284', ...over };
}

export function commit(over: Partial<Commit> = {}): Commit {
  return { connectionId, expectedVersion: 0, ...over };
}
