import { h } from '../../browser/h.js';
import type { Format } from './format.js';
import type { Link } from './live.js';

/** How the board hears of changes, and how old what it shows is; told every second. */
export function freshness(f: Format): {
  element: HTMLElement;
  show(link: Link, heardLocalMs: number | undefined): void;
} {
  const text = h('span');
  const element = h('p', { class: 'freshness connecting' }, h('i', { class: 'pulse', 'aria-hidden': 'true' }), text);
  return {
    element,
    show(link, heardLocalMs) {
      element.className = `freshness ${link.kind}`;
      text.textContent = freshnessWords(link, heardLocalMs, Date.now(), f);
    },
  };
}

export function freshnessWords(link: Link, heardLocalMs: number | undefined, localMs: number, f: Format): string {
  const age = heardLocalMs === undefined ? undefined : f.duration(localMs - heardLocalMs);
  const last = age === undefined ? '' : f.say('tab.last-update', { time: age });
  const parts: Record<Link['kind'], () => string[]> = {
    connecting: () => [f.say('tab.connecting'), last],
    live: () => [f.say('tab.live'), last],
    cut: () => [f.say('tab.cut'), last],
    refused: () => [f.say('tab.ended'), last],
  };
  return parts[link.kind]()
    .filter((one) => one !== '')
    .join(' · ');
}
