import { z } from 'zod';
import type { Alert } from '../../model/alert.js';
import { ms, objectRef, person, snooze, text } from './common.js';
import { evaluated, observationSchema } from './observation.js';
import { thresholdRule } from './subscription.js';

const alertFacts = z.looseObject({
  rule: thresholdRule.exactOptional(),
  previous: evaluated.exactOptional(),
  trend: z.array(evaluated).exactOptional(),
  crossed: z.enum(['above', 'below']).exactOptional(),
  resolution: z
    .looseObject({
      reason: z.enum(['recovered', 'back', 'crossed-again', 'unwatched', 'deleted', 'rule-changed']),
      atMs: ms,
      value: text.exactOptional(),
    })
    .exactOptional(),
  inhibitedBy: text.exactOptional(),
});

export const alertSchema: z.ZodType<Alert> = z.looseObject({
  v: z.literal(1),
  id: text,
  key: text,
  conversationKey: text,
  threadId: text.exactOptional(),
  connectionId: text,
  trigger: z.enum([
    'source-refresh-failed',
    'segment-threshold',
    'measure-threshold',
    'full-refresh-completed',
    'step-failed',
  ]),
  object: objectRef,
  state: z.enum(['open', 'acknowledged', 'snoozed', 'resolved', 'expired']),
  version: z.number(),
  observation: observationSchema,
  facts: alertFacts,
  subscriptionIds: z.array(text),
  messageId: text,
  acknowledged: z.looseObject({ by: person, atMs: ms, untilMs: ms }).exactOptional(),
  snoozed: snooze.exactOptional(),
  held: z.literal(true).exactOptional(),
  openedAtMs: ms,
  changedAtMs: ms,
  closedAtMs: ms.exactOptional(),
});
