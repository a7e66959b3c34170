import type { z } from 'zod';
import { HeraldError } from '../../base/errors.js';

/**
 * A reply as what it should be. Throws `insights-bad-reply`, naming the call and the first field that does not fit,
 * never what it held: replies carry personal data. One broken item breaks the list: half a list would read as if the
 * rest had been deleted.
 */
export function parseReply<T extends z.ZodType>(call: string, schema: T, reply: unknown): z.output<T> {
  const parsed = schema.safeParse(reply);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = (issue?.path ?? [])
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('');
  throw new HeraldError('insights-bad-reply', {
    message: `${call}: ${field.replace(/^\./, '') || 'the reply'}: ${issue?.message ?? 'does not fit'}`,
  });
}
