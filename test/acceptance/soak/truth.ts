import type { InsightsWorld } from '../../../src/emulator/insights/world.js';
import { stepGroupOf } from '../../../src/model/step-group.js';
import type { Subscription } from '../../../src/model/subscription.js';

/** Something that happened, told by the service's own books alone. `id` is what design section 3 asks for. */
export interface Happening {
  id: string;
  kind: 'failed' | 'succeeded' | 'evaluated';
  /** What it concerns: a failure and the success that ends it have the same. */
  subject: string;
  name: string;
  atMs: number;
  value?: string;
  /** Whether this subscription asks to be told. */
  wantedBy(subscription: Subscription): boolean;
}

const isFailure = (status: string) => status === 'failed' || status === 'timedOut';

/** All that happened after `sinceMs`, oldest first. */
export function happeningsOf(world: InsightsWorld, connectionId: string, sinceMs: number): Happening[] {
  const found = [...stepsOf(world, connectionId), ...runsOf(world, connectionId), ...valuesOf(world, connectionId)];
  return found.filter((one) => one.atMs > sinceMs).sort((a, b) => a.atMs - b.atMs);
}

function stepsOf(world: InsightsWorld, connectionId: string): Happening[] {
  const tasks = new Map(world.graph.jobs.flatMap((job) => job.tasks).map((task) => [task.taskId, task]));
  return [...tasks.values()].flatMap((task): Happening[] => {
    const { step, endedAtMs: atMs, status } = task;
    if (atMs === undefined || !task.final) return [];
    const { operation, identifier } = step;
    const failed = isFailure(status);
    if (!failed && status !== 'successful') return [];
    const kind = failed ? 'failed' : 'succeeded';
    const base = { kind, subject: step.key, name: step.friendlyName, atMs } as const;
    const id = (trigger: string, ...parts: (string | number)[]) => [connectionId, trigger, ...parts].join('/');
    if (operation === 'ingestion') {
      const trigger = failed ? 'source-refresh-failed' : 'source-refresh-succeeded';
      const wantedBy = (s: Subscription) => s.trigger === trigger && (s.target?.id ?? identifier) === identifier;
      return [{ ...base, id: id(trigger, identifier, atMs), wantedBy }];
    }
    const key = step.key.toLowerCase();
    const group = stepGroupOf(operation);
    const isAsked = (s: Subscription) => s.group === undefined || s.group === 'all' || s.group === group;
    const asStep: Happening = {
      ...base,
      id: id(failed ? 'step-failed' : 'step-succeeded', failed ? step.key : key, atMs),
      wantedBy: (s) => failed && s.trigger === 'step-failed' && isAsked(s),
    };
    if (operation !== 'merge' || failed) return [asStep];
    const unified: Happening = {
      ...base,
      subject: 'unification',
      name: 'Unification completed',
      id: id('unification-completed', atMs),
      wantedBy: (s) => s.trigger === 'unification-completed',
    };
    return [asStep, unified];
  });
}

function runsOf(world: InsightsWorld, connectionId: string): Happening[] {
  return world.graph.jobs.flatMap((job): Happening[] => {
    const { endedAtMs: atMs, status } = job;
    if (job.operation !== 'all' || atMs === undefined || (status !== 'successful' && !isFailure(status))) return [];
    return [
      {
        id: [connectionId, 'full-refresh-completed', job.jobId].join('/'),
        kind: isFailure(status) ? 'failed' : 'succeeded',
        subject: 'full-refresh',
        name: 'ull refresh',
        atMs,
        wantedBy: (s) =>
          s.trigger === 'full-refresh-completed' && (job.submission === 'scheduled' || s.includeManual === true),
      },
    ];
  });
}

function valuesOf(world: InsightsWorld, connectionId: string): Happening[] {
  const { segments, measures } = world.instance;
  const of = (kind: 'segment' | 'measure', name: string, title: string, atMs: number, value: string): Happening => ({
    id: [connectionId, `${kind}-threshold`, name, atMs].join('/'),
    kind: 'evaluated',
    subject: `${kind}/${name}`,
    name: title,
    atMs,
    value,
    wantedBy: (s) => s.trigger === `${kind}-threshold` && s.target?.id === name,
  });
  return [
    ...[...segments.values()].flatMap(({ definition, history }) =>
      history
        .filter((one) => one.jobStatus === 'CompletedSuccess')
        .map((one) => of('segment', definition.name, definition.friendlyName, one.atMs, String(one.members))),
    ),
    ...[...measures.values()].flatMap(({ definition, history }) =>
      history.flatMap(({ startMs, value, state }) =>
        value === undefined || state !== 'completed'
          ? []
          : [of('measure', definition.name, definition.displayName, startMs, value)],
      ),
    ),
  ];
}
