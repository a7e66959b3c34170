import type { EntityView } from '../../src/model/entity.js';
import type { Reading } from '../../src/model/reading.js';
import { type Candidate, type Match, matchName } from '../commands/match.js';

export type EntityCandidate = Candidate & { view: EntityView };

/** What people call the entities that every instance has. */
const everydayNames: Readonly<Record<string, string[]>> = {
  Customer: ['customers', 'profiles', 'unified customers', 'клиент', 'клиенттер'],
  UnifiedActivity: ['activity', 'activities', 'timeline', 'әрекеттер'],
  Customer_Measure: ['customer measures', 'customer attributes'],
};

/** The entity that a name means: in any case, without its source, by a friendly name, or by a part only one has. */
export function findEntity(
  text: string,
  entities: readonly EntityView[],
  reading: Reading | undefined,
): Match<EntityCandidate> {
  return matchName(text, candidates(entities, reading));
}

function candidates(entities: readonly EntityView[], reading: Reading | undefined): EntityCandidate[] {
  const friendly = new Map(
    [...(reading?.segments ?? []), ...(reading?.measures ?? [])].map((one) => [one.name, one.friendlyName]),
  );
  return entities.map((view) => {
    const { name, sourceName } = view;
    const own =
      sourceName !== undefined && name.startsWith(`${sourceName}_`) ? name.slice(sourceName.length + 1) : name;
    const called = friendly.get(name);
    const spellings = [name, own, apart(name), apart(own), ...(everydayNames[name] ?? []), ...(called ? [called] : [])];
    return { id: name, name, spellings: [...new Set(spellings)], view };
  });
}

/** `UnifiedActivity` as people say it: unified activity. */
function apart(name: string): string {
  return name
    .replace(/_+/g, ' ')
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase();
}
