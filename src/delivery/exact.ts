import { cut } from './clean.js';

// What a reader would not see, or take for a blank: controls, formats, line ends, private and unassigned characters, the
// fillers and the no-break space. The joiners of emoji and scripts stay.
const unseen =
  /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0|\u00a0/gu;

/**
 * A JSON value as it is, for a reader who has to agree to it: text in quotes, invisible characters by their number, and
 * every blank.
 */
export function exact(value: unknown, limit: number): string {
  if (typeof value !== 'string') return cut(JSON.stringify(value) ?? '', limit);
  const seen = value
    .replaceAll('\\', '\\\\')
    .replace(unseen, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/^ | $|(?<= ) /g, '\u00a0');
  return `“${cut(seen, limit)}”`;
}
