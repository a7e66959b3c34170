import { h } from '../../../browser/h.js';
import type { Format } from '../format.js';

export interface Table {
  caption: string;
  head: string[];
  /** The first cell of a row is its heading. */
  rows: string[][];
}

/** Redraws when the place for it gets wider or narrower. */
const watcher = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    if (target instanceof HTMLElement) draws.get(target)?.(Math.round(contentRect.width));
  }
});
const draws = new WeakMap<HTMLElement, (width: number) => void>();

/** A place that a drawing fills, at any width. `label` is what the drawing says, for those who do not see it. */
export function plot(label: string, draw: (width: number) => SVGElement): HTMLElement {
  const place = h('div', { class: 'plot', role: 'img', 'aria-label': label });
  let drawn = 0;
  draws.set(place, (width) => {
    if (width === drawn || width < 40) return;
    drawn = width;
    place.replaceChildren(draw(width));
  });
  watcher.observe(place);
  return place;
}

/** The same numbers to read, behind a line that opens. */
export function asTable({ caption, head, rows }: Table, f: Format, name: string): HTMLElement {
  const [first = '', ...others] = head;
  return h(
    'details',
    { class: 'as-table', 'data-open': name },
    h('summary', { 'data-focus': `${name}-table` }, f.say('tab.as-table')),
    h(
      'div',
      { class: 'table-scroll', tabindex: '0', role: 'region', 'aria-label': caption },
      h(
        'table',
        {},
        h('caption', { class: 'unseen' }, caption),
        h('thead', {}, h('tr', {}, ...[first, ...others].map((title) => h('th', { scope: 'col' }, title)))),
        h(
          'tbody',
          {},
          ...rows.map(([head = '', ...cells]) =>
            h('tr', {}, h('th', { scope: 'row' }, head), ...cells.map((cell) => h('td', {}, cell))),
          ),
        ),
      ),
    ),
  );
}
