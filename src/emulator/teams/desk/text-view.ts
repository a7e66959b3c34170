import { h } from './dom.js';
import { markdownToHtml, markMentions, splitMentions } from './markdown.js';

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
  return h('div', { class: 'text' }, ...parts);
}
