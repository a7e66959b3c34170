import { api, type Place, type Where } from './api.js';
import { DialogFrame } from './dialog.js';
import { h, icon, iconButton } from './dom.js';
import { DraftCard } from './draft-card.js';
import { ExtensionBox } from './extension-box.js';
import { askToAdd, needsBot } from './just-in-time.js';
import { LinkWatch } from './link-watch.js';
import { MentionPicker } from './mention-picker.js';
import { SentLines } from './sent-lines.js';
import type { DeskStore } from './store.js';

const commands = ['help', 'status', 'list', 'subscribe'];
/** Where the desk's user writes: a post, or a reply when `thread` is given. */
export class Composer {
  readonly element: HTMLFormElement;
  private readonly field: HTMLTextAreaElement;
  private readonly toBot: HTMLButtonElement;
  private readonly note = h('p', { class: 'composer-note', role: 'alert', hidden: true });
  private readonly picker: MentionPicker;
  private readonly lines = new SentLines();
  private readonly draft: DraftCard;
  private readonly links: LinkWatch;
  private readonly where: Where;
  private box: ExtensionBox | undefined;

  constructor(
    private readonly store: DeskStore,
    private readonly place: Place,
    thread?: string,
  ) {
    const { bot, members, me } = store.facts;
    this.where = { conversationId: place.id, ...(thread === undefined ? {} : { thread }) };
    const label = thread ? 'Reply' : place.type === 'channel' ? `Start a post in ${place.name}` : 'Type a message';
    this.field = h('textarea', {
      rows: 1,
      placeholder: label,
      'aria-label': label,
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
    this.draft = new DraftCard(() => this.setToBot(this.draft.card === undefined));
    const looking = h('p', { class: 'link-note', role: 'status', hidden: true }, 'Looking up the link…');
    this.links = new LinkWatch(this.field, this.where, () => store.facts.app, {
      onLooking: (on) => {
        looking.hidden = !on;
      },
      onCard: ({ card }) => this.attach(card),
      onWords: (words) => this.say(words, false),
    });
    const box = h('div', { class: 'composer-box' });
    const open = () => this.openBox(box);
    this.element = h('form', { class: `composer${thread ? ' reply' : ''}`, autocomplete: 'off' }, this.note, box);
    box.append(
      this.picker.element,
      h('div', { class: 'composer-line' }, this.toBot, this.field),
      looking,
      this.draft.element,
      h(
        'div',
        { class: 'composer-bar' },
        store.facts.app.commands.length > 0 && iconButton('herald', `Use ${bot.name}`, open, 'use-app'),
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

  /** Puts a card into the next message. */
  attach(card: unknown): void {
    this.draft.set(card, this.store.theme);
    this.focus();
    // In a thread the card makes the composer grow beyond what is in sight.
    this.element.scrollIntoView({ block: 'nearest' });
  }

  redraw(): void {
    this.draft.draw(this.store.theme);
  }

  private openBox(anchor: HTMLElement): void {
    if (this.box?.isOpen) {
      this.box.close();
      return;
    }
    this.box = new ExtensionBox(this.store, this.where, anchor, {
      onCard: (card) => this.attach(card),
      onForm: (commandId) => {
        const title = this.store.facts.app.commands.find(({ id }) => id === commandId)?.title ?? '';
        const options = { theme: this.store.theme, onCard: (card: unknown) => this.attach(card) };
        void new DialogFrame(title, options).follow(api.openForm(this.where, commandId));
      },
      onClose: () => this.focus(),
    });
  }

  private quick(command: string): HTMLElement {
    const onclick = () => {
      this.field.value = `${command} `;
      this.field.focus();
    };
    return h('button', { type: 'button', class: 'quick', onclick }, command);
  }

  private toggleBot(): void {
    this.setToBot(this.toBot.getAttribute('aria-pressed') !== 'true');
    this.field.focus();
  }

  private setToBot(on: boolean): void {
    this.toBot.setAttribute('aria-pressed', String(on));
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing || this.picker.takeKey(event)) return;
    const { field } = this;
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void this.send();
    } else if (event.key === 'ArrowUp' && field.selectionStart === 0 && field.selectionEnd === 0) {
      this.recall(1, event);
    } else if (event.key === 'ArrowUp' && this.lines.away) {
      this.recall(1, event);
    } else if (event.key === 'ArrowDown' && this.lines.away) {
      this.recall(-1, event);
    } else if (event.key === 'Backspace' && field.value === '' && !this.toBot.hidden) {
      this.setToBot(false);
    }
  }

  private recall(step: 1 | -1, event: KeyboardEvent): void {
    const text = this.lines.recall(step, this.field.value);
    if (text === undefined) return;
    this.field.value = text;
    this.field.setSelectionRange(text.length, text.length);
    event.preventDefault();
  }

  private async send(): Promise<void> {
    const text = this.field.value.trim();
    const { card } = this.draft;
    const { bot } = this.store.facts;
    const pressed = !this.toBot.hidden && this.toBot.getAttribute('aria-pressed') === 'true';
    if (text === '' && card === undefined) return;
    const place = this.store.placeOf(this.place.id) ?? this.place;
    if (card !== undefined && needsBot(card, place) && !(await askToAdd(place, bot.name))) return;
    const named = text.toLowerCase().includes(`@${bot.name.toLowerCase()}`);
    const mention = pressed && !named && text !== '';
    this.field.value = '';
    this.lines.remember(text);
    this.links.reset();
    this.draft.clear();
    this.note.hidden = true;
    try {
      await api.say(this.where, text, { mention, ...(card === undefined ? {} : { card }) });
    } catch (error) {
      this.say(error instanceof Error ? error.message : String(error), true);
      if (this.field.value === '') this.field.value = text;
      if (card !== undefined && this.draft.card === undefined) this.draft.set(card, this.store.theme);
    }
  }

  private say(words: string, bad: boolean): void {
    this.note.hidden = false;
    this.note.textContent = words;
    this.note.classList.toggle('bad', bad);
  }
}
