import { drawCard } from '../../../browser/card-view.js';
import type { Theme } from '../../../browser/host-config.js';
import { h, iconButton } from './dom.js';

/** The card that goes along with the next message: it can be seen and taken away, its buttons work once it is sent. */
export class DraftCard {
  readonly element = h('div', {
    class: 'draft-card',
    role: 'group',
    'aria-label': 'Card of this message',
    hidden: true,
  });
  private shown: unknown;

  constructor(private readonly onChange: () => void) {}

  get card(): unknown {
    return this.shown;
  }

  set(card: unknown, theme: Theme): void {
    this.shown = card;
    this.draw(theme);
    this.onChange();
  }

  clear(): void {
    if (this.shown === undefined) return;
    this.shown = undefined;
    this.element.hidden = true;
    this.element.replaceChildren();
    this.onChange();
  }

  /** Draws again in the page's theme. */
  draw(theme: Theme): void {
    if (this.shown === undefined) return;
    this.element.hidden = false;
    this.element.replaceChildren(
      h('div', { class: 'draft-view', inert: true }, drawCard(this.shown, { theme })),
      iconButton('close', 'Remove the card', () => this.clear(), 'draft-remove'),
    );
  }
}
