import { z } from 'zod';
import { decimalOf, text, word } from './fields.js';

/** InstanceMetadata (API reference, section 2.2). The name may be null for broken instances. */
export const instanceNameSchema = z.object({ name: text }).transform((instance) => instance.name);

/**
 * ProfileStoreStateInfo (section 2.9): the number of unified customers, while the store can be queried at all. A store
 * that is being built counts what it has so far.
 */
export const profileCountSchema = z
  .object({ primaryInfo: z.object({ currentState: word, rowCount: z.unknown().optional() }).nullish() })
  .transform(({ primaryInfo }) =>
    primaryInfo?.currentState === 'queryable' ? decimalOf(primaryInfo.rowCount) : undefined,
  );
