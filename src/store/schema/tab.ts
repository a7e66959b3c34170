import { z } from 'zod';
import { boardParts, type Tab } from '../../model/tab.js';
import { ms, person, text } from './common.js';

export const tabSchema: z.ZodType<Tab> = z.looseObject({
  v: z.literal(1),
  entityId: text,
  conversationKey: text,
  connectionId: text,
  shows: z.array(z.enum(boardParts)),
  objects: z.array(z.looseObject({ kind: z.enum(['segment', 'measure']), id: text })).exactOptional(),
  savedBy: person,
  savedAtMs: ms,
});
