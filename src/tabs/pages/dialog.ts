import { type Child, h } from '../../browser/h.js';
import { ApiError } from './api.js';
import type { Format } from './format.js';
import { icon } from './icon.js';
import { errorWords } from './notice.js';

export interface DialogOptions {
  title: string;
  body: Child[];
  /** What the button that does it says, and whether it takes something away. */
  confirm: { text: string; danger?: boolean };
  /** What the other button says. */
  cancel: string;
  /** Resolves when it is done; what it throws is shown, and the dialog stays. An empty result of `check` lets it begin. */
  run(): Promise<void>;
  check?(): string | undefined;
}

/** What had the focus, or what was drawn in its place since. */
function stillThere(opener: Element | null): HTMLElement | undefined {
  if (!(opener instanceof HTMLElement)) return undefined;
  if (opener.isConnected) return opener;
  const name = opener.dataset.focus;
  const again = name === undefined ? null : document.querySelector(`[data-focus="${CSS.escape(name)}"]`);
  return again instanceof HTMLElement ? again : undefined;
}

/**
 * A dialog of the browser's own: it holds the focus, Escape closes it, and the focus goes back to where it was, or to
 * `back` where that is gone by then.
 */
export function openDialog(options: DialogOptions, f: Format, back: () => HTMLElement | null): void {
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const opener = document.activeElement;
  const close = () => frame.close();
  const cancel = h('button', { type: 'button', onclick: close }, options.cancel);
  const confirm = h(
    'button',
    { type: 'submit', class: options.confirm.danger ? 'danger' : 'primary' },
    options.confirm.text,
  );
  const tell = (text: string | undefined) => {
    problem.hidden = text === undefined;
    problem.textContent = text ?? '';
  };
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (confirm.getAttribute('aria-disabled') === 'true') return;
    const wrong = options.check?.();
    tell(wrong);
    if (wrong !== undefined) return;
    confirm.setAttribute('aria-disabled', 'true');
    try {
      await options.run();
      close();
    } catch (error) {
      tell(errorWords(error instanceof ApiError ? error : new ApiError('internal'), f));
    } finally {
      confirm.removeAttribute('aria-disabled');
    }
  };
  const frame = h(
    'dialog',
    { 'aria-labelledby': 'dialog-title' },
    h(
      'form',
      { novalidate: true, onsubmit: submit },
      h(
        'header',
        {},
        h('h2', { id: 'dialog-title' }, options.title),
        h(
          'button',
          { type: 'button', class: 'quiet', 'aria-label': f.say('tab.close'), onclick: close },
          icon('close', 18),
        ),
      ),
      ...options.body,
      problem,
      h('footer', {}, cancel, confirm),
    ),
  );
  frame.addEventListener('close', () => {
    frame.remove();
    (stillThere(opener) ?? back())?.focus();
  });
  document.body.append(frame);
  frame.showModal();
  // Where something is taken away, Enter must not do it by accident.
  const fields = () => frame.querySelector<HTMLElement>('input:checked, select, input:not([type="radio"])');
  const first = options.confirm.danger ? cancel : fields();
  (first ?? confirm).focus();
}
