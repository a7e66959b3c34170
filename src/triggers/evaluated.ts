import type { ValueEvaluated } from '../model/observation.js';
import type { Frame } from './frame.js';

/** One observation for each successful evaluation, with the ones before it. */
export function evaluated(kind: 'segment' | 'measure', { happenings, base }: Frame): ValueEvaluated[] {
  const from = kind === 'segment' ? 'segments' : 'measures';
  const trigger = kind === 'segment' ? 'segment-threshold' : 'measure-threshold';
  return happenings[from].map(({ name, friendlyName, evaluated: { atMs, value }, trend }) => {
    const object = { kind, id: name, name: friendlyName };
    return { ...base(trigger, { parts: [name, atMs], object, atMs, from }), value, trend };
  });
}
