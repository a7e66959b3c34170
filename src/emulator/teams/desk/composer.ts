import { api, type Place } from './api.js';
import { h, icon } from './dom.js';
import { MentionPicker } from './mention-picker.js';
import type { DeskStore } from './store.js';

const commands = ['help', 'status', 'list', 'subscribe'];
const LONGEST_HISTORY = 50;

/** What was sent before, newest last, over all conversations of this browser tab. */
const sent: string[] = JSON.parse(sessionStorage.getItem('desk-sent') ?? '[]');

function remember(text: string): void {
  if (sent.at(-1) !== text) sent.push(text);
  sent.splice(0, sent.length - LONGEST_HISTORY);
  sessionStorage.setItem('desk-sent', JSON.stringify(sent));
}

/** Where the desk's user writes: a post, or a reply when `thread` is given. */
export class Composer {
  readonly element: HTMLFormElement;
  private readonly field: HTMLTextAreaElement;
  private readonly toBot: HTMLButtonElement;
  private readonly note = h('p', { class: 'composer-note', role: 'alert', hidden: true });
  private readonly picker: MentionPicker;
  /** Steps back in what was sent; 0 is the draft. */
  private back = 0;
  private draft = '';

  constructor(
    private readonly store: DeskStore,
    private readonly place: Place,
    private readonly thread?: string,
  ) {
    const { bot, members, me } = store.facts;
    const where = thread ? 'Reply' : place.type === 'channel' ? `Start a post in ${place.name}` : 'Type a message';
    this.field = h('textarea', {
      rows: 1,
      placeholder: where,
      'aria-label': where,
      spellcheck: 'false',
      enterkeyhint: 'send',
    });
    this.picker = new MentionPicker(this.field, () => [
      { name: bot.name, bot: true },
      ...members
        .filter((one) => place.memberIds.includes(one.id) && one.id !== me.id)
        .map(({ name }) => ({ name, bot: false })),
    ]);
    this.toBot = h(
      'button',
      {
        type: 'button',
        class: 'to-bot',
        'aria-pressed': 'true',
        title: `Only messages that mention it reach ${bot.name}`,
        hidden: place.type === 'personal',
        onclick: () => this.toggleBot(),
      },
      `@${bot.name}`,
    );
    this.element = h(
      'form',
      { class: `composer${thread ? ' reply' : ''}`, autocomplete: 'off' },
      this.note,
      h(
        'div',
        { class: 'composer-box' },
        this.picker.element,
        h('div', { class: 'composer-line' }, this.toBot, this.field),
        h(
          'div',
          { class: 'composer-bar' },
          place.type !== 'personal' &&
            h(
              'button',
              { type: 'button', class: 'quick', 'aria-label': 'Mention somebody', onclick: () => this.picker.open() },
              '@',
            ),
          ...(thread ? [] : commands.map((one) => this.quick(one))),
          h('span', { class: 'hint' }, 'Enter sends, ↑ repeats'),
          h('button', { type: 'submit', class: 'send', 'aria-label': 'Send', title: 'Send' }, icon('send')),
        ),
      ),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
    this.field.addEventListener('keydown', (event) => this.key(event));
  }

  focus(): void {
    this.field.focus();
  }

  private quick(command: string): HTMLElement {
    const onclick = () => {
      this.field.value = `${command} `;
      this.field.focus();
    };
    return h('button', { type: 'button', class: 'quick', onclick }, command);
  }

  private toggleBot(): void {
    this.toBot.setAttribute('aria-pressed', String(this.toBot.getAttribute('aria-pressed') !== 'true'));
    this.field.focus();
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing || this.picker.takeKey(event)) return;
    const { field } = this;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void this.send();
    } else if (event.key === 'ArrowUp' && field.selectionStart === 0 && field.selectionEnd === 0) {
      this.recall(1, event);
    } else if (event.key === 'ArrowUp' && this.back > 0) {
      this.recall(1, event);
    } else if (event.key === 'ArrowDown' && this.back > 0) {
      this.recall(-1, event);
    } else if (event.key === 'Backspace' && field.value === '' && !this.toBot.hidden) {
      this.toBot.setAttribute('aria-pressed', 'false');
    }
  }

  private recall(step: number, event: KeyboardEvent): void {
    const next = this.back + step;
    if (next < 0 || next > sent.length) return;
    if (this.back === 0) this.draft = this.field.value;
    this.back = next;
    this.field.value = next === 0 ? this.draft : (sent[sent.length - next] ?? '');
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
    event.preventDefault();
  }

  private async send(): Promise<void> {
    const text = this.field.value.trim();
    const { bot } = this.store.facts;
    const pressed = !this.toBot.hidden && this.toBot.getAttribute('aria-pressed') === 'true';
    if (text === '') return;
    this.field.value = '';
    this.back = 0;
    remember(text);
    this.note.hidden = true;
    try {
      const named = text.toLowerCase().includes(`@${bot.name.toLowerCase()}`);
      const where = { conversationId: this.place.id, ...(this.thread === undefined ? {} : { thread: this.thread }) };
      await api.say(where, text, { mention: pressed && !named });
    } catch (error) {
      this.note.hidden = false;
      this.note.textContent = error instanceof Error ? error.message : String(error);
      if (this.field.value === '') this.field.value = text;
    }
  }
}
