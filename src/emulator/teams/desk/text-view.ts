import { markdownToHtml, markMentions, splitMentions } from '../../../browser/markdown.js';
import { h } from './dom.js';

const FOLDED_CHARACTERS = 800;
const FOLDED_LINES = 12;

/** A message's text. People's text stays as typed; a bot's text is Markdown, made to HTML that cannot carry any of its own. */
export function textView(text: string, format: 'plain' | 'markdown', mentions: string[]): HTMLElement {
  const marked = markMentions(text, new Set(mentions));
  if (format === 'markdown') {
    const view = h('div', { class: 'text rich' });
    view.innerHTML = markdownToHtml(marked);
    return view;
  }
  const parts = splitMentions(marked).map((part) =>
    part.mention ? h('span', { class: 'mention' }, part.text) : part.text,
  );
  const view = h('div', { class: 'text' }, ...parts);
  return text.length > FOLDED_CHARACTERS || text.split('\n').length > FOLDED_LINES ? folded(view) : view;
}

/** Long texts show their beginning, so that the answer is not far away. */
function folded(view: HTMLElement): HTMLElement {
  view.classList.add('folded');
  const unfold = () => {
    view.classList.remove('folded');
    more.remove();
  };
  const more = h('button', { type: 'button', class: 'see-more', onclick: unfold }, 'See more');
  return h('div', {}, view, more);
}
