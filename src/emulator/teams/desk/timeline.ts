import type { DeskMessage, Place } from './api.js';
import { h } from './dom.js';
import { dayOf } from './format.js';
import { MessageView } from './message-view.js';
import type { DeskStore } from './store.js';
import { ThreadView } from './thread-view.js';

const NEAR_END_PX = 100;
const READING_GAP_PX = 12;

/** The messages of one conversation. Stays at its end while it is there; else a pill tells of what is out of sight. */
export class Timeline {
  readonly element: HTMLElement;
  private readonly list = h('div', { class: 'timeline-list' });
  private readonly pill = h('button', { type: 'button', class: 'pill', hidden: true });
  private readonly views = new Map<string, MessageView>();
  private readonly threads = new Map<string, ThreadView>();
  private readonly hello: HTMLElement;
  private readonly scroller: HTMLElement;
  private lastDay = '';
  private atEnd = true;
  private lastTop = 0;
  private target: HTMLElement | undefined;
  private targetText = '';

  constructor(
    private readonly store: DeskStore,
    private readonly place: Place,
  ) {
    this.scroller = h(
      'div',
      { class: `timeline ${place.type}`, tabindex: -1, role: 'log', 'aria-label': 'Messages' },
      this.list,
    );
    this.element = h('div', { class: 'timeline-frame' }, this.scroller, this.pill);
    this.hello = h(
      'div',
      { class: 'hello' },
      h('strong', {}, place.type === 'personal' ? `You and ${store.facts.bot.name}` : `Nothing in ${place.name} yet`),
      h('p', {}, `Say “help” to ${store.facts.bot.name} to see what it can do.`),
    );
    this.list.append(this.hello);
    this.scroller.addEventListener('scroll', () => this.lookAround());
    this.pill.addEventListener('click', () => this.target?.scrollIntoView({ block: 'start', behavior: 'smooth' }));
    // Cards grow when pictures load or parts are shown; whoever was at the end stays there.
    const sizes = new ResizeObserver(() => this.stay());
    sizes.observe(this.list);
    sizes.observe(this.scroller);
    for (const message of store.messagesOf(place.id)) this.show(message);
  }

  take(message: DeskMessage, isNew: boolean, edited: boolean): void {
    if (!isNew) {
      const view = this.views.get(message.id);
      view?.update(message, edited);
      if (edited && view) this.pointAt(view.element, 'A card was updated');
      return;
    }
    const mine = message.from.id === this.store.facts.me.id;
    if (mine && message.rootId === undefined) this.goOn();
    const view = this.show(message);
    if (mine && message.rootId !== undefined) view.element.scrollIntoView({ block: 'nearest' });
    else this.pointAt(view.element, message.rootId === undefined ? 'New message' : 'New reply');
  }

  redraw(): void {
    for (const view of this.views.values()) view.redraw();
    for (const thread of this.threads.values()) thread.redraw();
  }

  private show(message: DeskMessage): MessageView {
    this.hello.remove();
    const view = this.place.type === 'channel' ? this.showInThread(message) : this.showFlat(message);
    this.views.set(message.id, view);
    return view;
  }

  private showInThread(message: DeskMessage): MessageView {
    const thread = message.rootId === undefined ? undefined : this.threads.get(message.rootId);
    if (thread) return thread.add(message);
    const started = new ThreadView(message, this.store, this.place);
    this.threads.set(message.id, started);
    this.append(message, started.element);
    return started.root;
  }

  private showFlat(message: DeskMessage): MessageView {
    const view = new MessageView(message, this.store, true);
    this.append(message, view.element);
    return view;
  }

  private append(message: DeskMessage, element: HTMLElement): void {
    const day = dayOf(message.atMs);
    if (day !== this.lastDay) this.list.append(h('div', { class: 'day', role: 'separator' }, h('span', {}, day)));
    this.lastDay = day;
    this.list.append(element);
  }

  private pointAt(element: HTMLElement, text: string): void {
    requestAnimationFrame(() => {
      this.stay();
      if (!this.sideOf(element)) return;
      this.target = element;
      this.targetText = text;
      this.showPill();
    });
  }

  /** Whoever posts has seen what there was to see above, and looks at what comes. */
  private goOn(): void {
    this.atEnd = true;
    this.target = undefined;
    this.showPill();
  }

  private showPill(): void {
    const side = this.target && this.sideOf(this.target);
    this.pill.hidden = side === undefined;
    this.pill.classList.toggle('above', side === 'above');
    if (side) this.pill.textContent = `${side === 'below' ? '↓' : '↑'} ${this.targetText}`;
    else this.target = undefined;
  }

  /** Undefined while the beginning of the element is in sight. */
  private sideOf(element: HTMLElement): 'above' | 'below' | undefined {
    const frame = this.element.getBoundingClientRect();
    const { top } = element.getBoundingClientRect();
    if (top > frame.bottom - 24) return 'below';
    return top < frame.top - 48 ? 'above' : undefined;
  }

  private lookAround(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    // Content that came since the last step down is no reason to stop following; going up is.
    if (scrollHeight - scrollTop - clientHeight < NEAR_END_PX) this.atEnd = true;
    else if (scrollTop < this.lastTop) this.atEnd = false;
    this.lastTop = scrollTop;
    this.showPill();
  }

  /** At the end, but never beyond the beginning of the last message: what is taller than the frame is read from its top. */
  private stay(): void {
    // Whoever writes a reply looks at it, however it grows.
    if (!this.atEnd || this.list.querySelector('.composer:focus-within')) return;
    const { scroller } = this;
    const last = [...this.list.querySelectorAll('.message')].at(-1);
    const toLast = last ? last.getBoundingClientRect().top - scroller.getBoundingClientRect().top : 0;
    const end = scroller.scrollHeight - scroller.clientHeight;
    scroller.scrollTop = last ? Math.min(end, scroller.scrollTop + toLast - READING_GAP_PX) : end;
  }
}
