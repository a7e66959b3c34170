import type { DeskFile } from './api.js';
import { h } from './dom.js';

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A file as Teams shows it: the question whether the bot may put it into the person's OneDrive, or the file. */
export function drawFile(file: DeskFile, onAnswer: (action: 'accept' | 'decline') => void): HTMLElement {
  const kind = /\.(\w{1,4})$/.exec(file.name)?.[1] ?? 'file';
  const button = (action: 'accept' | 'decline', title: string) =>
    h('button', { type: 'button', class: `file-button ${action}`, onclick: () => onAnswer(action) }, title);
  const badge = h('span', { class: 'file-kind', 'aria-hidden': 'true' }, kind.toUpperCase());
  if (file.kind === 'info') {
    return h(
      'div',
      { class: 'file-view' },
      badge,
      h('div', { class: 'file-main' }, h('div', { class: 'file-name' }, file.name)),
      h('a', { class: 'file-button', href: file.contentUrl, download: file.name }, 'Download'),
    );
  }
  return h(
    'div',
    { class: 'file-view asks' },
    badge,
    h(
      'div',
      { class: 'file-main' },
      h('div', { class: 'file-name' }, file.name),
      h('div', { class: 'file-size' }, sizeOf(file.sizeInBytes)),
      h('p', { class: 'file-words' }, file.description),
      h('p', { class: 'file-words' }, 'If you accept, the file is put into your OneDrive.'),
      h('div', { class: 'file-buttons' }, button('accept', 'Accept'), button('decline', 'Decline')),
    ),
  );
}
