import { Decimal } from 'decimal.js';

const plain = /^-?\d+(?:\.\d+)?$/;
const longest = 24;

/** A number as written, or the plain spellings it may have meant (none where there is no saying). */
export type NumberResult = { value: string } | { meant: string[] };

/** Accepts `-?\d+(\.\d+)?` of at most 24 characters and gives its shortest spelling: 2000.0 is 2000, -0 is 0. */
export function readNumber(text: string): NumberResult {
  if (plain.test(text) && text.length <= longest) return { value: canonical(text) };
  return { meant: guesses(text) };
}

/** Plain, and refused for its length alone. */
export function isTooLong(text: string): boolean {
  return plain.test(text) && text.length > longest;
}

export function canonical(text: string): string {
  return new Decimal(text).toFixed().replace(/^-0$/, '0');
}

const suffixes: Record<string, number> = { k: 1e3, m: 1e6, мың: 1e3, млн: 1e6 };

/** "1,5" may be one and a half or fifteen hundredths too few; both readings are offered where both make sense. */
function guesses(text: string): string[] {
  const ascii = text
    .normalize('NFKC')
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .replace(/[−–—]/g, '-')
    .replace(/٫/g, ',')
    .replace(/[\s'’_٬]/g, '')
    .toLowerCase();
  const parts = /^([-+]?)([\d.,]*\d[\d.,]*)(e[-+]?\d{1,2})?(k|m|мың|млн)?%?$/.exec(ascii);
  if (!parts) return [];
  const [, sign = '', digits = '', exponent = '', suffix = ''] = parts;
  const found = readings(digits).flatMap((reading) => {
    const value = new Decimal(`${sign === '-' ? '-' : ''}${reading}${exponent}`).times(suffixes[suffix] ?? 1);
    const spelt = canonical(value.toFixed());
    return spelt.length <= longest ? [spelt] : [];
  });
  return [...new Set(found)];
}

/** What `1.234,5`, `1,234`, `1,5` or `.5` may mean, in plain digits, the likeliest first. */
function readings(digits: string): string[] {
  const separators = [...digits.matchAll(/[.,]/g)];
  const last = separators.at(-1);
  if (!last) return [digits];
  const whole = digits.replace(/[.,]/g, '');
  const fraction = digits.slice(last.index + 1);
  const head = digits.slice(0, last.index).replace(/[.,]/g, '');
  const decimal = fraction === '' ? head : `${head || '0'}.${fraction}`;
  const sameMark = separators.filter((mark) => mark[0] === last[0]).length;
  if (sameMark > 1) return [whole];
  if (separators.length > 1 || fraction.length !== 3) return [decimal];
  return [whole, decimal];
}

/** Decimal digits come in runs of ten, in every script. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return code - zero;
}
