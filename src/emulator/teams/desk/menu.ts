import { h } from './dom.js';
import { arrows } from './keys.js';

export interface MenuItem {
  title: string;
  /** What it is about, below the title. */
  words?: string;
  act(): unknown;
}

/** Opens a menu at a button. Arrow keys move, Escape and a click elsewhere close, and the focus goes back. */
export function openMenu(button: HTMLElement, label: string, items: readonly MenuItem[]): void {
  const close = (back: boolean) => {
    if (!menu.isConnected) return;
    document.removeEventListener('pointerdown', outside);
    window.removeEventListener('scroll', away, true);
    menu.remove();
    button.setAttribute('aria-expanded', 'false');
    if (back) button.focus();
  };
  const away = () => close(false);
  const outside = (event: PointerEvent) => {
    if (event.target instanceof Node && !menu.contains(event.target) && !button.contains(event.target)) close(false);
  };
  const menu = h(
    'div',
    { class: 'menu', role: 'menu', 'aria-label': label, popover: 'manual' },
    ...items.map(({ title, words, act }) =>
      h(
        'button',
        {
          type: 'button',
          role: 'menuitem',
          onclick: () => {
            close(true);
            act();
          },
        },
        h('span', {}, title),
        words && h('small', {}, words),
      ),
    ),
  );
  arrows(menu, '[role="menuitem"]');
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' && event.key !== 'Tab') return;
    if (event.key === 'Escape') event.preventDefault();
    event.stopPropagation();
    close(true);
  });
  document.body.append(menu);
  menu.showPopover();
  button.setAttribute('aria-expanded', 'true');
  const { right, bottom, top } = button.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = menu;
  const fits = bottom + offsetHeight + 8 <= innerHeight;
  menu.style.left = `${Math.max(8, right - offsetWidth)}px`;
  menu.style.top = `${fits ? bottom + 4 : Math.max(8, top - offsetHeight - 4)}px`;
  document.addEventListener('pointerdown', outside);
  window.addEventListener('scroll', away, true);
  menu.querySelector<HTMLElement>('[role="menuitem"]')?.focus({ preventScroll: true });
}
