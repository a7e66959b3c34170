import { type Child, h } from '../../../browser/h.js';
import type { BoardPart } from '../../paths.js';
import type { Format } from '../format.js';
import { type IconName, icon } from '../icon.js';
import { partIcons } from '../view.js';

export interface Frame {
  element: HTMLElement;
  body: HTMLElement;
  count(text: string | undefined, tone?: 'bad' | 'plain'): void;
}

/** A part's box: its name, how many there are, and its body, which waits until something comes. */
export function frame(part: BoardPart, f: Format): Frame {
  const count = h('span', { class: 'count', hidden: true });
  const body = h('div', { class: 'part-body' });
  const title = h('h2', { id: `part-${part}` }, icon(partIcons[part], 18), f.say(`tab.part.${part}`));
  const element = h(
    'section',
    { class: `part part-${part}`, 'aria-labelledby': `part-${part}` },
    h('header', { class: 'part-head' }, title, count),
    body,
  );
  body.append(skeleton(part === 'budget' ? 2 : 3));
  return {
    element,
    body,
    count(text, tone = 'plain') {
      count.hidden = text === undefined;
      count.textContent = text ?? '';
      count.classList.toggle('bad', tone === 'bad');
    },
  };
}

/** Grey lines where something will be. The page says once, in words, that it loads. */
export function skeleton(lines: number): HTMLElement {
  const bars = Array.from({ length: lines }, () => h('div', { class: 'bone' }, h('i'), h('i')));
  return h('div', { class: 'skeleton', 'aria-hidden': 'true' }, ...bars);
}

/** Nothing there: what that means, and what one could do. */
export function empty(name: IconName, title: string, ...more: Child[]): HTMLElement {
  return h('div', { class: 'empty' }, icon(name, 28), h('p', { class: 'empty-title' }, title), ...more);
}

/** An age that goes on by itself; the moment itself is in its title. */
export function ageOf(ms: number, f: Format): HTMLElement {
  return h('time', { datetime: new Date(ms).toISOString(), 'data-age': ms, title: f.full(ms) }, f.age(ms));
}

/** A state on three legs: a drawing, a word, a colour. */
export function chip(name: IconName, text: string, tone: 'good' | 'bad' | 'warn' | 'info' | 'plain'): HTMLElement {
  return h('span', { class: `chip ${tone}` }, icon(name, 14), text);
}

export function joined(parts: (Child | false)[]): Child[] {
  const there = parts.filter(
    (one): one is Node | string => one instanceof Node || (typeof one === 'string' && one !== ''),
  );
  return there.flatMap((one, i) => (i === 0 ? [one] : [h('span', { class: 'dot', 'aria-hidden': 'true' }, '·'), one]));
}
