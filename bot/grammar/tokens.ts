/** A word of a command line. A quoted one is a name and never a word of the grammar. */
export interface Token {
  text: string;
  kind: 'word' | 'quoted' | 'mention';
}

/** People paste typographic quotes, and phones make them by themselves. */
export const closing: Record<string, string> = {
  '"': '"',
  '“': '”',
  '”': '”',
  '„': '“”',
  '«': '»',
  '‘': '’',
  '‚': '‘’',
  "'": "'",
};
/** These also stand inside names (O'Neil), so they close only at the end of a word. */
const apostrophes = new Set(["'", '’', '‘']);

/** One line: controls, invisible characters and runs of blanks are gone. */
export function tidy(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]/g, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Never throws. A quote that does not close is an ordinary character. */
export function tokenize(line: string): Token[] {
  const text = tidy(line);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (text[at] === ' ') {
      at += 1;
      continue;
    }
    const mention = text[at] === '@';
    const start = mention ? at + 1 : at;
    const quoted = readQuoted(text, start);
    if (quoted) {
      tokens.push({ text: quoted.text, kind: mention ? 'mention' : 'quoted' });
      at = quoted.next;
      continue;
    }
    const blank = text.indexOf(' ', at);
    const end = blank < 0 ? text.length : blank;
    const isMention = mention && end > start;
    tokens.push({ text: text.slice(isMention ? start : at, end), kind: isMention ? 'mention' : 'word' });
    at = end;
  }
  return tokens;
}

function readQuoted(text: string, at: number): { text: string; next: number } | undefined {
  const open = text[at];
  const ends = open === undefined ? undefined : closing[open];
  if (!ends) return undefined;
  let content = '';
  for (let i = at + 1; i < text.length; i += 1) {
    const char = text[i] ?? '';
    const next = text[i + 1];
    if (open === '"' && char === '\\' && (next === '"' || next === '\\')) {
      content += next;
      i += 1;
    } else if (ends.includes(char) && (!apostrophes.has(char) || next === undefined || next === ' ')) {
      return { text: content.trim(), next: i + 1 };
    } else content += char;
  }
  return undefined;
}

/** What stands behind the first `count` words of a line, exactly as it was written. The words hold no quotes. */
export function textAfter(line: string, count: number): string {
  let rest = line;
  for (let word = 0; word < count; word += 1) {
    rest = rest.replace(/^[\s\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\u00AD]*\S+/u, '');
  }
  return rest.trim();
}

/** A name as it can be typed again. */
export function quote(name: string): string {
  return `"${name.replace(/["\\]/g, '\\$&')}"`;
}
