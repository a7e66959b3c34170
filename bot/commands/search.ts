import { failed, type Parsed, parsed, short } from '../grammar/problem.js';
import { quote, type Token, tidy, tokenize } from '../grammar/tokens.js';
import { customersById } from '../people/by-id.js';
import { nobody, peopleContent } from '../people/list.js';
import { askAboutPeople, auditLookUp } from '../people/look-up.js';
import { answerProfile } from '../people/profile.js';
import { searchPeople } from '../people/search.js';
import { idOf } from '../people/shape.js';
import type { Command, CommandSpec } from './spec.js';

interface SearchCommand extends Command<'search'> {
  text: string;
  /** It was written in quotes: a field has to be the whole text. */
  exact: boolean;
}

/** Longer than any name, address or key. */
export const longestSearch = 200;

/** Finds customers by words; one that is found alone is opened. */
export const search: CommandSpec<SearchCommand> = {
  name: 'search',
  words: ['search', 'find', 'іздеу'],
  usage: 'search <text>\nsearch "<exact text>"',
  descriptionKey: 'help.search',
  examples: ['search Nadia', 'search "Nadia O\'Neil"'],
  read({ tokens }) {
    const exact = tokens.length === 1 && tokens[0]?.kind === 'quoted';
    const text = readSearch(tokens, exact ? (tokens[0]?.text ?? '') : plainWords(tokens));
    return text.ok ? parsed({ name: 'search', text: text.value, exact }) : text;
  },
  print: ({ text, exact }) => `search ${exact ? quote(text) : text}`,
  run: ({ text, exact }, turn, services) =>
    askAboutPeople('search', turn, services, async (desk, asking) => {
      const { sought, found } = await searchPeople(text, exact, desk, asking);
      const [only] = found.rows;
      const customerId = only && found.total === 1 ? idOf(only, desk.shape) : undefined;
      await auditLookUp({ how: 'search', found: found.total, ...(customerId ? { customerId } : {}) }, desk);
      if (customerId) {
        const readAtMs = services.clock.now();
        const [row] = await customersById(customerId, desk, asking);
        if (row) return answerProfile(row, desk, asking, readAtMs);
      }
      if (found.rows.length > 0) return peopleContent(sought, found, desk, asking);
      const suggestions = exact ? [`search ${text}`] : text.includes(' ') ? [] : [`customer ${text}`];
      return nobody(sought, suggestions, desk, asking);
    }),
};

/** Words to search for, as people type them. What asks for nothing is refused before a call is spent. */
export function readWords(line: string): Parsed<string> {
  const tokens = tokenize(line);
  return readSearch(tokens, plainWords(tokens));
}

function readSearch(tokens: readonly Token[], text: string): Parsed<string> {
  const length = [...text].length;
  if (tokens.every((token) => token.text === ''))
    return failed({ key: 'search-missing', example: 'search "Nadia O\'Neil"' });
  if (length > longestSearch) return failed({ key: 'search-too-long', facts: { limit: longestSearch, length } });
  // The index splits at these, so a text without anything else asks for nothing.
  if (!/[^\s\p{P}\p{C}]/u.test(text)) {
    const typed = tokens.map((token) => token.text).join(' ');
    return failed({ key: 'search-no-word', facts: { text: short(typed) }, example: 'search Nadia' });
  }
  return parsed(text);
}

/** Words without quotes of any kind around them, which would be read as an exact text. */
function plainWords(tokens: readonly Token[]): string {
  const line = tokens.map((token) => token.text).join(' ');
  const words = tidy(
    line.replace(/["“”„«»\\]/g, ' ').replace(/(?<![\p{L}\p{N}])['’‘‚@]+|['’‘‚]+(?![\p{L}\p{N}])/gu, ' '),
  );
  // A sign that stands alone at the beginning is punctuation between the command and its words.
  return tidy(words.replace(/^(?:[^\s\p{L}\p{N}\p{S}]+\s+)+/u, ''));
}
