import type { BoxCard } from '../box-answer.js';
import { h, icon } from './dom.js';

/** A result as Teams lists it: a picture or the app's sign, the title, two lines of words. */
export function previewRow({ preview }: BoxCard, id: string, onPick: () => void): HTMLElement {
  const { title, subtitle, text, image } = preview;
  const sign = image
    ? h('img', { src: image, alt: '', width: 36, height: 36 })
    : h('span', { class: 'avatar bot', 'aria-hidden': 'true' }, icon('herald', 20));
  return h(
    'div',
    { role: 'option', id, class: 'preview', 'aria-selected': 'false', onclick: onPick },
    sign,
    h(
      'div',
      { class: 'preview-words' },
      h('div', { class: 'preview-title' }, title),
      subtitle && h('div', { class: 'preview-text' }, subtitle),
      text && h('div', { class: 'preview-text' }, text),
    ),
  );
}
