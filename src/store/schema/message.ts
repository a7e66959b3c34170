import { z } from 'zod';
import type { CardContent } from '../../model/card-content.js';
import type { Collected } from '../../model/collected.js';
import type { FileContent } from '../../model/content/file.js';
import type { RunContent } from '../../model/content/run.js';
import type { Attempt, Delivery, Message } from '../../model/message.js';
import { ms, objectRef, person, text } from './common.js';
import { observationSchema } from './observation.js';

/** A card's content is read by its view alone, which drops what it cannot draw; here it only has to name a situation. */
const cardContent = z.custom<CardContent>((value) => z.looseObject({ situation: text }).safeParse(value).success);

const fileContent = z.custom<FileContent>(
  (value) => z.looseObject({ situation: z.enum(['file-consent', 'file-sent']), name: text }).safeParse(value).success,
);

const collected: z.ZodType<Collected> = z.looseObject({
  why: z.enum(['quiet', 'storm']),
  fromMs: ms,
  untilMs: ms,
  notices: z.array(
    z.looseObject({
      id: text,
      trigger: z.enum(['source-refresh-succeeded', 'full-refresh-completed', 'unification-completed', 'object-gone']),
      object: objectRef,
      atMs: ms,
      reason: z.enum(['deleted', 'recreated']).exactOptional(),
      subscriptionIds: z.array(text),
    }),
  ),
});

const runContent = z.custom<RunContent>(
  (value) => z.looseObject({ situation: z.literal('run'), jobId: text, status: text }).safeParse(value).success,
);

export const messageSchema: z.ZodType<Message> = z.looseObject({
  v: z.literal(1),
  id: text,
  conversationKey: text,
  threadId: text.exactOptional(),
  replyToMessageId: text.exactOptional(),
  connectionId: text.exactOptional(),
  about: text.exactOptional(),
  jobId: text.exactOptional(),
  run: z
    .looseObject({
      content: runContent,
      subscriptionIds: z.array(text),
      shownAtMs: ms,
      held: z.literal(true).exactOptional(),
      called: z.literal(true).exactOptional(),
    })
    .exactOptional(),
  subject: z.discriminatedUnion('kind', [
    z.looseObject({ kind: z.literal('alerts'), alertIds: z.array(text), collected: collected.exactOptional() }),
    z.looseObject({
      kind: z.literal('notice'),
      observation: observationSchema,
      subscriptionIds: z.array(text),
      profiles: text.exactOptional(),
    }),
    z.looseObject({ kind: z.literal('card'), content: cardContent }),
    z.looseObject({ kind: z.literal('file'), content: fileContent }),
    z.looseObject({ kind: z.literal('chat'), person }),
  ]),
  mentions: z.array(person).exactOptional(),
  version: z.number(),
  sentVersion: z.number(),
  sent: z
    .looseObject({
      activityId: text,
      conversationId: text,
      serviceUrl: text,
      atMs: ms,
      postedVersion: z.number().exactOptional(),
    })
    .exactOptional(),
  createdAtMs: ms,
});

const attempt: z.ZodType<Attempt> = z.looseObject({
  startedAtMs: ms,
  endedAtMs: ms.exactOptional(),
  outcome: text.exactOptional(),
  status: z.number().exactOptional(),
});

export const deliverySchema: z.ZodType<Delivery> = z.looseObject({
  v: z.literal(1),
  id: text,
  messageId: text,
  conversationKey: text,
  kind: z.enum(['post', 'update', 'delete', 'mail']),
  mail: z.looseObject({ to: text, tells: z.enum(['opened', 'over', 'notice']) }).exactOptional(),
  state: z.enum(['owed', 'in-flight', 'sent', 'ambiguous', 'dropped', 'failed', 'suspended']),
  notBeforeMs: ms,
  createdAtMs: ms,
  attempts: z.array(attempt),
  earlierAttempts: z.number().exactOptional(),
  reason: text.exactOptional(),
});
