import type { BoxCard } from '../box-answer.js';
import { api, type Where } from './api.js';
import { BoxResults } from './box-results.js';
import { h, icon, iconButton } from './dom.js';
import { arrows } from './keys.js';
import type { DeskStore } from './store.js';

const WIDTH_PX = 440;
const HEIGHT_PX = 480;
const GAP_PX = 8;

export interface BoxHands {
  onCard(card: unknown): void;
  onForm(commandId: string): void;
  /** The box is closed; the focus is free. */
  onClose(): void;
}

type Command = DeskStore['facts']['app']['commands'][number];

/** The box of the messaging extension above a composer: search commands as tabs, actions below them. */
export class ExtensionBox {
  private readonly field: HTMLInputElement;
  private readonly results: BoxResults;
  private readonly tabs: HTMLElement;
  private readonly element: HTMLElement;
  private command: Command | undefined;
  private readonly outside = (event: PointerEvent) => {
    if (event.target instanceof Node && !this.element.contains(event.target) && !this.anchor.contains(event.target)) {
      this.close();
    }
  };
  private readonly place = () => this.settle();

  constructor(
    store: DeskStore,
    private readonly where: Where,
    private readonly anchor: HTMLElement,
    private readonly hands: BoxHands,
  ) {
    const { app, bot } = store.facts;
    const searches = app.commands.filter(({ type, context }) => type === 'query' && context.includes('compose'));
    const actions = app.commands.filter(({ type, context }) => type === 'action' && context.includes('compose'));
    this.field = h('input', {
      type: 'search',
      class: 'box-field',
      role: 'combobox',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-expanded': 'true',
      'aria-controls': 'box-results',
      'aria-label': `Search ${bot.name}`,
    });
    this.results = new BoxResults(
      where,
      (card) => void this.pick(card),
      (id) =>
        id ? this.field.setAttribute('aria-activedescendant', id) : this.field.removeAttribute('aria-activedescendant'),
    );
    this.tabs = h(
      'div',
      { class: 'box-tabs', role: 'tablist', 'aria-label': 'What to search' },
      ...searches.map((one) =>
        h(
          'button',
          { type: 'button', role: 'tab', title: one.description, onclick: () => this.choose(one) },
          one.title,
        ),
      ),
    );
    arrows(this.tabs, '[role="tab"]');
    this.element = h(
      'div',
      { class: 'box', role: 'dialog', 'aria-label': bot.name, popover: 'manual' },
      h(
        'header',
        { class: 'box-head' },
        h('span', { class: 'avatar bot small', 'aria-hidden': 'true' }, icon('herald', 15)),
        h('h2', {}, bot.name),
        iconButton('close', 'Close', () => this.close()),
      ),
      this.tabs,
      this.field,
      this.results.element,
      actions.length > 0 &&
        h(
          'footer',
          { class: 'box-actions' },
          ...actions.map((one) =>
            h(
              'button',
              { type: 'button', class: 'lever', title: one.description, onclick: () => this.act(one) },
              one.title,
            ),
          ),
        ),
    );
    this.field.addEventListener('input', () => this.search(false));
    this.element.addEventListener('keydown', (event) => this.key(event));
    document.body.append(this.element);
    this.element.showPopover();
    document.addEventListener('pointerdown', this.outside);
    window.addEventListener('resize', this.place);
    this.settle();
    const [first] = searches;
    if (first) this.choose(first);
  }

  get isOpen(): boolean {
    return this.element.isConnected;
  }

  close(): void {
    if (!this.isOpen) return;
    this.results.stop();
    document.removeEventListener('pointerdown', this.outside);
    window.removeEventListener('resize', this.place);
    this.element.remove();
    this.hands.onClose();
  }

  private choose(command: Command): void {
    this.command = command;
    for (const tab of this.tabs.querySelectorAll('[role="tab"]')) {
      const chosen = tab.textContent === command.title;
      tab.setAttribute('aria-selected', String(chosen));
      tab.setAttribute('tabindex', chosen ? '0' : '-1');
      if (chosen) tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
    this.field.placeholder = command.parameters[0]?.description || command.description;
    this.search(true);
    this.field.focus();
  }

  private search(atOnce: boolean): void {
    if (this.command) this.results.show(this.command, this.field.value.trim(), atOnce);
  }

  private async pick({ card, tap }: BoxCard): Promise<void> {
    if (tap === undefined) {
      this.insert(card);
      return;
    }
    this.results.say('Fetching…');
    this.results.element.setAttribute('aria-busy', 'true');
    const failed = (error: unknown) => ({ kind: 'error' as const, text: String(error) });
    const outcome = await api.select(this.where, tap).then((result) => result.outcome, failed);
    this.results.element.removeAttribute('aria-busy');
    if (outcome.kind === 'cards' && outcome.cards[0]?.card !== undefined) this.insert(outcome.cards[0].card);
    else if (outcome.kind === 'message' || outcome.kind === 'error')
      this.results.say(outcome.text, outcome.kind === 'error');
    else this.results.say('There is nothing to insert.', true);
  }

  private insert(card: unknown): void {
    if (!this.isOpen) return;
    this.close();
    this.hands.onCard(card);
  }

  private act(command: Command): void {
    this.close();
    this.hands.onForm(command.id);
  }

  private key(event: KeyboardEvent): void {
    const inField = event.target === this.field;
    if (event.key === 'Escape') this.close();
    else if (inField && event.key === 'ArrowDown') this.results.step(1);
    else if (inField && event.key === 'ArrowUp') this.results.step(-1);
    else if (inField && event.key === 'Enter' && !event.isComposing) this.results.pickActive();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Above its composer where there is room, else over it. */
  private settle(): void {
    const { left, top } = this.anchor.getBoundingClientRect();
    const { style } = this.element;
    const width = Math.min(WIDTH_PX, innerWidth - 2 * GAP_PX);
    style.width = `${width}px`;
    style.left = `${Math.max(GAP_PX, Math.min(left, innerWidth - width - GAP_PX))}px`;
    const room = top - 2 * GAP_PX;
    const fits = room >= HEIGHT_PX * 0.7;
    style.height = `${Math.min(HEIGHT_PX, fits ? room : innerHeight - 2 * GAP_PX)}px`;
    style.bottom = `${fits ? innerHeight - top + GAP_PX : GAP_PX}px`;
  }
}
