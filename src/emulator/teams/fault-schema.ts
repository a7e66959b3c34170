import { z } from 'zod';
import { type Fault, forbiddenCodes, operations } from './faults.js';

const scope = {
  times: z.int().positive().optional(),
  forMs: z.number().positive().optional(),
  conversationId: z.string().optional(),
  operation: z.enum(operations).optional(),
};
const delivered = z.boolean().optional();

const shape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('429'), retryAfterSeconds: z.number().nonnegative().optional(), ...scope }),
  z.strictObject({ kind: z.literal(['401', '412', '500']), ...scope }),
  z.strictObject({ kind: z.literal('403'), code: z.enum(forbiddenCodes), ...scope }),
  z.strictObject({
    kind: z.literal('404'),
    code: z.enum(['ConversationNotFound', 'ActivityNotFoundInConversation']),
    ...scope,
  }),
  z.strictObject({ kind: z.literal(['502', '503', '504', 'hang', 'reset']), delivered, ...scope }),
  z.strictObject({ kind: z.literal('slow'), ms: z.number().nonnegative(), ...scope }),
]);

/** A fault as it comes over HTTP. Absent fields are absent, so the parsed value is the fault itself. */
export const faultSchema = shape.transform((value) => value as Fault);
