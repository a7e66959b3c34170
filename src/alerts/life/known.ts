import { type Alert, alertKey, isLive } from '../../model/alert.js';
import type { ThresholdRule } from '../../model/subscription.js';
import type { Batch, Problem } from '../batch.js';
import { ruleWords } from '../judge.js';
import { type Place, placeOf } from '../place.js';

export function problemKey(connectionId: string, place: Place, observation: Problem, rule?: ThresholdRule): string {
  // Each run has an id of its own, but "the full refresh fails" is one problem, however many runs show it.
  const objectId = observation.trigger === 'full-refresh-completed' ? 'full-refresh' : observation.object.id;
  return alertKey({
    ...placeOf(place),
    connectionId,
    trigger: observation.trigger,
    objectId,
    ...(rule ? { rule: ruleWords(rule) } : {}),
  });
}

/** The live alert of a problem, else the last one it had. */
export function newestAlert(batch: Batch, { conversationKey }: Place, key: string): Alert | undefined {
  return batch.alerts
    .of(conversationKey)
    .filter((alert) => alert.key === key)
    .sort((a, b) => Number(isLive(b)) - Number(isLive(a)) || b.observation.atMs - a.observation.atMs)[0];
}
