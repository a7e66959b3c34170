import { DateTime } from 'luxon';

export const DATE = String.raw`\d{4}-\d{2}-\d{2}`;
export const DATE_TIME = String.raw`${DATE}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?:Z|[+-]\d{2}:\d{2})`;

const whole = { 'Edm.Date': new RegExp(`^${DATE}$`), 'Edm.DateTimeOffset': new RegExp(`^${DATE_TIME}$`) };

/** Ms since 1970; undefined for a day or time that no calendar has, which `Date.parse` would move to the next month. */
export function epochOf(text: string): number | undefined {
  const parsed = DateTime.fromISO(text, { zone: 'utc' });
  return parsed.isValid ? parsed.toMillis() : undefined;
}

/** Whether a text is a value of the given type. */
export function isDateOf(type: keyof typeof whole, text: string): boolean {
  return whole[type].test(text) && epochOf(text) !== undefined;
}
