import { h } from '../../browser/h.js';
import type { BoardData, BoardEvent, BoardSubscription, TabSession, WriteReply } from '../contract.js';
import { type BoardPart, boardParts, paths } from '../paths.js';
import type { Api } from './api.js';
import { afterEvent, afterWrite, type BoardModel, nothing } from './board-model.js';
import { boardNotices, moodChip } from './board-notices.js';
import { type Choice, chooser } from './chooser.js';
import { columns } from './columns.js';
import { openEdit } from './edit-dialog.js';
import type { Format } from './format.js';
import { freshness } from './freshness.js';
import { icon } from './icon.js';
import { goLive, type Link } from './live.js';
import { announcer, errorWords } from './notice.js';
import { alertsPart } from './parts/alerts.js';
import { budgetPart } from './parts/budget.js';
import { runsPart } from './parts/runs.js';
import { subscriptionsPart } from './parts/subscriptions.js';
import { valuesPart } from './parts/values.js';
import { openRemove, openSnooze } from './snooze-dialog.js';
import { nameOfConversation, type Part, type View } from './view.js';

export interface BoardPageOptions {
  api: Api;
  session: TabSession;
  /** `now` of it is set to the server's clock by the board. */
  formatWith(now: () => number): Format;
  choice: Choice & { entity?: string };
  /** The channel or chat that the tab is in; there the board is about it alone. */
  fixed: boolean;
  /** Outside Teams. */
  alone: boolean;
  /** What Teams calls the conversation of the tab. */
  named?: { id: string; name: string };
  onFirst(): void;
}

type Parts = { [P in BoardPart]: Part<BoardData[P]> };

/** The board, drawn once and kept fresh by the stream. `stop` lets the connection go. */
export function boardPage(options: BoardPageOptions): { element: HTMLElement; stop(): void } {
  const { api, session } = options;
  let model: BoardModel = nothing;
  let link: Link = { kind: 'connecting' };
  let live: ReturnType<typeof goLive> | undefined;
  let first = true;
  const f = options.formatWith(() => Date.now() + model.aheadMs);
  const toast = announcer();
  const fresh = freshness(f);
  const title = h('h1', {}, session.connections[0]?.name ?? f.say('tab.board'));
  const where = h('p', { class: 'where' });
  const mood = h('p', { class: 'mood' });
  const notices = boardNotices(f, { retry: () => live?.retry(), anew: () => connect() });
  const parts: Parts = {
    alerts: alertsPart(f),
    runs: runsPart(f),
    values: valuesPart(f),
    subscriptions: subscriptionsPart(f),
    budget: budgetPart(f),
  };
  const { element: grid, lay } = columns((part) => parts[part].element);
  const foot = h('footer', { class: 'foot' }, f.say('tab.times-in', { zone: f.zone }));
  const listed = () => parts.subscriptions.element.querySelector<HTMLElement>('h2');

  const view: View = {
    f,
    canWrite: session.mode === 'signed-in',
    placeOf(id) {
      const shown = model.about?.conversations ?? session.conversations;
      const found = shown.find((one) => one.id === id);
      return shown.length > 1 && found ? nameOfConversation(found, f) : undefined;
    },
    edit: (one) => openEdit(one, f, (edit) => write(paths.edit, edit, one, 'tab.done-edit'), back),
    snooze: (one) => openSnooze(one, f, (asked) => write(paths.snooze, asked, one, 'tab.done-snooze'), back),
    remove: (one) => openRemove(one, f, () => write(paths.remove, own(one), one, 'tab.done-remove'), back),
    resume: (one) =>
      void write(paths.resume, own(one), one, 'tab.done-resume').catch((error) => toast.say(errorWords(error, f))),
  };
  const own = ({ conversation, id }: BoardSubscription) => ({ conversation, id });
  /** Where the focus goes when its row is gone. */
  const back = () => {
    const heading = listed();
    heading?.setAttribute('tabindex', '-1');
    return heading;
  };

  type Done = 'tab.done-edit' | 'tab.done-snooze' | 'tab.done-remove' | 'tab.done-resume';
  async function write(path: string, body: unknown, one: BoardSubscription, done: Done): Promise<void> {
    const { subscription } = await api.post<WriteReply>(path, body);
    model = afterWrite(model, one.id, subscription);
    draw(['subscriptions']);
    toast.say(f.say(done, { number: `#${one.number}` }));
  }

  function draw(changed: readonly BoardPart[]): void {
    for (const part of changed) show(part);
    if (changed.length > 0 && first && model.about?.shows.every((part) => model.data[part] !== undefined)) {
      first = false;
      grid.removeAttribute('aria-busy');
      options.onFirst();
    }
    drawMood();
  }
  function show<P extends BoardPart>(part: P): void {
    const one: Part<BoardData[P]> = parts[part];
    one.show(model.data[part], view);
  }

  const drawMood = () => mood.replaceChildren(moodChip(model, f));

  function drawAbout(): void {
    const { about } = model;
    if (!about) return;
    title.textContent = about.connection.name;
    const [only] = about.conversations;
    where.textContent =
      about.conversations.length === 1 && only
        ? nameOfConversation(only, f, options.named)
        : f.say('tab.conversations', { n: about.conversations.length });
    lay(about.shows);
  }

  const tellNotices = () => notices.show({ link, model, alone: options.alone });

  function onEvent(event: BoardEvent): void {
    const after = afterEvent(model, event, Date.now());
    model = after.model;
    if (after.changed === 'all') drawAbout();
    draw(after.changed === 'all' ? boardParts.filter((part) => model.data[part] !== undefined) : after.changed);
    tellNotices();
    fresh.show(link, model.heardLocalMs);
  }

  function onLink(next: Link): void {
    if (next.kind === 'live' && link.kind === 'cut' && model.heardLocalMs !== undefined)
      toast.say(f.say('tab.live-again'));
    if (next.kind === 'cut' && link.kind === 'live') toast.say(f.say('tab.cut-title'));
    link = next;
    if (next.kind === 'refused' && first) grid.removeAttribute('aria-busy');
    if ((next.kind === 'refused' || next.kind === 'cut') && first) options.onFirst();
    fresh.show(link, model.heardLocalMs);
    tellNotices();
  }

  let { choice } = options;
  function connect(): void {
    live?.stop();
    const query = { entity: choice.entity, conversation: choice.conversation, connection: choice.connection };
    live = goLive({ open: (signal) => api.open(paths.stream, query, signal), onEvent, onLink });
  }

  const choose = options.fixed
    ? null
    : chooser(session, f, choice, (next) => {
        choice = next;
        connect();
      });
  const ticking = setInterval(() => fresh.show(link, model.heardLocalMs), 1000);
  const aging = setInterval(() => {
    for (const one of document.querySelectorAll<HTMLElement>('[data-age]'))
      one.textContent = f.age(Number(one.dataset.age));
    show('budget');
  }, 5000);
  const wake = () => document.visibilityState === 'visible' && live?.retry();
  document.addEventListener('visibilitychange', wake);
  window.addEventListener('online', wake);
  tellNotices();
  drawMood();
  connect();
  return {
    element: h(
      'div',
      { class: 'page' },
      h(
        'header',
        { class: 'top' },
        h('span', { class: 'mark' }, icon('herald', 22)),
        h('div', { class: 'names' }, title, where),
        mood,
        fresh.element,
        choose,
      ),
      notices.element,
      grid,
      foot,
      toast.element,
    ),
    stop() {
      live?.stop();
      clearInterval(ticking);
      clearInterval(aging);
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wake);
    },
  };
}
