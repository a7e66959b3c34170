import type { FormValues } from '../../src/model/card-content.js';
import { type Candidate, fold } from '../commands/match.js';
import { sourceCandidate, valueCandidate } from '../commands/objects.js';
import type { Known } from './known.js';

type Preset = Partial<FormValues>;

/** A single letter is in every message. */
const shortestName = 2;

/**
 * The form filled with what a text names: whole words in any case, and of several names the longest. Of a segment and a
 * measure of one name the segment is meant. Empty where nothing is named. Pure.
 */
export function presetOf(text: string, { segments, measures, sources }: Known): Preset {
  const named: [Candidate, Preset][] = [
    ...(segments ?? []).map((view): [Candidate, Preset] => [
      valueCandidate(view),
      { trigger: 'segment-threshold', segment: view.name },
    ]),
    // What has no single value cannot be watched.
    ...(measures ?? [])
      .filter(({ scalar }) => scalar)
      .map((view): [Candidate, Preset] => [valueCandidate(view), { trigger: 'measure-threshold', measure: view.name }]),
    ...(sources ?? []).map((view): [Candidate, Preset] => [
      sourceCandidate(view),
      { trigger: 'source-refresh-failed', source: view.id },
    ]),
  ];
  const said = fold(text);
  let best: { preset: Preset; length: number } = { preset: {}, length: shortestName - 1 };
  for (const [{ spellings }, preset] of named) {
    for (const name of spellings.map(fold)) {
      if (name.length > best.length && standsIn(said, name)) best = { preset, length: name.length };
    }
  }
  return best.preset;
}

const partOfWord = /[\p{L}\p{N}_]/u;

/** Whether the name stands in the text with no letter or digit next to it. */
function standsIn(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
    const after = [...text.slice(at + name.length, at + name.length + 2)][0] ?? '';
    if (!partOfWord.test(before) && !partOfWord.test(after)) return true;
  }
  return false;
}
