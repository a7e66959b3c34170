import type { Row } from '../../../src/model/entity.js';
import { personKey } from '../../asking.js';
import { longestSearch, readWords } from '../../commands/search.js';
import { type Desk, openDesk, rowsAtOnce } from '../../people/desk.js';
import { lineOf as personLine } from '../../people/list.js';
import { auditLookUp } from '../../people/look-up.js';
import { searchedColumns, searchHundred } from '../../people/search.js';
import { type Found, resultsReply, searchWords } from '../wire.js';
import type { FoundPeople } from './found-people.js';
import { lineOf } from './local.js';
import { foundOf, freeCost, type Search, type SearchAt, type Sought } from './search.js';

/** A letter alone fits everybody, and is no word yet. */
const fewestLetters = 2;

/** Customers by words of their profile, through the search lane. */
export const customers: Search = async (sought, at) => {
  const { f } = at.input;
  const read = readWords(sought.text);
  if ([...sought.text].length < fewestLetters) return searchWords(f.say('extension.type-more'));
  if (!read.ok) {
    const [{ key, facts }] = read.problems;
    return searchWords(
      key === 'search-too-long'
        ? f.say('refusal.search-too-long', facts ?? { limit: longestSearch, length: sought.text.length })
        : f.say('refusal.search-no-word', { text: sought.text }),
    );
  }
  const text = read.value;
  const hundred = Math.floor(sought.skip / rowsAtOnce);
  const { services, turn, connectionId } = at;
  const known = services.found.get(connectionId, text, hundred);
  if (known) return shown(known, text, sought, await deskOf(at), at);
  if (hundred === 0 && services.found.mayNarrow(connectionId, text)) {
    const desk = await deskOf(at);
    const some = desk && services.found.narrowed(connectionId, text, searchedColumns(desk.shape));
    if (some) return shown(some, text, sought, desk, at);
  }
  const search = async () => {
    const desk = await deskOf(at);
    return { desk, found: desk && (await findPeople(text, hundred, desk, at)) };
  };
  // Whoever leafs on has stopped typing.
  const person = `${personKey(turn)} ${connectionId}`;
  const outcome =
    sought.skip > 0 ? { result: await search() } : await services.typing.ask(person, text, search, at.allowance.made);
  if ('result' in outcome) return shown(outcome.result.found, text, sought, outcome.result.desk, at);
  return searchWords(
    outcome.why === 'overtaken'
      ? f.say('extension.keep-typing')
      : f.say('extension.too-often', { time: f.duration(outcome.waitMs) }),
  );
};

function deskOf({ connectionId, turn, services, allowance }: SearchAt): Promise<Desk | undefined> {
  return openDesk(connectionId, turn, services, allowance);
}

/** What was asked meanwhile, before a call is spent. */
async function findPeople(text: string, hundred: number, desk: Desk, at: SearchAt): Promise<FoundPeople> {
  const { found } = at.services;
  const known = found.get(at.connectionId, text, hundred);
  if (known) return known;
  const read = await searchHundred(text, hundred, desk, at.allowance);
  found.keep(at.connectionId, text, hundred, read);
  return read;
}

/** Written down before anybody sees it. */
async function shown(
  found: FoundPeople | undefined,
  text: string,
  { skip, count }: Sought,
  desk: Desk | undefined,
  at: SearchAt,
) {
  const { f } = at.input;
  if (!found || !desk) return searchWords(f.say('refusal.no-profiles'));
  await auditLookUp({ how: 'extension', found: found.total }, desk);
  if (found.total === 0) return searchWords(f.say('people.nobody-words', { sought: text }));
  const from = skip % rowsAtOnce;
  return resultsReply(found.rows.slice(from, from + count).map((row) => personFound(row, found, desk, at)));
}

/** Choosing one asks for the whole profile; a client that does not ask inserts the line. */
function personFound(row: Row, { readAtMs }: FoundPeople, desk: Desk, at: SearchAt): Found {
  const { input } = at;
  const person = personLine(row, desk);
  const name = person.name || input.f.say('people.nameless');
  const content = {
    situation: 'people' as const,
    // What was typed may tell more than is shown of this person.
    sought: name,
    by: 'words' as const,
    people: [person],
    total: 1,
    masked: desk.masked,
    suggestions: [],
    cost: freeCost(at, readAtMs),
  };
  const preview = {
    title: name,
    text: lineOf([input.f.say('extension.customer'), ...person.details], input),
    tap: { kind: 'customer', id: person.id, inserted: at.connectionId },
  };
  return foundOf(content, preview, at);
}
