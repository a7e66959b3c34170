import { distance } from 'fastest-levenshtein';

/** Something that can be named in a command. */
export interface Candidate {
  /** API name or source id: what stays the same when people rename it. */
  id: string;
  /** What people call it. */
  name: string;
  /** Every spelling it answers to. */
  spellings: string[];
}

export type Match<T> = { found: T } | { several: T[] } | { nearest: T[] };

export const fold = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/**
 * Kind matching: the exact spelling, then one in any case, then a part that only one of them has. Several or none: the
 * likeliest, for buttons. Pure.
 */
export function matchName<T extends Candidate>(text: string, candidates: readonly T[]): Match<T> {
  const byId = candidates.filter((one) => one.id === text);
  const exact = candidates.filter((one) => one.spellings.includes(text));
  const wanted = fold(text);
  const same = candidates.filter((one) => one.spellings.some((spelling) => fold(spelling) === wanted));
  const parts = candidates.filter((one) => one.spellings.some((spelling) => fold(spelling).includes(wanted)));
  for (const level of [byId, exact, same, parts]) {
    if (level.length === 1 && level[0]) return { found: level[0] };
    if (level.length > 1) return { several: level };
  }
  return { nearest: nearest(wanted.slice(0, 200), candidates) };
}

function nearest<T extends Candidate>(wanted: string, candidates: readonly T[]): T[] {
  return candidates
    .map((one) => ({
      one,
      far: Math.min(...one.spellings.map((spelling) => distance(wanted, fold(spelling).slice(0, 200)))),
    }))
    .filter(({ far }) => far <= Math.max(2, Math.floor(wanted.length / 2)))
    .sort((a, b) => a.far - b.far)
    .map(({ one }) => one);
}
