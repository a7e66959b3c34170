import { h } from '../../browser/h.js';
import type { BoardPart } from '../paths.js';

/** What is long to the left, what is small to the right; one below the other where there is no room for both. */
const sides: readonly (readonly BoardPart[])[] = [
  ['alerts', 'runs', 'values'],
  ['budget', 'subscriptions'],
];

export function columns(part: (name: BoardPart) => HTMLElement): {
  element: HTMLElement;
  lay(shows: readonly BoardPart[]): void;
} {
  const made = sides.map((names) => ({ names, element: h('div', { class: 'column' }, ...names.map(part)) }));
  return {
    element: h('div', { class: 'board', 'aria-busy': 'true' }, ...made.map(({ element }) => element)),
    lay(shows) {
      for (const { names, element } of made) {
        for (const name of names) part(name).hidden = !shows.includes(name);
        element.hidden = !names.some((name) => shows.includes(name));
      }
    },
  };
}
