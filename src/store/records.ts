import { z } from 'zod';
import { HeraldError } from '../base/errors.js';

/** The version of every stored record and file. */
export const SCHEMA_VERSION = 1;

const versioned = z.looseObject({ v: z.number() });

function refuseNewer(raw: unknown, what: string): void {
  const found = versioned.safeParse(raw);
  if (found.success && found.data.v > SCHEMA_VERSION) {
    throw new HeraldError('store-newer', {
      message: `${what} was written by a newer version (schema ${found.data.v}, this one knows ${SCHEMA_VERSION}); start that version, or restore an older copy`,
    });
  }
}

/** Parses a whole file's head: throws `store-newer`, or anything else where it is no such file. */
export function parseHead<T>(raw: unknown, schema: z.ZodType<T>, name: string): T {
  refuseNewer(raw, name);
  return schema.parse(raw);
}

/** Sorts the readable records of a list from the unreadable, which are named in `bad`. */
export function readRecords<T>(list: readonly unknown[], schema: z.ZodType<T>, name: string, bad: string[]): T[] {
  return list.flatMap((raw, index) => {
    refuseNewer(raw, name);
    const found = schema.safeParse(raw);
    if (found.success) return [found.data];
    bad.push(`${name} ${index + 1}`);
    return [];
  });
}

/**
 * A record as the disk will hold it: a copy that shares nothing with the caller, refused where it would not be read
 * back. Throws `internal`: such a record is a mistake of ours.
 */
export function keep<T>(record: T, schema: z.ZodType<T>, name: string): T {
  const found = schema.safeParse(JSON.parse(JSON.stringify(record)));
  if (found.success) return found.data;
  throw new HeraldError('internal', { message: `a ${name} does not fit its schema: ${z.prettifyError(found.error)}` });
}
