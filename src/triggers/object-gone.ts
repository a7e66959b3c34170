import type { ObjectGone } from '../model/observation.js';
import type { Frame } from './frame.js';

const readFrom = { source: 'sources', segment: 'segments', measure: 'measures' } as const;

/** No trigger of its own: it ends what was told of an object that is no more. */
export function objectsGone({ happenings, base }: Frame): ObjectGone[] {
  return happenings.gone.map(({ object, atMs, reason }) => {
    const from = object.kind in readFrom ? readFrom[object.kind as keyof typeof readFrom] : 'nodes';
    return { ...base('object-gone', { parts: [object.kind, object.id, atMs], object, atMs, from }), reason };
  });
}
