import { type Child, h } from '../../browser/h.js';
import type { ApiError } from './api.js';
import type { Format } from './format.js';
import { type IconName, icon } from './icon.js';
import { knownKey } from './words.js';

/** A refusal in the viewer's words, with the reference that an operator can look up. */
export function errorWords(error: ApiError, f: Format): string {
  const key = error.code === 'unreachable' ? 'tab.unreachable' : knownKey(`error.${error.code}`);
  const text = f.say(key ?? 'error.internal');
  return error.reference ? `${text} ${f.say('tab.reference', { reference: error.reference })}` : text;
}

/** A whole page that says one thing. */
export function plainPage(name: IconName, title: string, ...more: Child[]): HTMLElement {
  return h('div', { class: 'plain-page' }, icon(name, 40), h('h1', {}, title), ...more);
}

/** A line across the page. */
export function banner(tone: 'bad' | 'warn' | 'info', name: IconName, ...content: Child[]): HTMLElement {
  return h('div', { class: `banner ${tone}` }, icon(name, 18), h('div', {}, ...content));
}

/** Says once, to those who do not see the page, what has just happened. */
export function announcer(): { element: HTMLElement; say(text: string): void } {
  const element = h('p', { class: 'toast', role: 'status' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    element,
    say(text) {
      clearTimeout(timer);
      element.textContent = text;
      element.classList.add('shown');
      timer = setTimeout(() => {
        element.classList.remove('shown');
        element.textContent = '';
      }, 6000);
    },
  };
}
