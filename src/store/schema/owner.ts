import { z } from 'zod';
import { type Owner, ownedKinds } from '../../model/owner.js';
import { ms, person, text } from './common.js';

export const ownerSchema: z.ZodType<Owner> = z.looseObject({
  v: z.literal(1),
  connectionId: text,
  tenantId: text,
  object: z.looseObject({ kind: z.enum(ownedKinds), id: text, name: text }),
  person: person.exactOptional(),
  email: text.exactOptional(),
  setBy: person,
  setAtMs: ms,
});
