import { z } from 'zod';
import { text } from './fields.js';

/** The four shapes of an error (API reference, section 1.4): management, OData flat and nested, and the gateway's. */
const errorSchema = z.object({
  errorCode: text.catch(undefined),
  statusCode: text.catch(undefined),
  message: text.catch(undefined),
  error: z
    .object({ code: text.catch(undefined) })
    .nullish()
    .catch(undefined),
});

const longestReason = 200;

/**
 * What the body of a failed call says, for the log: its code, or the gateway's sentence about key or rate. Other
 * sentences may repeat personal data of the query and are left out. `body` is text from outside.
 */
export function reasonOf(body: string): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const parsed = errorSchema.safeParse(json);
  if (!parsed.success) return undefined;
  const { errorCode, statusCode, message, error } = parsed.data;
  return (errorCode ?? error?.code ?? (statusCode && message))?.slice(0, longestReason);
}
