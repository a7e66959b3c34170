import { h } from './dom.js';

export interface Question {
  title: string;
  words: string;
  /** What the button that agrees says. */
  yes: string;
  /** A line to type, with what stands in it; it may not be left empty. */
  field?: { label: string; value: string };
}

/** Asks in a dialog. Resolves with the text of the field (empty without one), or undefined where the person thought better. */
export function ask({ title, words, yes, field }: Question): Promise<string | undefined> {
  const input =
    field && h('input', { class: 'dialog-field', 'aria-label': field.label, required: true, maxlength: 128 });
  if (input) input.value = field.value;
  const frame = h('dialog', { class: 'dialog ask', 'aria-label': title });
  const form = h(
    'form',
    { method: 'dialog', class: 'dialog-form' },
    h('p', { class: 'dialog-words', hidden: words === '' }, words),
    input,
    h(
      'div',
      { class: 'dialog-buttons' },
      h('button', { type: 'button', class: 'lever', onclick: () => frame.close() }, 'Cancel'),
      h('button', { type: 'submit', class: 'lever primary' }, yes),
    ),
  );
  frame.append(h('header', { class: 'dialog-head' }, h('h2', {}, title)), form);
  document.body.append(frame);
  frame.showModal();
  (input ?? form.querySelector<HTMLElement>('.primary'))?.focus();
  input?.select();
  return new Promise((resolve) => {
    let answer: string | undefined;
    form.addEventListener('submit', () => {
      answer = input?.value.trim() ?? '';
    });
    frame.addEventListener('close', () => {
      frame.remove();
      resolve(answer);
    });
  });
}

export async function confirm(question: Question): Promise<boolean> {
  return (await ask(question)) !== undefined;
}
