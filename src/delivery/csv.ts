import type { Row } from '../model/entity.js';

/** A spreadsheet that knows it is UTF-8. */
const BOM = '\uFEFF';
const LINE_END = '\r\n';

/** What a spreadsheet may pass over before it looks for a formula. */
const passedOver = /^[\p{White_Space}\p{Cc}\p{Cf}]+/u;

/**
 * Text that a spreadsheet would run as a formula gets an apostrophe in front. Full-width and small forms of the signs
 * count as what they stand for.
 */
function harmless(text: string): string {
  const first = text.replace(passedOver, '').charAt(0).normalize('NFKC');
  const runs = /^[=+\-@]/.test(first) || /^[\t\r\n]/.test(text);
  return runs ? `'${text}` : text;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  // What the service sent as a number is one, whatever it begins with.
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = harmless(typeof value === 'string' ? value : JSON.stringify(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line of a single empty cell would be no line at all. */
function line(values: unknown[]): string {
  const text = values.map(cell).join(',');
  return `${text === '' ? '""' : text}${LINE_END}`;
}

/** A table as CSV (RFC 4180) in UTF-8, written piece by piece. Values that are no text are JSON. */
export function csvWriter(columns: readonly string[]) {
  return {
    head: (): string => BOM + line([...columns]),
    lines: (rows: readonly Row[]): string =>
      rows.map((row) => line(columns.map((name) => (Object.hasOwn(row, name) ? row[name] : undefined)))).join(''),
  };
}
