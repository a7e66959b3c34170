import { createHash, randomBytes } from 'node:crypto';

/** A short random id, safe in file names, URLs and card data. */
export function newId(): string {
  return randomBytes(12).toString('base64url');
}

/** A short id that is the same for the same parts: crash and replay arrive at one record, not two. */
export function stableId(...parts: string[]): string {
  return createHash('sha256').update(parts.join('\u0000')).digest('base64url').slice(0, 22);
}

/** A reference that a user can read out and an operator can find in the log. */
export function newReference(): string {
  return randomBytes(4).toString('hex').toUpperCase();
}
