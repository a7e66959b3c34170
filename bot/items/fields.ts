import { distance } from 'fastest-levenshtein';
import type { AttributeView } from '../../src/model/entity.js';

export type FieldMatch = { found: AttributeView } | { several: AttributeView[] } | { nearest: AttributeView[] };

/** How names of fields are compared: case, blanks, hyphens and underscores make no difference. */
function squeeze(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-‐‑–]+/gu, '');
}

/** The attribute that a name means: its own name in any case, else what people call it. Pure. */
export function findField(text: string, attributes: readonly AttributeView[]): FieldMatch {
  const wanted = squeeze(text);
  const levels = [
    attributes.filter(({ name }) => name === text),
    attributes.filter(({ name }) => name.toLowerCase() === text.toLowerCase()),
    attributes.filter(({ name, friendlyName }) => squeeze(name) === wanted || squeeze(friendlyName) === wanted),
  ];
  for (const level of levels) {
    if (level.length === 1 && level[0]) return { found: level[0] };
    if (level.length > 1) return { several: level };
  }
  return { nearest: nearest(wanted.slice(0, 64), attributes) };
}

/** Those that hold the text, then those that are spelt nearly so. */
function nearest(wanted: string, attributes: readonly AttributeView[]): AttributeView[] {
  if (wanted === '') return [];
  return attributes
    .map((one) => {
      const names = [one.name, one.friendlyName].map((name) => squeeze(name).slice(0, 64));
      const holds = names.some((name) => name.includes(wanted) || (name.length > 2 && wanted.includes(name)));
      return { one, far: Math.min(...names.map((name) => distance(wanted, name))) - (holds ? 100 : 0) };
    })
    .filter(({ far }) => far <= Math.max(1, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.far - b.far)
    .map(({ one }) => one);
}
