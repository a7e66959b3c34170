import { type CardPress, drawCard } from '../../../browser/card-view.js';
import { api, type DeskMessage } from './api.js';
import { avatar } from './avatar.js';
import { openDialog } from './dialog.js';
import { h } from './dom.js';
import { drawFile } from './file-view.js';
import { fullTimeOf, timeOf } from './format.js';
import { messageMenu } from './message-menu.js';
import type { DeskStore } from './store.js';
import { textView } from './text-view.js';

/** One message on the page. An update changes only what differs: what was typed into a card stays. */
export class MessageView {
  readonly element: HTMLElement;
  private readonly edited = h('span', { class: 'edited', hidden: true });
  private readonly body = h('div', { class: 'message-body' });
  private readonly note = h('div', { class: 'message-note', role: 'status', hidden: true });
  private drawn = '';

  constructor(
    private message: DeskMessage,
    private readonly store: DeskStore,
    readonly small: boolean,
  ) {
    const { from, atMs, id } = message;
    const mine = from.id === store.facts.me.id;
    this.element = h(
      'article',
      { class: `message${small ? ' small' : ''}${mine ? ' mine' : ''}${from.bot ? ' from-bot' : ''}`, 'data-id': id },
      avatar(from.name, from.bot, small ? 'small' : 'large'),
      h(
        'div',
        { class: 'message-main' },
        h(
          'header',
          { class: 'message-head' },
          h('span', { class: 'sender' }, from.name),
          from.bot && h('span', { class: 'bot-mark' }, 'App'),
          h('time', { datetime: new Date(atMs).toISOString(), title: fullTimeOf(atMs) }, timeOf(atMs)),
          this.edited,
          messageMenu(store, () => this.message),
        ),
        this.body,
        this.note,
      ),
    );
    this.draw();
  }

  update(message: DeskMessage, edited: boolean): void {
    this.message = message;
    this.draw();
    if (edited) this.flash();
  }

  /** Draws again in the page's theme. */
  redraw(): void {
    this.drawn = '';
    this.draw();
  }

  private draw(): void {
    const { message } = this;
    const view = message.views[this.store.facts.me.id] ?? {};
    const card = view.card ?? message.card;
    const content = JSON.stringify([message.deleted, message.text, card, message.file]);
    if (content !== this.drawn) {
      this.drawn = content;
      this.body.replaceChildren(this.content(card));
    }
    this.edited.hidden = message.editedAtMs === undefined || message.deleted;
    if (message.editedAtMs !== undefined) {
      this.edited.textContent = 'Edited';
      this.edited.title = `${message.versions.length} versions, last change ${fullTimeOf(message.editedAtMs)}`;
    }
    const problem = view.error ?? (message.problem && `Not delivered: ${message.problem}.`);
    const said = problem ?? view.message;
    this.note.hidden = said === undefined;
    this.note.textContent = said ?? '';
    this.note.classList.toggle('bad', problem !== undefined);
  }

  private content(card: unknown): HTMLElement {
    const { message } = this;
    if (message.deleted) return h('div', { class: 'deleted' }, 'This message has been deleted.');
    if (message.file) return drawFile(message.file, (action) => void this.answerFile(action));
    const last = message.versions.at(-1);
    const text = () => textView(message.text ?? '', last?.format ?? 'plain', last?.mentions ?? []);
    if (card === undefined) return text();
    const drawn = drawCard(card, { theme: this.store.theme, onAction: (press) => void this.press(press) });
    return message.text === undefined ? drawn : h('div', {}, text(), drawn);
  }

  private press(press: CardPress): Promise<void> {
    return this.busy(async () => {
      const { outcome } = await api.press(this.message.id, press);
      if (outcome.kind === 'dialog') openDialog(outcome.dialog, this.store.theme);
    });
  }

  private answerFile(action: 'accept' | 'decline'): Promise<void> {
    return this.busy(() => api.answerFile(this.message.id, action));
  }

  private async busy(work: () => Promise<unknown>): Promise<void> {
    this.element.classList.add('busy');
    this.element.setAttribute('aria-busy', 'true');
    try {
      await work();
    } catch (error) {
      this.note.hidden = false;
      this.note.classList.add('bad');
      this.note.textContent = error instanceof Error ? error.message : String(error);
    } finally {
      this.element.classList.remove('busy');
      this.element.removeAttribute('aria-busy');
    }
  }

  private flash(): void {
    this.element.classList.remove('flash');
    // Reading the layout lets the animation begin anew.
    void this.element.offsetWidth;
    this.element.classList.add('flash');
  }
}
