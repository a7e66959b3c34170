import type { DeskMessage, Place } from './api.js';
import { Composer } from './composer.js';
import { h, icon } from './dom.js';
import { MessageView } from './message-view.js';
import type { DeskStore } from './store.js';

const SHOWN_REPLIES = 4;

/** A post of a channel with its replies below it; older replies are folded away. */
export class ThreadView {
  readonly element: HTMLElement;
  readonly root: MessageView;
  private readonly replies = h('div', { class: 'replies' });
  private readonly earlier = h('button', { type: 'button', class: 'earlier', hidden: true });
  private readonly answer: HTMLElement;
  private readonly views: MessageView[] = [];
  private unfolded = false;
  private composer: Composer | undefined;

  constructor(
    message: DeskMessage,
    private readonly store: DeskStore,
    private readonly place: Place,
  ) {
    this.root = new MessageView(message, store, false);
    this.answer = h(
      'button',
      { type: 'button', class: 'answer', onclick: () => this.openComposer() },
      icon('reply', 16),
      'Reply',
    );
    this.earlier.addEventListener('click', () => {
      this.unfolded = true;
      this.fold();
    });
    this.element = h('section', { class: 'thread' }, this.root.element, this.earlier, this.replies, this.answer);
  }

  add(message: DeskMessage): MessageView {
    const view = new MessageView(message, this.store, true);
    this.views.push(view);
    this.replies.append(view.element);
    this.fold();
    return view;
  }

  /** Draws again in the page's theme what is no message. */
  redraw(): void {
    this.composer?.redraw();
  }

  private fold(): void {
    const hidden = this.unfolded ? 0 : Math.max(0, this.views.length - SHOWN_REPLIES);
    this.views.forEach((view, index) => {
      view.element.hidden = index < hidden;
    });
    this.earlier.hidden = hidden === 0;
    this.earlier.textContent = hidden === 1 ? 'Show 1 earlier reply' : `Show ${hidden} earlier replies`;
  }

  private openComposer(): void {
    const composer = new Composer(this.store, this.place, this.root.element.dataset.id);
    this.composer = composer;
    composer.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      composer.element.replaceWith(this.answer);
      this.answer.focus();
    });
    this.answer.replaceWith(composer.element);
    composer.focus();
    composer.element.scrollIntoView({ block: 'nearest' });
  }
}
