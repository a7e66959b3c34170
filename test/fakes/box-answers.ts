import type { Answer } from './fake-bot.js';

export interface BoxItem {
  title: string;
  text?: string;
  card?: { body: string; button?: string };
  tap?: unknown;
}

/** An answer of a messaging extension with these results, each with its preview. */
export function boxAnswer(items: readonly BoxItem[]): Answer {
  const attachments = items.map(({ title, text = '', card, tap }) => ({
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [{ type: 'TextBlock', text: card?.body ?? title, wrap: true }],
      ...(card?.button ? { actions: [{ type: 'Action.Execute', title: card.button, verb: 'refresh' }] } : {}),
    },
    preview: {
      contentType: 'application/vnd.microsoft.card.thumbnail',
      content: { title, text, ...(tap === undefined ? {} : { tap: { type: 'invoke', value: tap } }) },
    },
  }));
  return { body: { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } } };
}
