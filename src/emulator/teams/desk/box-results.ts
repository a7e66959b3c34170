import type { BoxCard } from '../box-answer.js';
import { api, type TeamsApp, type Where } from './api.js';
import { h } from './dom.js';
import { previewRow } from './preview-row.js';

/** Teams waits for a pause in typing before it asks. */
const PAUSE_MS = 300;
const PAGE = 25;
const NEAR_END_PX = 80;

type Command = TeamsApp['commands'][number];

/** What one search command found for what is typed; more comes when its end is reached. */
export class BoxResults {
  readonly list = h('div', { class: 'box-list', role: 'listbox', 'aria-label': 'Results', id: 'box-results' });
  readonly note = h('p', { class: 'box-note', role: 'status' });
  private readonly more = h('button', { type: 'button', class: 'box-more', hidden: true }, 'Show more');
  readonly element = h('div', { class: 'box-body', tabindex: -1 }, this.note, this.list, this.more);
  private cards: BoxCard[] = [];
  private active = -1;
  private timer: number | undefined;
  private round = 0;
  private loading = false;
  private command: Command | undefined;
  private text = '';

  constructor(
    private readonly where: Where,
    private readonly onPick: (card: BoxCard) => void,
    private readonly onActive: (id: string | undefined) => void,
  ) {
    this.more.addEventListener('click', () => void this.load());
    this.element.addEventListener('scroll', () => {
      const { scrollHeight, scrollTop, clientHeight } = this.element;
      if (!this.more.hidden && scrollHeight - scrollTop - clientHeight < NEAR_END_PX) void this.load();
    });
  }

  /** Begins anew: at once for a command that was just chosen, else when typing pauses. */
  show(command: Command, text: string, atOnce: boolean): void {
    clearTimeout(this.timer);
    this.round += 1;
    this.loading = false;
    const changed = this.command !== command;
    this.command = command;
    this.text = text;
    if (changed) this.clear();
    if (text === '' && !command.initialRun) {
      this.clear();
      this.say(command.parameters[0]?.description ?? command.description);
      return;
    }
    this.say(this.cards.length === 0 ? 'Searching…' : '');
    this.element.setAttribute('aria-busy', 'true');
    this.timer = window.setTimeout(() => void this.load(true), atOnce ? 0 : PAUSE_MS);
  }

  /** Steps through what is listed; at its end more is fetched. */
  step(by: 1 | -1): void {
    if (this.cards.length === 0) return;
    if (by === 1 && this.active === this.cards.length - 1) {
      if (!this.more.hidden) void this.load();
      return;
    }
    this.mark(Math.max(0, this.active + by));
  }

  /** Nothing while an answer to newer words is on its way: what is listed is not what was asked for. */
  pickActive(): void {
    if (this.element.hasAttribute('aria-busy')) return;
    const card = this.cards[Math.max(0, this.active)];
    if (card) this.onPick(card);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.round += 1;
  }

  say(text: string, bad = false): void {
    this.note.textContent = text;
    this.note.hidden = text === '';
    this.note.classList.toggle('bad', bad);
  }

  private async load(anew = false): Promise<void> {
    const { command, text, where } = this;
    if (!command || this.loading) return;
    this.loading = true;
    const { round } = this;
    const skip = anew ? 0 : this.cards.length;
    const wanted = { commandId: command.id, text, initialRun: text === '' && command.initialRun, skip };
    const failed = (error: unknown) => ({ kind: 'error' as const, text: String(error) });
    const outcome = await api.search(where, wanted).then((result) => result.outcome, failed);
    // Somebody has typed on: this answer is to an older question.
    if (round !== this.round) return;
    this.loading = false;
    this.element.removeAttribute('aria-busy');
    if (anew) this.clear();
    if (outcome.kind === 'cards') this.add(outcome.cards);
    else {
      this.more.hidden = true;
      if (outcome.kind === 'message' || outcome.kind === 'error') this.say(outcome.text, outcome.kind === 'error');
    }
  }

  private add(cards: BoxCard[]): void {
    for (const card of cards) {
      const row = previewRow(card, `box-result-${this.cards.length}`, () => this.onPick(card));
      this.cards.push(card);
      this.list.append(row);
    }
    this.more.hidden = cards.length < PAGE;
    this.say(this.cards.length === 0 ? 'Nothing was found.' : '');
    if (this.active < 0 && this.cards.length > 0) this.mark(0);
  }

  private clear(): void {
    this.cards = [];
    this.active = -1;
    this.list.replaceChildren();
    this.more.hidden = true;
    this.onActive(undefined);
  }

  private mark(index: number): void {
    const rows = this.list.children;
    rows[this.active]?.setAttribute('aria-selected', 'false');
    this.active = index;
    const row = rows[index];
    row?.setAttribute('aria-selected', 'true');
    row?.scrollIntoView({ block: 'nearest' });
    this.onActive(row?.id);
  }
}
