import { z } from 'zod';
import type { Person } from '../../model/conversation.js';
import type { ObjectRef } from '../../model/observation.js';
import type { Snooze } from '../../model/snooze.js';

/**
 * Building blocks of the schemas of what is stored. Objects are loose: a field that a newer minor version added
 * survives being read and written by this one.
 */
export const ms = z.number();
export const text = z.string();

export const person: z.ZodType<Person> = z.looseObject({ id: text, aadObjectId: text.exactOptional(), name: text });

export const objectRef: z.ZodType<ObjectRef> = z.looseObject({
  kind: z.enum(['source', 'segment', 'measure', 'job', 'unification', 'step', 'connection']),
  id: text,
  name: text,
});

export const facts = z.record(text, text);

export const snooze: z.ZodType<Snooze> = z.looseObject({
  by: person,
  atMs: ms,
  until: z.discriminatedUnion('kind', [
    z.looseObject({ kind: z.literal('time'), atMs: ms }),
    z.looseObject({ kind: z.literal('run') }),
    z.looseObject({ kind: z.literal('recovery') }),
  ]),
  withSubscription: z.literal(true).exactOptional(),
});
