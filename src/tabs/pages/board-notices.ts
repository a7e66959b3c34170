import { h } from '../../browser/h.js';
import { type BoardModel, moodOf } from './board-model.js';
import type { Format } from './format.js';
import type { Link } from './live.js';
import { banner, errorWords } from './notice.js';
import { chip } from './parts/frame.js';

export interface NoticeFacts {
  link: Link;
  model: BoardModel;
  /** Outside Teams. */
  alone: boolean;
}

/** Lines above the board: where one is, that it may be out of date, that Customer Insights cannot be read. */
export function boardNotices(f: Format, asks: { retry(): void; anew(): void }) {
  const element = h('div', { class: 'notices' });
  const button = (onclick: () => void) => h('button', { type: 'button', class: 'link', onclick }, f.say('tab.try-now'));

  const connection = ({ link, model }: NoticeFacts): HTMLElement | undefined => {
    if (link.kind === 'refused') return banner('bad', 'failed', errorWords(link.error, f), ' ', button(asks.anew));
    if (link.kind !== 'cut') return undefined;
    // Without anything to look at there is nothing that may be out of date.
    if (model.heardLocalMs === undefined)
      return banner('bad', 'failed', f.say('tab.unreachable'), ' ', button(asks.retry));
    const title = h('strong', {}, f.say('tab.cut-title'));
    return banner('warn', 'warning', title, ' ', f.say('tab.cut-more'), ' ', button(asks.retry));
  };
  const reading = ({ model: { health } }: NoticeFacts): HTMLElement | undefined => {
    if (!health || health.polling === 'healthy' || health.polling === 'starting') return undefined;
    const last =
      health.lastReadingAtMs === undefined ? '' : f.say('tab.last-reading', { time: f.moment(health.lastReadingAtMs) });
    return banner('warn', 'warning', h('strong', {}, f.say(`status.head-${health.polling}`)), '. ', last);
  };
  const outside = ({ alone }: NoticeFacts): HTMLElement | undefined =>
    alone
      ? banner('info', 'outside', h('strong', {}, f.say('tab.outside-title')), ' ', f.say('tab.outside-read-only'))
      : undefined;

  let shown = '';
  return {
    element,
    show(facts: NoticeFacts): void {
      const wanted = [outside, connection, reading].map((one) => one(facts));
      // A button that has the focus stays while the words are the same.
      const text = wanted.map((one) => one?.textContent ?? '').join('|');
      if (text === shown) return;
      shown = text;
      element.replaceChildren(...wanted.filter((one) => one !== undefined));
    },
  };
}

const looks = {
  trouble: ['failed', 'bad'],
  seen: ['seen', 'warn'],
  running: ['running', 'info'],
  well: ['good', 'good'],
  unknown: ['clock', 'plain'],
} as const;

/** The one thing to know of it all, in two or three words. */
export function moodChip(model: BoardModel, f: Format): HTMLElement {
  const { mood, open } = moodOf(model);
  const [name, tone] = looks[mood];
  return chip(name, f.say(`tab.mood-${mood}`, { n: open }), tone);
}
