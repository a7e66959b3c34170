import { SEPARATOR, type ViewInput } from '../../../src/delivery/views/view.js';
import type { HttpReply } from '../../../src/server/route.js';
import { type Candidate, fold } from '../../commands/match.js';
import { type Found, resultsReply, searchWords } from '../wire.js';
import type { SearchAt, Sought } from './search.js';

/** A page of what fits by name: what begins with the text first. `all` is absent where nothing was read yet. */
export async function answerLocally<C extends Candidate>(
  kind: 'segments' | 'measures' | 'sources' | 'alerts',
  all: readonly C[] | undefined,
  { text, skip, count }: Sought,
  at: SearchAt,
  found: (one: C) => Promise<Found> | Found,
): Promise<HttpReply> {
  const { f } = at.input;
  if (!all) return searchWords(f.say('extension.unread'));
  const fitting = fittingOf(all, text, f.tag);
  if (fitting.length === 0) {
    return searchWords(f.say(text === '' ? 'extension.none' : 'extension.none-fits', { kind, text }));
  }
  return resultsReply(await Promise.all(fitting.slice(skip, skip + count).map(found)));
}

function fittingOf<C extends Candidate>(all: readonly C[], text: string, locale: string): C[] {
  const wanted = fold(text.replace(/["“”„«»]/gu, ' '));
  const rank = ({ spellings }: C) => {
    const folded = spellings.map(fold);
    if (folded.some((one) => one.startsWith(wanted))) return 0;
    return folded.some((one) => one.includes(wanted)) ? 1 : 2;
  };
  return all
    .map((one) => ({ one, rank: rank(one) }))
    .filter(({ rank: own }) => own < 2)
    .sort((a, b) => a.rank - b.rank || a.one.name.localeCompare(b.one.name, locale) || a.one.id.localeCompare(b.one.id))
    .map(({ one }) => one);
}

/** The parts that say something, and the environment where a card would name it. */
export function lineOf(parts: readonly string[], { context }: ViewInput): string {
  return [...parts, context.instanceName ?? ''].filter((one) => one !== '').join(SEPARATOR);
}
