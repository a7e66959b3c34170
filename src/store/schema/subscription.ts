import { z } from 'zod';
import { stepGroups, triggerNames } from '../../model/observation.js';
import type { RuleState, Subscription, ThresholdRule } from '../../model/subscription.js';
import { ms, person, snooze, text } from './common.js';

export const thresholdRule: z.ZodType<ThresholdRule> = z.looseObject({
  direction: z.enum(['above', 'below', 'crosses', 'changes']),
  value: text.exactOptional(),
  percent: text.exactOptional(),
  runs: z.int().min(1),
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
  quiet: z.looseObject({ from: text, to: text, zone: text }).exactOptional(),
  createdBy: person,
  createdAtMs: ms,
  cannotFire: z
    .looseObject({ reason: z.enum(['object-deleted', 'object-recreated', 'inactive']), atMs: ms })
    .exactOptional(),
  lastFiredAtMs: ms.exactOptional(),
  snooze: snooze.exactOptional(),
});

export const ruleStateSchema: z.ZodType<RuleState> = z.looseObject({
  last: z.looseObject({ value: text, atMs: ms }).exactOptional(),
  streak: z.number(),
  side: z.enum(['above', 'below']).exactOptional(),
});
