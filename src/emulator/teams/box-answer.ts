import { z } from 'zod';
import type { BotAnswer } from './bot-link.js';
import { readTask, type TaskOutcome } from './task-answer.js';

const ADAPTIVE = 'application/vnd.microsoft.card.adaptive';
const PREVIEWS = /^application\/vnd\.microsoft\.card\.(hero|thumbnail)$/;

/** What the client shows when the bot of an extension is late, broken or silent. */
export const UNREACHABLE = 'Unable to reach the app. Try again.';

/** Words of a preview; `title`, `subtitle` and `text` are text, their HTML undone. */
export interface BoxPreview {
  title: string;
  subtitle?: string;
  text?: string;
  image?: string;
}

/** One thing that can be chosen in the box, or that a form or a link yielded. */
export interface BoxCard {
  preview: BoxPreview;
  /** The card that is inserted; absent where the choice has to be sent first. */
  card?: unknown;
  /** Sent as the value of `composeExtension/selectItem` when it is chosen. */
  tap?: unknown;
}

export type BoxOutcome = TaskOutcome | { kind: 'cards'; layout: 'list' | 'grid'; cards: BoxCard[] };

const previewContent = z.looseObject({
  title: z.string().nullish(),
  subtitle: z.string().nullish(),
  text: z.string().nullish(),
  images: z.array(z.looseObject({ url: z.string() })).nullish(),
  tap: z.looseObject({ type: z.string(), value: z.unknown().optional() }).nullish(),
});
const previewSchema = z.looseObject({ contentType: z.string().regex(PREVIEWS), content: previewContent });
const attachmentSchema = z.looseObject({
  contentType: z.string(),
  content: z.unknown().optional(),
  preview: z.looseObject({ contentType: z.string(), content: z.unknown() }).nullish(),
});
const answerSchema = z.looseObject({
  composeExtension: z.discriminatedUnion('type', [
    z.looseObject({
      type: z.literal('result'),
      attachmentLayout: z.enum(['list', 'grid']).nullish(),
      attachments: z.array(attachmentSchema).default([]),
    }),
    z.looseObject({ type: z.literal('message'), text: z.string() }),
  ]),
});

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The words of a preview's HTML: tags go, entities become what they stand for. */
function plain(html: string): string {
  const words = html.replace(/<br\s*\/?>/gi, '\n').replace(/<[^>]*>/g, '');
  return words.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name: string | undefined) => {
    if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** A card without a hero or thumbnail preview is not shown by Teams (Teams reference 1.6). */
function readCard(attachment: z.infer<typeof attachmentSchema>): BoxCard[] {
  const preview = previewSchema.safeParse(attachment.preview ?? attachment);
  if (!preview.success) return [];
  const { title, subtitle, text, images, tap } = preview.data.content;
  const image = images?.[0]?.url;
  const isCard = attachment.contentType === ADAPTIVE && z.looseObject({}).safeParse(attachment.content).success;
  const tapped = tap?.type === 'invoke' ? { tap: tap.value } : {};
  if (!isCard && !('tap' in tapped)) return [];
  return [
    {
      preview: {
        title: plain(title ?? ''),
        ...(subtitle ? { subtitle: plain(subtitle) } : {}),
        ...(text ? { text: plain(text) } : {}),
        ...(image ? { image } : {}),
      },
      ...(isCard ? { card: attachment.content } : {}),
      ...tapped,
    },
  ];
}

/** The answer of any `composeExtension/...` invoke; anything but HTTP 200 with a body Teams knows is a failure. */
export function readBoxAnswer(answer: BotAnswer): BoxOutcome {
  if (answer.status !== 200) return { kind: 'error', text: UNREACHABLE };
  const parsed = answerSchema.safeParse(answer.body);
  if (!parsed.success) {
    const task = readTask(answer);
    const empty = answer.body === undefined || JSON.stringify(answer.body) === '{}';
    return task.kind === 'none' && !empty ? { kind: 'error', text: UNREACHABLE } : task;
  }
  const shown = parsed.data.composeExtension;
  if (shown.type === 'message') return { kind: 'message', text: shown.text };
  return { kind: 'cards', layout: shown.attachmentLayout ?? 'list', cards: shown.attachments.flatMap(readCard) };
}
