import { type Child, h } from '../../browser/h.js';

/** A labelled field, its hint read with it. `control` gets the id. */
export function field(label: string, control: HTMLElement, hint?: string): HTMLElement {
  const id = `field-${++made}`;
  control.id = id;
  if (hint) control.setAttribute('aria-describedby', `${id}-hint`);
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    control,
    hint ? h('p', { class: 'small', id: `${id}-hint` }, hint) : null,
  );
}

let made = 0;

export function select(options: [value: string, text: string][], chosen?: string): HTMLSelectElement {
  const made = h('select', {}, ...options.map(([value, text]) => h('option', { value }, text)));
  if (chosen !== undefined) made.value = chosen;
  return made;
}

/** A box to tick, or one of several choices. */
export function choice(
  kind: 'checkbox' | 'radio',
  name: string,
  value: string,
  checked: boolean,
  ...label: Child[]
): { element: HTMLElement; input: HTMLInputElement } {
  const input = h('input', { type: kind, name, value, checked });
  return { element: h('label', { class: 'choice' }, input, h('span', {}, ...label)), input };
}
