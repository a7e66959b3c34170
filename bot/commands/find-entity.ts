import type { Refusal } from '../../src/model/card-content.js';
import type { EntityView } from '../../src/model/entity.js';
import { short } from '../grammar/problem.js';
import { printName } from '../grammar/write-line.js';
import { type Candidate, matchName } from './match.js';

/** The entity that a name means, kindly; else the refusal, with `again(name)` as ready lines for the nearest. Pure. */
export function findEntity(
  text: string,
  entities: readonly EntityView[],
  again: (name: string) => string | undefined,
): { entity: EntityView } | { refusal: Refusal } {
  const candidates: (Candidate & { entity: EntityView })[] = entities.map((entity) => {
    const own = entity.sourceName && entity.name.startsWith(`${entity.sourceName}_`);
    const spellings = own ? [entity.name, entity.name.slice(`${entity.sourceName}_`.length)] : [entity.name];
    return { id: entity.name, name: entity.name, spellings, entity };
  });
  const match = matchName(text, candidates);
  if ('found' in match) return { entity: match.found.entity };
  const near = 'several' in match ? match.several : match.nearest;
  const lines = near.slice(0, 5).flatMap(({ id }) => again(printName(id)) ?? []);
  const facts = { text: short(text), count: near.length };
  return {
    refusal: {
      key: 'several' in match ? 'entity-ambiguous' : 'entity-unknown',
      facts,
      suggestions: [...lines, 'entities'].slice(0, 6),
    },
  };
}
