import type { BoxCard } from '../box-answer.js';
import { coversHost } from '../hosts.js';
import { api, type TeamsApp, type Where } from './api.js';

const LINK = /https?:\/\/[^\s<>"]+/g;
const TRAILING = /[.,;:!?)\]]+$/;

export interface LinkFound {
  /** Asking the app for its preview. */
  onLooking(looking: boolean): void;
  onCard(card: BoxCard): void;
  onWords(words: string): void;
}

/** Watches a text field for links that the app knows, and asks for their previews as Teams does: once a link is whole. */
export class LinkWatch {
  private asked = new Set<string>();
  private latest = 0;

  constructor(
    private readonly field: HTMLTextAreaElement,
    private readonly where: Where,
    private readonly app: () => TeamsApp,
    private readonly found: LinkFound,
  ) {
    field.addEventListener('input', (event) => {
      const pasted = event instanceof InputEvent && event.inputType === 'insertFromPaste';
      this.look(pasted);
    });
    field.addEventListener('change', () => this.look(true));
  }

  /** The message is sent: answers that are still on their way belong to nothing, and links count anew. */
  reset(): void {
    this.asked.clear();
    this.latest += 1;
    this.found.onLooking(false);
  }

  private look(whole: boolean): void {
    const text = this.field.value;
    for (const match of text.matchAll(LINK)) {
      const ended = whole || match.index + match[0].length < text.length;
      const link = match[0].replace(TRAILING, '');
      if (!ended || this.asked.has(link) || !URL.canParse(link)) continue;
      this.asked.add(link);
      if (coversHost(this.app().linkDomains, new URL(link))) void this.ask(link);
    }
  }

  private async ask(link: string): Promise<void> {
    this.latest += 1;
    const mine = this.latest;
    this.found.onLooking(true);
    // A preview that does not come is no reason to hold a message back: Teams says nothing either.
    const result = await api.unfurl(this.where, link).catch(() => undefined);
    if (mine !== this.latest) return;
    this.found.onLooking(false);
    const outcome = result?.outcome;
    if (outcome?.kind === 'message') this.found.onWords(outcome.text);
    const card = outcome?.kind === 'cards' ? outcome.cards[0] : undefined;
    if (card?.card !== undefined) this.found.onCard(card);
  }
}
