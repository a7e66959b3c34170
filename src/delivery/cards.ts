import { HeraldError } from '../base/errors.js';
import { clean } from './clean.js';
import { fill } from './fill.js';
import { formatFor } from './format.js';
import type { Render } from './render.js';
import { viewOf } from './views/index.js';
import type { Limits, View } from './views/view.js';

/**
 * Room for one card. Teams takes 20,000 characters of activity for certain (Teams reference 3.3); the rest is for the
 * envelope. Cyrillic takes two bytes a letter, and the oldest limit counts bytes.
 */
export const CARD_CHARACTERS = 19_000;
export const CARD_BYTES = 26_000;

const SUMMARY_LIMIT = 200;

/** From generous to tight: what is cut first is the many, then the long. What is left out is always counted. */
export const limitSteps: readonly Limits[] = [
  { name: 80, message: 600, items: 10, choices: 80 },
  { name: 60, message: 300, items: 6, choices: 40 },
  { name: 40, message: 160, items: 4, choices: 20 },
  { name: 24, message: 80, items: 3, choices: 10 },
  { name: 16, message: 40, items: 2, choices: 4 },
];

function fits(card: object): boolean {
  const text = JSON.stringify(card);
  return text.length <= CARD_CHARACTERS && Buffer.byteLength(text) <= CARD_BYTES;
}

/** Notifications and lists show it as plain text, and some as markup. */
function summaryOf(view: View): string {
  return clean(view.summary, SUMMARY_LIMIT).replaceAll('<', '‹').replaceAll('>', '›');
}

/** The model of a card with everything its template asks for, for one step of limits. */
export function modelOf(view: View, language: string): Record<string, unknown> {
  return { entities: [], ...view.model, lang: language, fallbackText: summaryOf(view) };
}

/**
 * Writes a card in the words of its conversation. Throws `card-invalid` when a text or a placeholder is missing, or when
 * it cannot be made to fit.
 */
export const renderCard: Render = (content, context) => {
  const f = formatFor(context);
  for (const limits of limitSteps) {
    const view = viewOf(content, { f, limits, context });
    const card = fill(view.template, modelOf(view, f.language));
    if (fits(card)) return { card, summary: summaryOf(view) };
  }
  throw new HeraldError('card-invalid', { message: `a ${content.situation} card does not fit` });
};
