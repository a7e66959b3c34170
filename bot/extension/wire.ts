import { clean, NAME_LIMIT } from '../../src/delivery/clean.js';
import { escapeHtml } from '../../src/delivery/mail/html.js';
import type { HttpReply } from '../../src/server/route.js';
import { invokeText } from '../invoke.js';

const adaptive = 'application/vnd.microsoft.card.adaptive';
const longestLine = 160;

/** A line of the list that Teams shows while people search. */
export interface Preview {
  title: string;
  text: string;
  /** What `composeExtension/selectItem` gets when it is chosen; absent: the card is inserted as it is. */
  tap?: Record<string, string>;
}

export interface Found {
  card: Record<string, unknown>;
  preview: Preview;
}

/** Cards to choose from. Without a preview Teams shows nothing of an adaptive card (Teams reference 1.6). */
export function resultsReply(found: readonly Found[]): HttpReply {
  const attachments = found.map(({ card, preview }) => ({
    contentType: adaptive,
    content: card,
    preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: previewOf(preview) },
  }));
  return { status: 200, json: { composeExtension: { type: 'result', attachmentLayout: 'list', attachments } } };
}

/** Teams reads HTML in the text of such a card, and in nothing else of it (Teams reference 4.2, 4.5). */
function previewOf({ title, text, tap }: Preview) {
  return {
    title: clean(title, NAME_LIMIT).replaceAll('<', '‹').replaceAll('>', '›'),
    text: escapeHtml(clean(text, longestLine)),
    ...(tap ? { tap: { type: 'invoke', value: tap } } : {}),
  };
}

/** Words where the list would stand. */
export function searchWords(text: string): HttpReply {
  return invokeText('composeExtension/query', text);
}

export function dialogReply(title: string, card: Record<string, unknown>): HttpReply {
  const value = { title, height: 'large', width: 'medium', card: { contentType: adaptive, content: card } };
  return { status: 200, json: { task: { type: 'continue', value } } };
}

/** Words in the dialog, which ends with them. */
export function dialogWords(text: string): HttpReply {
  return invokeText('task/submit', text);
}
