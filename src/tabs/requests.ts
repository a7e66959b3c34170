import { z } from 'zod';
import { boardParts, mostChosenObjects } from './paths.js';

/** Ids come through somebody's browser; longer ones are nobody's. */
const id = z.string().min(1).max(400);
const decimal = z.string().max(60);

/** Thresholds have `value`; `changes` has `percent`. */
const rule = z.object({
  direction: z.enum(['above', 'below', 'crosses', 'changes']),
  value: decimal.exactOptional(),
  percent: decimal.exactOptional(),
  /** Evaluations in a row beyond the threshold before it fires. */
  runs: z.int().min(1).max(100),
  band: z.object({ unit: z.enum(['amount', 'percent']), size: decimal }).exactOptional(),
});
export type TabRule = z.infer<typeof rule>;

/** Local times `hh:mm`; without a zone the conversation's is meant. */
const quiet = z.object({
  from: z.string().max(5),
  to: z.string().max(5),
  zone: z.string().max(100).exactOptional(),
  except: z.literal('critical').exactOptional(),
});

export type TabQuiet = z.infer<typeof quiet>;

/** What a tab shows, kept by the server under its entity id. */
export const chosenSchema = z.object({
  connectionId: id,
  /** At least one; the order does not matter. */
  shows: z.array(z.enum(boardParts)).min(1).max(boardParts.length),
  /** Names of segments and measures whose trends are shown; absent: what the conversation watches, then the others. */
  objects: z
    .array(z.object({ kind: z.enum(['segment', 'measure']), id }))
    .max(mostChosenObjects)
    .exactOptional(),
});
export type Chosen = z.infer<typeof chosenSchema>;

/** POST `paths.configuration`. Without `entityId` it makes a new one (201), else it changes one of this conversation (200). */
export const saveConfigurationSchema = z.object({
  /** Plain conversation id of the channel or chat, as the host's context says it. */
  conversation: id,
  entityId: id.exactOptional(),
  chosen: chosenSchema,
});
export type SaveConfiguration = z.infer<typeof saveConfigurationSchema>;

const own = { conversation: id, id };

/**
 * Writes: POST, `application/json`, with a token, from our own origin; answered by `WriteReply`. At least one of rule and
 * quiet hours. `quiet: null` ends the quiet hours.
 */
export const editSchema = z.object({ ...own, rule: rule.exactOptional(), quiet: quiet.nullable().exactOptional() });
export type EditSubscription = z.infer<typeof editSchema>;

export const snoozeSchema = z.object({
  ...own,
  until: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('minutes'), minutes: z.int().min(1).max(525_600) }),
    /** Tomorrow at 08:00 of the conversation's zone. */
    z.object({ kind: z.literal('tomorrow') }),
    z.object({ kind: z.literal('time'), atMs: z.int().min(0).max(253_402_300_799_999) }),
    z.object({ kind: z.literal('run') }),
    z.object({ kind: z.literal('recovery') }),
  ]),
});
export type SnoozeSubscription = z.infer<typeof snoozeSchema>;

export const ownSchema = z.object(own);
export type OwnSubscription = z.infer<typeof ownSchema>;
