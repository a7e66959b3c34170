import { clean } from '../clean.js';
import type { RenderedCard } from '../render.js';
import { blocksOf } from './blocks.js';
import { htmlOf } from './html.js';
import { textOf } from './text.js';

export interface MailContent {
  /** One line, without control characters. */
  subject: string;
  html: string;
  text: string;
}

const SUBJECT_LIMIT = 160;

/** A card as a mail: the same words and language. `foot`: why it came and how to end it. Pure. */
export function composeMail(card: RenderedCard, words: { language: string; foot: string[] }): MailContent {
  const blocks = blocksOf(card.card);
  const subject = clean(card.summary, SUBJECT_LIMIT);
  return { subject, html: htmlOf(blocks, { ...words, title: subject }), text: textOf(blocks, words) };
}
