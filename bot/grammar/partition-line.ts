import { failed, type Parsed, parsed } from './problem.js';
import type { Token } from './tokens.js';

/** An entity's name alone. Pure; never throws. */
export function readEntityName(tokens: readonly Token[]): Parsed<{ entity: string }> {
  const [entity] = tokens;
  if (!entity) return failed({ key: 'partitions-entity-missing', example: 'partitions Customer' });
  return parsed({ entity: entity.text });
}

/** An entity's name and a part's. Pure; never throws. */
export function readPartition(tokens: readonly Token[]): Parsed<{ entity: string; name: string }> {
  const [entity, name] = tokens;
  if (!entity) return failed({ key: 'partitions-entity-missing', example: 'partition Customer part-00000' });
  if (!name) return failed({ key: 'partition-name-missing', example: 'partition Customer part-00000' });
  return parsed({ entity: entity.text, name: name.text });
}
