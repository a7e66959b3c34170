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
import { foundOf, freeCost, inputOf, type Search, type SearchAt, type Sought } from './search.js';

/** A letter alone fits everybody, and is no word yet. */
const fewestLetters = 2;

/** Customers by words of their profile, through the search lane. */
export const customers: Search = async (sought, at) => {
  const { f } = inputOf(at);
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
  const person = `${personKey(turn)} ${connectionId}`;
  // Whoever leafs on has stopped typing.
  if (sought.skip === 0) {
    const verdict = await services.typing.pause(person, text);
    if (!verdict.go) {
      return verdict.why === 'overtaken'
        ? searchWords(f.say('extension.keep-typing'))
        : searchWords(f.say('extension.too-often', { time: f.duration(verdict.waitMs) }));
    }
  }
  try {
    const desk = await deskOf(at);
    const found = desk && (await findPeople(text, hundred, desk, at));
    return shown(found, text, sought, desk, at);
  } finally {
    services.typing.spent(person, at.allowance.made());
  }
};

function deskOf({ connectionId, turn, services, allowance }: SearchAt): Promise<Desk | undefined> {
  return openDesk(connectionId, turn, services, allowance);
}

/** What somebody else asked meanwhile, or a part of what is known, before a call is spent. */
async function findPeople(text: string, hundred: number, desk: Desk, at: SearchAt): Promise<FoundPeople> {
  const { found } = at.services;
  const known =
    found.get(at.connectionId, text, hundred) ??
    (hundred === 0 ? found.narrowed(at.connectionId, text, searchedColumns(desk.shape)) : undefined);
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
  const { f } = inputOf(at);
  if (!found || !desk) return searchWords(f.say('refusal.no-profiles'));
  await auditLookUp({ how: 'extension', found: found.total }, desk);
  if (found.total === 0) return searchWords(f.say('people.nobody-words', { sought: text }));
  const from = skip % rowsAtOnce;
  return resultsReply(found.rows.slice(from, from + count).map((row) => personFound(row, found, desk, at)));
}

/** Choosing one asks for the whole profile; a client that does not ask inserts the line. */
function personFound(row: Row, { readAtMs }: FoundPeople, desk: Desk, at: SearchAt): Found {
  const input = inputOf(at);
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
