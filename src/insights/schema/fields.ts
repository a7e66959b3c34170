import { Decimal } from 'decimal.js';
import { z } from 'zod';

/**
 * Fields as the service sends them. The contract requires none of them, and the live service is known to leave it in
 * case and type (API reference, sections 1.4 and 8): absent and null mean the same, names of enumerations are compared
 * without case, and a code may be a number.
 */

/** Required: an object without it cannot be told from another. */
export const key = z.union([z.string().min(1), z.number().transform(String)]);

export const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value));

export const flag = z
  .union([z.boolean(), z.stringbool()])
  .nullish()
  .transform((value) => value ?? undefined);

/** A list inside an object: null is as good as absent there, anything but a list is not. */
export function listOf<T extends z.ZodType>(item: T) {
  return z
    .array(item)
    .nullish()
    .transform((value) => value ?? undefined);
}

export const keys = listOf(key).transform((value) => value ?? []);

/** A name of an enumeration, in lower case. */
export const word = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? value.trim().toLowerCase() : ''));

export function oneOf<T extends string, U extends string>(words: Readonly<Record<string, T>>, otherwise: U) {
  return word.transform((value): T | U => (Object.hasOwn(words, value) ? (words[value] ?? otherwise) : otherwise));
}

const isoTime = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?<zone>Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * A point in time as epoch ms. Without a zone it is UTC. A year before 2000 or from 9999 on is how .NET spells "never"
 * (API reference, section 8, number 8).
 */
export const time = z
  .string()
  .nullish()
  .transform((value, context) => {
    const trimmed = value?.trim();
    if (!trimmed) return undefined;
    const iso = isoTime.exec(trimmed);
    const inUtc = trimmed.includes('T') && !iso?.groups?.zone ? `${trimmed}Z` : trimmed;
    const atMs = iso ? Date.parse(inUtc) : Number.NaN;
    if (Number.isNaN(atMs)) {
      context.addIssue({ code: 'custom', message: 'is not a date' });
      return z.NEVER;
    }
    const year = new Date(atMs).getUTCFullYear();
    return year < 2000 || year >= 9999 ? undefined : atMs;
  });

/** Longer numbers than these are no counts and no sums of money, and would fill a card. */
const longestExponent = 40;

/** A number in plain decimal digits, exactly as precise as it was sent; undefined when it is none. */
export function decimalOf(value: unknown): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  if (typeof value === 'string' && !/^\s*[+-]?\d+(\.\d*)?(e[+-]?\d{1,3})?\s*$/i.test(value)) return undefined;
  const number = new Decimal(typeof value === 'string' ? value.trim() : value);
  if (!number.isFinite() || Math.abs(number.e) > longestExponent) return undefined;
  return number.isZero() ? '0' : number.toFixed();
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The same object without the fields that are undefined. */
export function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Present<T>;
}
