import { type Alert, isLive } from '../../model/alert.js';
import type { ConversationKey } from '../../model/conversation.js';
import { type Batch, decide, type Stage } from '../batch.js';
import { jobsOf } from '../jobs-of.js';
import { samePlace } from '../place.js';
import { show } from '../shown.js';

/**
 * A step that fails because an earlier one failed is told on the card of that one. The refresh graph's own word is
 * taken for it: the step is among those that were skipped because they wait for the root.
 */
export const inhibit: Stage = {
  name: 'inhibit',
  run(batch) {
    const moved = [...batch.items].filter((item) => item.does === 'opens' || item.does === 'repeats');
    for (const key of new Set(moved.map((item) => item.place.conversationKey))) inhibitIn(batch, key);
  },
};

function inhibitIn(batch: Batch, conversationKey: ConversationKey): void {
  const isMoved = (id: string) => (batch.items.does(id, 'opens') ?? batch.items.does(id, 'repeats')) !== undefined;
  for (const { id } of batch.alerts.of(conversationKey)) {
    const step = batch.alerts.get(id);
    if (!step || !isLive(step) || step.facts.inhibitedBy !== undefined) continue;
    const root = rootOf(batch, step);
    if (!root || !(isMoved(step.id) || isMoved(root.id))) continue;
    // What had a post of its own keeps it: moving it would leave that card empty.
    if (batch.items.does(step.id, 'opens') || step.messageId === root.messageId) subdue(batch, step, root);
  }
}

function subdue(batch: Batch, step: Alert, root: Alert): void {
  const version = batch.alerts.isKnown(step.id) ? step.version + 1 : step.version;
  const changed = { ...step, facts: { ...step.facts, inhibitedBy: root.id }, version, changedAtMs: batch.nowMs };
  show(batch, changed, root.messageId);
  const subscriptions = step.subscriptionIds.flatMap((id) => batch.subscriptions.get(id) ?? []);
  decide(
    batch,
    inhibit.name,
    'told-on-root-failure',
    { observation: step.observation, place: step, subscriptions, alertId: step.id, messageId: root.messageId },
    { root: root.object.name },
  );
}

function rootOf(batch: Batch, step: Alert): Alert | undefined {
  const { observation } = step;
  if (observation.trigger !== 'step-failed') return undefined;
  const jobs = jobsOf(observation);
  const direct = batch.alerts
    .of(step.conversationKey)
    .find(
      (other) =>
        other.id !== step.id &&
        isLive(other) &&
        samePlace(other, step) &&
        other.facts.inhibitedBy !== step.id &&
        isDownstream(other, observation.operation, observation.object.name) &&
        jobsOf(other.observation).some((job) => jobs.includes(job)),
    );
  const above = direct?.facts.inhibitedBy;
  return above === undefined ? direct : (batch.alerts.get(above) ?? direct);
}

function isDownstream(root: Alert, operation: string, name: string): boolean {
  const { observation } = root;
  if (observation.trigger !== 'source-refresh-failed' && observation.trigger !== 'step-failed') return false;
  return observation.skipped.some((step) => step.operation === operation && (step.name || operation) === name);
}
