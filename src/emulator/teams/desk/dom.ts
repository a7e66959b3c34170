import { h } from '../../../browser/h.js';
import { drawing } from '../../../browser/icon.js';

export { h };

// Strokes on a grid of 20 by 20.
const strokes = {
  sun: 'M10 6.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7M10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M4.3 15.7l1.2-1.2M14.5 5.5l1.2-1.2',
  moon: 'M16.5 11.8A6.8 6.8 0 0 1 8.2 3.5a6.8 6.8 0 1 0 8.3 8.3z',
  send: 'M3.5 3.5l13 6.5-13 6.5 2-6.5zM5.5 10h6',
  hash: 'M7.5 3.5l-1.5 13M14 3.5l-1.5 13M3.5 7.5h13.5M3 12.5h13.5',
  people:
    'M7.5 9.5a2.8 2.8 0 1 0 0-5.6a2.8 2.8 0 1 0 0 5.6M2.5 16.2c0-2.6 2.2-4.2 5-4.2s5 1.6 5 4.2M13 9.2a2.3 2.3 0 1 0 0-4.6M14.6 12.1c1.8.4 3 1.8 3 3.8',
  person: 'M10 9.5a3 3 0 1 0 0-6a3 3 0 1 0 0 6M4.5 16.5c0-2.8 2.4-4.5 5.5-4.5s5.5 1.7 5.5 4.5',
  menu: 'M3 5.5h14M3 10h14M3 14.5h14',
  sliders: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4',
  close: 'M5 5l10 10M15 5L5 15',
  down: 'M10 4v12M5 11l5 5 5-5',
  reply: 'M8 5L3.5 9.5 8 14M4 9.5h7c3 0 5.5 2 5.5 5.5',
  dots: 'M4.6 10h.01M10 10h.01M15.4 10h.01',
  plus: 'M10 4v12M4 10h12',
  herald: 'M4 14.5V11M8 14.5V7.5M12 14.5V10M16 14.5V4.5',
} as const;

export type IconName = keyof typeof strokes;

export function icon(name: IconName, size = 20): SVGSVGElement {
  return drawing(strokes[name], { size, width: 1.6 });
}

export function iconButton(name: IconName, label: string, onclick: () => unknown, className = ''): HTMLButtonElement {
  return h(
    'button',
    { type: 'button', class: `icon-button ${className}`, title: label, 'aria-label': label, onclick },
    icon(name),
  );
}
