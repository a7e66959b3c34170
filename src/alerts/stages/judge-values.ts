import type { Flapping } from '../../model/alert.js';
import type { ValueEvaluated } from '../../model/observation.js';
import type { Subscription, ThresholdRule } from '../../model/subscription.js';
import { type Batch, decide, type Signal, type Stage } from '../batch.js';
import { calmRuns, type Judgement, judge } from '../judge.js';
import { placeOf } from '../place.js';
import { trendUpTo } from '../trend.js';

/** Asks each subscription's rule about each evaluation. Everything that is no evaluation passes. */
export const judgeValues: Stage = {
  name: 'judge',
  run(batch) {
    batch.signals = batch.signals.flatMap((signal) =>
      signal.kind === 'evaluation' ? judged(batch, signal.observation, signal.subscription) : [signal],
    );
  },
};

function judged(batch: Batch, observation: ValueEvaluated, subscription: Subscription): Signal[] {
  const { rule } = subscription;
  if (!rule) return [];
  const objectId = observation.object.id;
  const before = batch.rules.get(subscription.id, objectId);
  const judgement = judge(rule, before, { atMs: observation.atMs, value: observation.value });
  if (judgement.state !== before) batch.rules.put(subscription.id, objectId, judgement.state);
  const place = placeOf(subscription);
  decide(
    batch,
    judgeValues.name,
    judgement.reason,
    { observation, place, subscriptions: [subscription] },
    factsOf(observation, rule, judgement),
  );
  const { verdict, reason, previous, crossed } = judgement;
  if (verdict === 'back') return [{ kind: 'back', observation, subscription, calm: reason === 'flapping-calm' }];
  if (verdict === 'quiet') return [];
  const facts = {
    rule,
    trend: trendUpTo(batch, observation),
    ...(previous ? { previous } : {}),
    ...(crossed ? { crossed } : {}),
    ...flappingOf(judgement),
  };
  if (verdict === 'calm') return [{ kind: 'calm', observation, subscription, facts }];
  return [{ kind: 'problem', observation, place, subscriptions: [subscription], facts }];
}

function flappingOf({ reason, flapping }: Judgement): { flapping?: Flapping } {
  if (flapping) return { flapping: { state: 'muted', ...flapping, calmRuns } };
  const isCalm = reason === 'flapping-calm' || reason === 'flapping-calm-crossed';
  return isCalm ? { flapping: { state: 'calm', calmRuns } } : {};
}

function factsOf(observation: ValueEvaluated, rule: ThresholdRule, judgement: Judgement): Record<string, string> {
  return {
    object: observation.object.name,
    value: observation.value,
    ...(judgement.previous ? { previous: judgement.previous.value } : {}),
    ...(rule.value === undefined ? {} : { threshold: rule.value }),
    ...(rule.percent === undefined ? {} : { percent: rule.percent }),
    ...(rule.band ? { band: `${rule.band.size}${rule.band.unit === 'percent' ? '%' : ''}` } : {}),
    ...(judgement.calm === undefined ? {} : { calm: String(judgement.calm), calmRuns: String(calmRuns) }),
    ...(rule.runs > 1 ? { streak: String(judgement.state.streak), runs: String(rule.runs) } : {}),
  };
}
