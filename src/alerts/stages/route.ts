import type {
  FullRefreshEnded,
  FullRefreshProgress,
  ObjectGone,
  ObjectHealth,
  Observation,
  RetryRecovered,
} from '../../model/observation.js';
import type { Subscription } from '../../model/subscription.js';
import { type Batch, decide, type Noticed, type Problem, type Signal, type Stage } from '../batch.js';
import { byPlace, placeOf } from '../place.js';
import { wants } from '../wants.js';

/** Finds who wants what happened, and splits it by place. What nobody subscribed to may still end a known problem. */
export const route: Stage = {
  name: 'route',
  run(batch) {
    batch.signals = batch.observations.flatMap((observation) => signalsOf(batch, observation));
  },
};

function signalsOf(batch: Batch, observation: Observation): Signal[] {
  switch (observation.trigger) {
    case 'source-refresh-failed':
    case 'step-failed':
    case 'run-missing':
    case 'run-slow':
      return problems(batch, observation);
    case 'run-watch-ended':
      return [{ kind: 'run-over', observation }];
    case 'object-health':
      return [{ kind: 'alarm', observation, subscriptions: targeting(batch, observation) }];
    case 'full-refresh-completed':
      if (observation.outcome === 'failed') return [runOf(batch, observation), ...problems(batch, observation)];
      return [runOf(batch, observation), { kind: 'success', observation }, ...notices(batch, observation)];
    case 'full-refresh-progress':
      return [runOf(batch, observation)];
    case 'source-refresh-succeeded':
      return [{ kind: 'success', observation }, ...notices(batch, observation)];
    case 'retry-recovered':
      recovered(batch, observation);
      return [];
    case 'step-succeeded':
      return [{ kind: 'success', observation }];
    case 'unification-completed':
      return notices(batch, observation);
    case 'segment-threshold':
    case 'measure-threshold':
      return wanting(batch, observation).map((subscription) => ({ kind: 'evaluation', observation, subscription }));
    case 'profiles-counted':
      return [{ kind: 'counted', observation }];
    case 'object-gone':
      return [{ kind: 'gone', observation, subscriptions: targeting(batch, observation) }];
    case 'reading-health':
      return [{ kind: 'health', observation }];
  }
}

/** Nobody is told, but `why` knows. */
function recovered(batch: Batch, observation: RetryRecovered): void {
  const subscriptions = batch.subscriptions.of(observation.of).filter((one) => wants(one, observation) === 'wanted');
  const facts = { object: observation.object.name, failures: String(observation.failures) };
  for (const { place, members } of byPlace(subscriptions)) {
    decide(batch, route.name, 'recovered-before-final', { observation, place, subscriptions: members }, facts);
  }
}

/** How far a run is explains nothing to anybody: it leaves no decisions. */
function runOf(batch: Batch, observation: FullRefreshEnded | FullRefreshProgress): Signal {
  const wanted = batch.subscriptions.of('full-refresh-completed').filter((one) => wants(one, observation) === 'wanted');
  return { kind: 'run', observation, wishes: byPlace(wanted) };
}

function problems(batch: Batch, observation: Problem): Signal[] {
  return byPlace(wanting(batch, observation)).map(({ place, members }) => ({
    kind: 'problem',
    observation,
    place,
    subscriptions: members,
    facts: {},
  }));
}

function notices(batch: Batch, observation: Noticed): Signal[] {
  return byPlace(wanting(batch, observation)).map(({ place, members }) => ({
    kind: 'notice',
    observation,
    place,
    subscriptions: members,
  }));
}

function wanting(batch: Batch, observation: Observation): Subscription[] {
  const isValue = observation.trigger === 'segment-threshold' || observation.trigger === 'measure-threshold';
  return batch.subscriptions.of(subscribedTo(observation)).flatMap((subscription) => {
    const reason = wants(subscription, observation);
    // Evaluations come by the hundred, and that another segment is not this one explains nothing to anybody.
    if (reason !== 'wanted' && isValue) return [];
    const told = { observation, place: placeOf(subscription), subscriptions: [subscription] };
    decide(batch, route.name, reason, told);
    return reason === 'wanted' ? [revived(batch, subscription)] : [];
  });
}

/** Whoever watches full refreshes is told of those that do not come, too. */
function subscribedTo({ trigger }: Observation): string {
  return trigger === 'run-missing' || trigger === 'run-slow' ? 'full-refresh-completed' : trigger;
}

/** Something happened to its object, so the object is there again. */
function revived(batch: Batch, subscription: Subscription): Subscription {
  if (!subscription.cannotFire) return subscription;
  const { cannotFire: _, ...alive } = subscription;
  batch.subscriptions.put(alive);
  return alive;
}

/** Those that name the object itself; one that watches every object goes on with the others. */
function targeting(batch: Batch, { object }: ObjectGone | ObjectHealth): Subscription[] {
  return batch.subscriptions.all().filter((s) => s.target?.id === object.id && kindOf(s) === object.kind);
}

function kindOf(subscription: Subscription): string {
  switch (subscription.trigger) {
    case 'source-refresh-failed':
    case 'source-refresh-succeeded':
      return 'source';
    case 'segment-threshold':
      return 'segment';
    case 'measure-threshold':
      return 'measure';
    case 'step-failed':
      return 'step';
    case 'full-refresh-completed':
      return 'job';
    case 'unification-completed':
      return 'unification';
  }
}
