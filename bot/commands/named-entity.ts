import type { Refusal } from '../../src/model/card-content.js';
import type { EntityView } from '../../src/model/entity.js';
import { short } from '../grammar/problem.js';
import { printName } from '../grammar/write-line.js';
import { findEntity } from '../items/find-entity.js';

/** The entity that a name means, kindly; else the refusal, with `again(name)` as ready lines for the nearest. Pure. */
export function namedEntity(
  text: string,
  entities: readonly EntityView[],
  again: (name: string) => string | undefined,
): { entity: EntityView } | { refusal: Refusal } {
  const match = findEntity(text, entities, undefined);
  if ('found' in match) return { entity: match.found.view };
  const near = 'several' in match ? match.several : match.nearest;
  const lines = near.slice(0, 5).flatMap(({ id }) => again(printName(id)) ?? []);
  return {
    refusal: {
      key: 'several' in match ? 'entity-ambiguous' : 'entity-unknown',
      facts: { text: short(text), count: near.length },
      suggestions: [...lines, 'entities'].slice(0, 6),
    },
  };
}
