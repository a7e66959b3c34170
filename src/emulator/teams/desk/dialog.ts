import { drawCard } from '../../../browser/card-view.js';
import type { Theme } from '../../../browser/host-config.js';
import type { BoxOutcome } from '../box-answer.js';
import type { Dialog, PressOutcome } from '../control.js';
import { api } from './api.js';
import { h, iconButton } from './dom.js';

const widths: Record<string, number> = { small: 300, medium: 600, large: 900 };

type Outcome = PressOutcome | BoxOutcome;

export interface DialogOptions {
  theme: Theme;
  /** Takes the card that a form of the messaging extension yields. */
  onCard?: (card: unknown) => void;
}

/** A dialog that the bot asked for. Its buttons go back to the bot, whose answers it shows until one of them ends it. */
export class DialogFrame {
  private readonly title = h('h2', {});
  private readonly body = h('div', { class: 'dialog-body' });
  private readonly note = h('p', { class: 'message-note bad', role: 'alert', hidden: true });
  private readonly frame = h(
    'dialog',
    { class: 'dialog' },
    h(
      'header',
      { class: 'dialog-head' },
      this.title,
      iconButton('close', 'Close', () => this.close()),
    ),
    this.body,
    this.note,
  );

  constructor(
    title: string,
    private readonly options: DialogOptions,
  ) {
    this.head(title);
    this.size('medium');
    this.frame.addEventListener('close', () => this.frame.remove());
    document.body.append(this.frame);
    this.frame.showModal();
  }

  /** Shows what the bot answered, once it has. */
  async follow(work: Promise<{ outcome: Outcome }>): Promise<void> {
    this.frame.classList.add('busy');
    this.frame.setAttribute('aria-busy', 'true');
    this.note.hidden = true;
    if (this.body.childElementCount === 0) this.body.append(h('p', { class: 'dialog-message' }, 'Loading…'));
    try {
      this.show((await work).outcome);
    } catch (error) {
      this.fail(error instanceof Error ? error.message : String(error));
    } finally {
      this.frame.classList.remove('busy');
      this.frame.removeAttribute('aria-busy');
    }
  }

  show(outcome: Outcome): void {
    if (outcome.kind === 'dialog') this.open(outcome.dialog);
    else if (outcome.kind === 'message') this.body.replaceChildren(h('p', { class: 'dialog-message' }, outcome.text));
    else if (outcome.kind === 'error') this.fail(outcome.text);
    else {
      this.close();
      const card = outcome.kind === 'cards' ? outcome.cards[0]?.card : undefined;
      if (card !== undefined) this.options.onCard?.(card);
    }
  }

  private open(dialog: Dialog): void {
    this.head(dialog.title || this.title.textContent || 'Dialog');
    this.size(dialog.width ?? 'medium');
    const onAction = ({ data }: { data: unknown }) => void this.follow(api.submitDialog(dialog.id, data));
    const { theme } = this.options;
    this.body.replaceChildren(
      dialog.card === undefined
        ? h('p', { class: 'dialog-message' }, `The bot wants to show the page ${dialog.url ?? ''}`)
        : drawCard(dialog.card, { theme, onAction }),
    );
    this.body.querySelector<HTMLElement>('input, select, textarea')?.focus();
  }

  private fail(text: string): void {
    this.body.querySelector('.dialog-message')?.remove();
    this.note.textContent = text;
    this.note.hidden = false;
  }

  private head(title: string): void {
    this.title.textContent = title;
    this.frame.setAttribute('aria-label', title || 'Dialog');
  }

  private size(width: number | string): void {
    const wanted = typeof width === 'number' ? width : widths[width];
    this.frame.style.width = `min(${wanted ?? 600}px, calc(100vw - 24px))`;
  }

  private close(): void {
    this.frame.close();
  }
}

/** Shows a dialog that a button of a card opened. */
export function openDialog(dialog: Dialog, theme: Theme): void {
  new DialogFrame(dialog.title, { theme }).show({ kind: 'dialog', dialog });
}
