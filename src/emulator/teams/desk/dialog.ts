import { drawCard } from '../../../browser/card-view.js';
import type { Theme } from '../../../browser/host-config.js';
import type { Dialog } from '../control.js';
import { api } from './api.js';
import { h, iconButton } from './dom.js';

const widths: Record<string, number> = { small: 300, medium: 600, large: 900 };

/** Shows a dialog that the bot asked for; its buttons are sent back as `task/submit`. */
export function openDialog(dialog: Dialog, theme: Theme): void {
  const note = h('p', { class: 'message-note bad', role: 'alert', hidden: true });
  const body = h('div', { class: 'dialog-body' });
  const frame = h('dialog', { class: 'dialog', 'aria-label': dialog.title || 'Dialog' });
  const close = () => frame.close();
  frame.append(
    h('header', { class: 'dialog-head' }, h('h2', {}, dialog.title), iconButton('close', 'Close', close)),
    body,
    note,
  );
  frame.addEventListener('close', () => frame.remove());
  const width = typeof dialog.width === 'number' ? dialog.width : widths[dialog.width ?? 'medium'];
  frame.style.width = `min(${width ?? 600}px, calc(100vw - 24px))`;

  const submit = async (data: unknown) => {
    frame.classList.add('busy');
    note.hidden = true;
    try {
      const { outcome } = await api.submitDialog(dialog.id, data);
      if (outcome.kind === 'dialog') {
        close();
        openDialog(outcome.dialog, theme);
      } else if (outcome.kind === 'message') {
        body.replaceChildren(h('p', { class: 'dialog-message' }, outcome.text));
      } else if (outcome.kind === 'error') {
        note.textContent = outcome.text;
        note.hidden = false;
      } else {
        close();
      }
    } catch (error) {
      note.textContent = error instanceof Error ? error.message : String(error);
      note.hidden = false;
    } finally {
      frame.classList.remove('busy');
    }
  };

  if (dialog.card !== undefined)
    body.append(drawCard(dialog.card, { theme, onAction: ({ data }) => void submit(data) }));
  else if (dialog.url) body.append(h('p', { class: 'dialog-message' }, `The bot wants to show the page ${dialog.url}`));
  document.body.append(frame);
  frame.showModal();
  body.querySelector<HTMLElement>('input, select, textarea')?.focus();
}
