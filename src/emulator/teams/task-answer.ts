import { z } from 'zod';
import { newId } from '../../base/ids.js';
import type { BotAnswer } from './bot-link.js';
import type { Dialog } from './control.js';

/** What Teams says when an answer does not come or makes no sense. */
export const WENT_WRONG = 'Something went wrong. Try again.';

const task = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('message'), value: z.string() }),
  z.looseObject({
    type: z.literal('continue'),
    value: z.looseObject({
      title: z.string().optional(),
      width: z.union([z.number(), z.string()]).optional(),
      height: z.union([z.number(), z.string()]).optional(),
      url: z.string().optional(),
      card: z.looseObject({ content: z.unknown() }).optional(),
    }),
  }),
]);
const taskAnswer = z.looseObject({ task });

export type TaskOutcome =
  | { kind: 'none' }
  | { kind: 'message'; text: string }
  | { kind: 'error'; text: string }
  | { kind: 'dialog'; dialog: Dialog };

/** The answer of `task/fetch`, `task/submit` and their siblings of the messaging extension (Teams reference 1.4). */
export function readTask(answer: BotAnswer): TaskOutcome {
  if (answer.status !== 200) return { kind: 'error', text: WENT_WRONG };
  const parsed = taskAnswer.safeParse(answer.body);
  if (!parsed.success) return { kind: 'none' };
  const shown = parsed.data.task;
  if (shown.type === 'message') return { kind: 'message', text: shown.value };
  const { title, card, url, width, height } = shown.value;
  const dialog: Dialog = {
    id: newId(),
    title: title ?? '',
    ...(card ? { card: card.content } : {}),
    ...(url === undefined ? {} : { url }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  };
  return { kind: 'dialog', dialog };
}
