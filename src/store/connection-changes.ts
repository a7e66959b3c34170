import { addDelivery, putMessage } from './delivery-changes.js';
import type { History } from './history.js';
import { evaluationKey } from './history.js';
import { keep } from './records.js';
import { alertSchema } from './schema/alert.js';
import { decisionSchema, evaluationSchema } from './schema/history.js';
import { ruleStateSchema, subscriptionSchema } from './schema/subscription.js';
import { ruleKey, type State } from './state.js';
import type { Commit, EvaluationRecord } from './store.js';

/** Everything one event changes. False, and nothing changed, when the state moved on since it was computed. */
export function commitFlow(state: State, history: History, commit: Commit): boolean {
  const { connectionId } = commit;
  const flow = state.flows.get(connectionId) ?? { connectionId, version: 0 };
  if (flow.version !== commit.expectedVersion) return false;
  state.flows.set(connectionId, {
    ...flow,
    version: flow.version + 1,
    ...(commit.seen === undefined ? {} : { seen: JSON.parse(JSON.stringify(commit.seen)) }),
  });
  for (const one of commit.subscriptions ?? []) {
    if (state.subscriptions.get(one.id)) state.saveSubscription(keep(one, subscriptionSchema, 'subscription'));
  }
  for (const { subscriptionId, objectId, state: rule } of commit.rules ?? []) {
    const row = { connectionId, subscriptionId, objectId, state: keep(rule, ruleStateSchema, 'rule state') };
    state.rules.set(ruleKey(row), row);
  }
  for (const id of commit.removedSubscriptionIds ?? []) state.removeSubscription(id);
  for (const alert of commit.alerts ?? []) state.alerts.set(alert.id, keep(alert, alertSchema, 'alert'));
  for (const message of commit.messages ?? []) putMessage(state, message);
  for (const delivery of commit.deliveries ?? []) addDelivery(state, delivery);
  for (const decision of commit.decisions ?? []) {
    state.addHistory({ kind: 'decisions', record: keep(decision, decisionSchema, 'decision') });
  }
  addEvaluations(state, history, commit.evaluations ?? []);
  return true;
}

/** An evaluation of one object and time is one, however often a reading brings it. */
function addEvaluations(state: State, history: History, records: readonly EvaluationRecord[]): void {
  const pending = state.pendingHistory.all().filter((line) => line.kind === 'evaluations');
  const known = new Set(pending.map((line) => `${evaluationKey(line.record)}@${line.record.atMs}`));
  for (const record of records) {
    const key = evaluationKey(record);
    if (known.has(`${key}@${record.atMs}`) || history.evaluations.index.has(key, record.atMs)) continue;
    known.add(`${key}@${record.atMs}`);
    state.addHistory({ kind: 'evaluations', record: keep(record, evaluationSchema, 'evaluation') });
  }
}
