import { FoundMemory } from '../../bot/extension/search/found-people.js';
import { TypingPauses } from '../../bot/extension/search/typing.js';
import { FileShelf } from '../../bot/file-shelf.js';
import { Gatherings } from '../../bot/gatherings.js';
import { PageStore } from '../../bot/items/page-store.js';
import { KnownPeople } from '../../bot/known-people.js';
import { createPeopleMemory } from '../../bot/people/memory.js';
import { createRunStarts } from '../../bot/runs.js';
import { createPendingWrites } from '../../bot/writes/pending-writes.js';
import type { Clock } from '../base/clock.js';

/** What the conversation remembers for minutes only, and a restart forgets. */
export function createMemory(clock: Clock) {
  return {
    pages: new PageStore(clock),
    names: new KnownPeople(),
    gatherings: new Gatherings(),
    files: new FileShelf(clock),
    people: createPeopleMemory(clock),
    typing: new TypingPauses(clock),
    found: new FoundMemory(clock),
    writes: createPendingWrites(clock),
    starts: createRunStarts(() => clock.monotonic()),
  };
}
