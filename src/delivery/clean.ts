/**
 * Names, error messages and everything else that other people wrote. It is shown as plain characters: no line breaks,
 * nothing invisible, nothing that turns the direction of the text around, no mention and no template expression.
 * Markdown is not touched here; such text belongs in a RichTextBlock, or through `escapeMarkdown` (Teams reference 4.5).
 */

// Control, format (bidi, zero-width, tags), private, unassigned and unpaired characters, and the fillers, which are
// letters that show nothing. The joiners of emoji and of some scripts stay; line breaks become blanks.
const invisible =
  /(?![\t-\r]|\u0085|\u200c|\u200d)[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/gu;
// No-break spaces stay: numbers are grouped with them.
const blanks = /[\t-\r \u0085\u1680\u2000-\u200a\u2028\u2029\u205f\u3000]+/gu;

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Longest name, in characters as people count them. */
export const NAME_LIMIT = 80;

/** At most `limit` characters as people count them; the last is an ellipsis where something was cut. */
export function cut(text: string, limit: number): string {
  // Piled-up combining marks make one character of any length, so the raw length is bounded as well.
  const rawLimit = limit * 4;
  if (text.length <= limit) return text;
  const kept: string[] = [];
  let length = 0;
  for (const { segment } of characters.segment(text.slice(0, rawLimit + 16))) {
    if (kept.length === limit || length + segment.length > rawLimit) {
      return `${kept
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`;
    }
    kept.push(segment);
    length += segment.length;
  }
  return length < text.length
    ? `${kept
        .slice(0, limit - 1)
        .join('')
        .trimEnd()}…`
    : text;
}

/** One plain line of at most `limit` characters. */
export function clean(text: string, limit: number = NAME_LIMIT): string {
  const line = text
    .slice(0, limit * 8 + 256)
    .normalize('NFC')
    .replace(invisible, '')
    .replace(blanks, ' ')
    .trim()
    .replace(/\$(?=\{)/g, '$ ')
    .replace(/\{(?=\{)/g, '{ ')
    .replace(/\}(?=\})/g, '} ')
    .replace(/<(\s*\/?\s*at\b[^<>]*)>?/gi, '‹$1›');
  return cut(line, limit);
}

/** For a TextBlock or a fact, where Markdown would be read: `clean` text whose special characters are escaped. */
export function escapeMarkdown(text: string, limit: number = NAME_LIMIT): string {
  return clean(text, limit)
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replace(/[\\`*_~[\](){}#+\-.!|&:@$]/g, (mark) => `\\${mark}`);
}

/** A person's name inside `<at>`: the characters that could end the tag or start Markdown are left out. */
export function mentionName(name: string): string {
  const plain = clean(name.replace(/[<>\\`*_~[\](){}#|&"]/g, ' '));
  return plain === '' ? '?' : plain;
}
