import { z } from 'zod';

const marked = z.looseObject({ inserted: z.string().min(1).max(200) });

/** What a button of an inserted card says it is about: a connection, which is checked before it is used. */
export function insertedOf(data: unknown): { connectionId: string } | undefined {
  const result = marked.safeParse(data);
  return result.success ? { connectionId: result.data.inserted } : undefined;
}
