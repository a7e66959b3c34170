import type { AttributeView, Row } from '../model/entity.js';

type Described = Pick<AttributeView, 'name' | 'semanticType'>;

const personalMeaning = /person|name$|e-?mail|phone|birth|address|street|postal|zip|passport|national|tax/i;
const personalName =
  /(?:full|first|last|middle|given|family|sur|birth|maiden|nick)_?name|e_?mail|phone|mobile|birth|address|street|post(?:al)?_?code|zip/i;
const emailValue = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const phoneValue = /^\+?[\d\s().-]{7,20}$/;

/** Whether a column tells who somebody is, by what the service calls it. */
export function isPersonal({ name, semanticType }: Described): boolean {
  return personalName.test(name) || (semanticType !== undefined && personalMeaning.test(semanticType));
}

/** What is left of a personal value where others can read it: enough to recognise, not to learn. */
export function masked(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return value;
  const text = String(value);
  const at = text.lastIndexOf('@');
  const first = [...text.trim()][0] ?? '';
  if (at > 0) return `${first}***${text.slice(at)}`;
  return /\d/.test(first) || first === '+' ? '***' : `${first}***`;
}

/** The row as others may read it. Values that look like an address or a telephone number are masked in any column. */
export function maskRow(row: Row, attributes: readonly Described[]): Row {
  const personal = new Set(attributes.filter(isPersonal).map((one) => one.name));
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      personal.has(name) || looksPersonal(value) ? masked(value) : value,
    ]),
  );
}

function looksPersonal(value: unknown): boolean {
  return typeof value === 'string' && (emailValue.test(value) || (value.startsWith('+') && phoneValue.test(value)));
}
