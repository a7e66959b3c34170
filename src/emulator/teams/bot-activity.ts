import { z } from 'zod';
import type { DeskFile, Version } from './feed.js';

export type Content = Omit<Version, 'atMs'>;

const CARD = 'application/vnd.microsoft.card.adaptive';
const CONSENT = 'application/vnd.microsoft.teams.card.file.consent';
const INFO = 'application/vnd.microsoft.teams.card.file.info';

const activitySchema = z.looseObject({
  type: z.string(),
  text: z.string().nullish(),
  textFormat: z.string().nullish(),
  summary: z.string().nullish(),
  replyToId: z.string().nullish(),
  attachments: z
    .array(
      z.looseObject({
        contentType: z.string(),
        content: z.unknown(),
        name: z.string().nullish(),
        contentUrl: z.string().nullish(),
      }),
    )
    .nullish(),
  entities: z.array(z.looseObject({ type: z.string(), text: z.string().nullish() })).nullish(),
});

const cardSchema = z.looseObject({ type: z.literal('AdaptiveCard') });

const consentSchema = z.object({
  name: z.string().min(1),
  content: z.object({
    description: z.string(),
    sizeInBytes: z.number().int().positive(),
    acceptContext: z.unknown(),
    declineContext: z.unknown(),
  }),
});
const infoSchema = z.object({
  name: z.string().min(1),
  contentUrl: z.url(),
  content: z.object({ uniqueId: z.string().min(1), fileType: z.string() }),
});

function readFile(attachment: { contentType: string }): DeskFile | undefined {
  if (attachment.contentType === CONSENT) {
    const parsed = consentSchema.safeParse(attachment);
    return parsed.success ? { kind: 'consent', name: parsed.data.name, ...parsed.data.content } : undefined;
  }
  const parsed = infoSchema.safeParse(attachment);
  return parsed.success ? { kind: 'info', name: parsed.data.name, contentUrl: parsed.data.contentUrl } : undefined;
}

/** What the bot sent: a sign of typing, or one or more messages as Teams would show them. */
export type BotActivity =
  | { kind: 'typing' }
  | { kind: 'message'; parts: [Content, ...Content[]]; replyToId?: string }
  | { kind: 'refused'; reason: string };

/**
 * Reads an activity as Teams does. Text beside a card, or several cards, become several messages (Teams reference
 * 2.4): then the caller answers without an id.
 */
export function readBotActivity(body: unknown): BotActivity {
  const parsed = activitySchema.safeParse(body);
  if (!parsed.success) return { kind: 'refused', reason: 'The body is no activity.' };
  const activity = parsed.data;
  if (activity.type === 'typing') return { kind: 'typing' };
  if (activity.type !== 'message') return { kind: 'refused', reason: `Unknown activity type '${activity.type}'.` };

  const parts: Content[] = [];
  const format = activity.textFormat === 'plain' ? 'plain' : 'markdown';
  const mentions = (activity.entities ?? []).flatMap((one) => (one.type === 'mention' && one.text ? [one.text] : []));
  const summary = activity.summary ? { summary: activity.summary } : {};
  if (activity.text) parts.push({ text: activity.text, format, mentions, ...summary });
  for (const attachment of activity.attachments ?? []) {
    const { contentType, content } = attachment;
    if (contentType === CONSENT || contentType === INFO) {
      const file = readFile(attachment);
      if (!file) return { kind: 'refused', reason: 'The attachment is no file.' };
      parts.push({ file, format, mentions: [], ...summary });
      continue;
    }
    if (contentType !== CARD) return { kind: 'refused', reason: `Unknown attachment type '${contentType}'.` };
    if (!cardSchema.safeParse(content).success) return { kind: 'refused', reason: 'The attachment is no card.' };
    parts.push({ card: content, format, mentions: [], ...summary });
  }
  const [first, ...others] = parts;
  if (!first) return { kind: 'refused', reason: 'Activity must include non empty text or at least one attachment.' };
  const replyToId = activity.replyToId ? { replyToId: activity.replyToId } : {};
  return { kind: 'message', parts: [first, ...others], ...replyToId };
}
