import { z } from 'zod';
import { type Decision, decisionReasons } from '../../model/decision.js';
import type { AuditRecord, ClosedAlert, EvaluationRecord } from '../store.js';
import { facts, text } from './common.js';

/** History is filed by month: the time has to be one that a calendar knows (years 0 to 9999). */
const ms = z.number().min(-62_167_219_200_000).max(253_402_300_799_999);

export const evaluationSchema: z.ZodType<EvaluationRecord> = z.looseObject({
  connectionId: text,
  kind: z.enum(['segment', 'measure']),
  name: text,
  atMs: ms,
  value: text,
});

export const decisionSchema: z.ZodType<Decision> = z.looseObject({
  atMs: ms,
  connectionId: text,
  observationId: text,
  conversationKey: text,
  subscriptionId: text.exactOptional(),
  stage: text,
  reason: z.enum(decisionReasons),
  facts: facts.exactOptional(),
  alertId: text.exactOptional(),
  messageId: text.exactOptional(),
});

export const auditSchema: z.ZodType<AuditRecord> = z.looseObject({
  atMs: ms,
  conversationKey: text,
  actor: text,
  action: text,
  facts: facts.exactOptional(),
});

export const closedAlertSchema: z.ZodType<ClosedAlert> = z.looseObject({
  atMs: ms,
  conversationKey: text,
  connectionId: text,
  alertId: text,
  messageId: text,
  state: z.enum(['resolved', 'expired']),
});
