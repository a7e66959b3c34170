import { z } from 'zod';
import type { Conversation } from '../../model/conversation.js';
import { ms, person, text } from './common.js';

export const conversationSchema: z.ZodType<Conversation> = z.looseObject({
  v: z.literal(1),
  key: text,
  tenantId: text,
  id: text,
  type: z.enum(['personal', 'groupChat', 'channel']),
  name: text.exactOptional(),
  user: person.exactOptional(),
  team: z.looseObject({ id: text, name: text.exactOptional() }).exactOptional(),
  serviceUrl: text,
  botId: text,
  botName: text.exactOptional(),
  locale: text.exactOptional(),
  timeZone: text.exactOptional(),
  connectionId: text.exactOptional(),
  digest: z
    .looseObject({ at: text.exactOptional(), off: z.literal(true).exactOptional(), changedAtMs: ms })
    .exactOptional(),
  installed: z.boolean(),
  greeted: z.literal(true).exactOptional(),
  suspended: z.looseObject({ reason: text, atMs: ms }).exactOptional(),
  nextNumber: z.int().min(1),
  lastInboundAtMs: ms,
});
