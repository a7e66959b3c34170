import type { z } from 'zod';
import { Refused, type Reply } from '../reply.js';

/**
 * The JSON of a body. The generated clients encode an object twice, so that the wire carries a JSON text holding JSON
 * (API 1.6): both forms are read. Answers with `refuse` where it is neither or does not fit.
 */
export function readBody<T>(text: string, schema: z.ZodType<T>, refuse: (message: string) => Reply): T {
  const once = parse(text, refuse);
  const twice = typeof once === 'string' ? parse(once, refuse) : once;
  const result = schema.safeParse(twice);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Refused(refuse(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is not valid'}`));
}

function parse(text: string, refuse: (message: string) => Reply): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(refuse('The body is not JSON.'));
  }
}
