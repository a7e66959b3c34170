import type { ObjectHealth } from '../model/observation.js';
import type { Frame } from './frame.js';

const readFrom = { source: 'sources', segment: 'segments', measure: 'measures' } as const;

/** No trigger of its own: whoever watches the object by name is told that it brings no alerts, or does again. */
export function objectsTroubled({ happenings, base }: Frame): ObjectHealth[] {
  return happenings.troubles.map(({ object, state, reason, atMs, lastSignMs, offAtMs }) => {
    const from = object.kind in readFrom ? readFrom[object.kind as keyof typeof readFrom] : 'nodes';
    const { late: _, ...seen } = base('object-health', {
      parts: [object.kind, object.id, reason, state, atMs],
      object,
      atMs,
      from,
    });
    return {
      ...seen,
      state,
      reason,
      ...(lastSignMs === undefined ? {} : { lastSignMs }),
      ...(offAtMs === undefined ? {} : { offAtMs }),
    };
  });
}
