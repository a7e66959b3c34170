import { z } from 'zod';
import { stepGroups, triggerNames } from '../../model/observation.js';
import type { Band, RuleState, Subscription, ThresholdRule } from '../../model/subscription.js';
import { ms, person, snooze, text } from './common.js';

const band: z.ZodType<Band> = z.looseObject({ unit: z.enum(['amount', 'percent']), size: text });

export const thresholdRule: z.ZodType<ThresholdRule> = z.looseObject({
  direction: z.enum(['above', 'below', 'crosses', 'changes']),
  value: text.exactOptional(),
  percent: text.exactOptional(),
  runs: z.int().min(1),
  band: band.exactOptional(),
});

export const subscriptionSchema: z.ZodType<Subscription> = z.looseObject({
  v: z.literal(1),
  id: text,
  number: z.int().min(1),
  conversationKey: text,
  threadId: text.exactOptional(),
  connectionId: text,
  trigger: z.enum(triggerNames),
  target: z.looseObject({ id: text, name: text }).exactOptional(),
  rule: thresholdRule.exactOptional(),
  group: z.enum(stepGroups).exactOptional(),
  includeManual: z.boolean().exactOptional(),
  mentions: z.array(person).exactOptional(),
  mail: z.looseObject({ to: z.array(text), owner: z.literal(true).exactOptional() }).exactOptional(),
  quiet: z
    .looseObject({ from: text, to: text, zone: text, except: z.literal('critical').exactOptional() })
    .exactOptional(),
  createdBy: person,
  createdAtMs: ms,
  cannotFire: z
    .looseObject({
      reason: z.enum(['object-deleted', 'object-recreated', 'inactive', 'invalid', 'left-out']),
      atMs: ms,
    })
    .exactOptional(),
  lastFiredAtMs: ms.exactOptional(),
  snooze: snooze.exactOptional(),
});

export const ruleStateSchema: z.ZodType<RuleState> = z.looseObject({
  last: z.looseObject({ value: text, atMs: ms }).exactOptional(),
  streak: z.number(),
  side: z.enum(['above', 'below']).exactOptional(),
  recent: z.array(z.boolean()).exactOptional(),
  muted: z.looseObject({ turned: z.boolean() }).exactOptional(),
});
