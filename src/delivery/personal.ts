import type { AttributeView, Row } from '../model/entity.js';

type Described = Pick<AttributeView, 'name' | 'semanticType'> & Partial<Pick<AttributeView, 'friendlyName'>>;

const personalMeaning = /person|name$|e-?mail|phone|birth|address|street|postal|zip|passport|national|tax/i;
const personalName = new RegExp(
  [
    '(?:full|first|last|middle|given|family|sur|birth|maiden|nick|display|customer|contact|user)[_ -]?name',
    'e[_ -]?mail|phone|mobile|fax|birth|address|street|post(?:al)?[_ -]?code|zip',
    'passport|national[_ -]?id|tax[_ -]?id|\\b(?:dob|ssn|iban)\\b|latitude|longitude',
  ].join('|'),
  'i',
);

const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
/** More than anybody reads in one field of a shared card; what is beyond is left out rather than looked through. */
const longestText = 4000;
/** A word this short would be told by its first letter. */
const shortestTold = 3;
const mostWords = 3;

/** Addresses in the middle of a text, also as links write them. Bounded, so that no text takes long. */
const emailInText = /[^\s@<>()[\]{},;:"'|/\\=?&%]{1,64}(?:@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/giu;

const gap = '[\\s().\\-\u2010-\u2013]{0,3}';
/** A number that begins inside a word, an id or another number is none that can be called. */
const alone = '(?<![\\p{L}\\p{N}_-])';
const phonesInText = new RegExp(
  [
    // International: 7 to 15 digits behind a plus or two zeros.
    `(?:\\+|${alone}00)${gap}\\d(?:${gap}\\d){6,14}`,
    // With the zero of the country's own network. Dates begin with one as well.
    `${alone}\\(?0(?!\\d?[./-]\\d{1,2}[./-]\\d{2,4}(?!\\d))\\d(?:${gap}\\d){7,10}(?![\\p{L}\\p{N}])`,
    // Kazakhstan and Russia, and North America.
    `${alone}8${gap}\\d{3}${gap}\\d{3}${gap}\\d{2}${gap}\\d{2}(?![\\p{L}\\p{N}])`,
    `${alone}\\(?\\d{3}\\)?[\\s.-]\\s?\\d{3}[\\s.-]\\d{4}(?![\\p{L}\\p{N}])`,
  ].join('|'),
  'gu',
);

/** Whether a column tells who somebody is, by what the service and people call it. */
export function isPersonal({ name, friendlyName, semanticType }: Described): boolean {
  return [name, friendlyName ?? ''].some((one) => personalName.test(one)) || personalMeaning.test(semanticType ?? '');
}

/**
 * What is left of a personal value where others can read it: enough to recognise, not to learn. An e-mail address
 * keeps its domain, words keep their first letter, numbers and dates keep nothing; yes and no name nobody.
 */
export function masked(value: unknown): unknown {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.slice(0, longestText).trim() : '';
  if (email.test(text)) return maskedEmail(text);
  const words = text.split(/\s+/u).filter((word) => word !== '');
  if (words.length === 0 || /\d/.test(words[0] ?? '')) return '***';
  return words.slice(0, mostWords).map(initial).join(' ');
}

function initial(word: string): string {
  const letters = [...word];
  const first = letters[0] ?? '';
  return letters.length >= shortestTold && /\p{L}/u.test(first) ? `${first}***` : '***';
}

function maskedEmail(text: string): string {
  const at = text.lastIndexOf('@');
  return `${initial(text.slice(0, at))}${text.slice(at)}`;
}

/**
 * A text as others may read it: addresses, telephone numbers and the personal values that are `known` from elsewhere
 * are masked wherever they stand in it.
 */
export function maskText(text: string, known: readonly string[] = []): string {
  return hidden(text, maskKnown(known));
}

type Hide = (text: string) => string;

function hidden(text: string, hideKnown: Hide): string {
  return hideKnown(text.slice(0, longestText))
    .replace(emailInText, (found) => maskedEmail(found.replace(/%40/i, '@')))
    .replace(phonesInText, '***');
}

/**
 * Expressions are made once for all texts of a row, and without classes of letters: making one takes longer than looking
 * through a text, and with such classes many times longer.
 */
function maskKnown(known: readonly string[]): Hide {
  const told = [...new Set(known.map((one) => one.trim()))].filter((one) => [...one].length >= shortestTold);
  const longestFirst = told.sort((a, b) => b.length - a.length).slice(0, 50);
  const masks = longestFirst.map((one): [RegExp, string] => {
    const escaped = one.slice(0, 200).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return [new RegExp(escaped, 'giu'), String(masked(one))];
  });
  return (text) => masks.reduce((rest, [wanted, mask]) => withoutWord(rest, wanted, mask), text);
}

const endsInWord = /[\p{L}\p{N}]$/iu;
const beginsInWord = /^[\p{L}\p{N}]/iu;

/** The text with a mask wherever the expression matches whole words. */
function withoutWord(text: string, wanted: RegExp, mask: string): string {
  let shown = '';
  let from = 0;
  wanted.lastIndex = 0;
  for (let found = wanted.exec(text); found; found = wanted.exec(text)) {
    const end = found.index + found[0].length;
    const isPart = endsInWord.test(text.slice(0, found.index).slice(-2)) || beginsInWord.test(text.slice(end, end + 2));
    // A whole word may begin inside of what is part of another.
    if (isPart) wanted.lastIndex = found.index + String.fromCodePoint(text.codePointAt(found.index) ?? 0).length;
    if (isPart) continue;
    shown += text.slice(from, found.index) + mask;
    from = end;
  }
  return shown + text.slice(from);
}

/** What of a row tells who it is about, to be looked for in texts beside it: values of personal columns. */
export function personalValues(row: Row, attributes: readonly Described[]): string[] {
  return attributes.filter(isPersonal).flatMap(({ name }) => {
    const value = row[name];
    return typeof value === 'string' && value.trim() !== '' ? [value] : [];
  });
}

/**
 * The row as others may read it: personal columns are masked whole, texts in any other column where they hold an
 * address, a telephone number, or a personal value of the row or of `known`.
 */
export function maskRow(row: Row, attributes: readonly Described[], known: readonly string[] = []): Row {
  const personal = new Set(attributes.filter(isPersonal).map((one) => one.name));
  const hideKnown = maskKnown([...personalValues(row, attributes), ...known]);
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      personal.has(name) ? masked(value) : maskedInside(value, hideKnown),
    ]),
  );
}

/** Rows may hold lists and objects; what is in them has no column that could call it personal but its own name. */
function maskedInside(value: unknown, hideKnown: Hide, depth = 0): unknown {
  if (typeof value === 'string') return hidden(value, hideKnown);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 5) return '***';
  if (Array.isArray(value)) return value.map((one) => maskedInside(one, hideKnown, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      isPersonal({ name }) ? masked(one) : maskedInside(one, hideKnown, depth + 1),
    ]),
  );
}
