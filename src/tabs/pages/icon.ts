import { drawing } from '../../browser/icon.js';

// Strokes on a grid of 20 by 20.
const strokes = {
  herald: 'M3 8.5h2.6l6.4-4v11l-6.4-4H3zM5.5 11.7v4.1h2.6v-3M14.3 7.8a3.4 3.4 0 0 1 0 4.6M16.4 5.8a6.2 6.2 0 0 1 0 8.6',
  failed: 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M7.6 7.6l4.8 4.8M12.4 7.6l-4.8 4.8',
  good: 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M7 10.2l2.2 2.2 4-4.4',
  warning: 'M10 3.2l7.2 12.6H2.8zM10 8v3.6M10 13.4v.4',
  running: 'M10 3a7 7 0 1 0 7 7M10 6v4l2.6 1.6',
  paused: 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M8.4 7.6v4.8M11.6 7.6v4.8',
  seen: 'M2.5 10c1.8-3 4.3-4.6 7.5-4.6s5.700 1.600 7.500 4.600c-1.800 3-4.300 4.600-7.500 4.600s-5.700-1.600-7.500-4.600M10 7.800a2.200 2.200 0 1 0 0 4.400a2.200 2.200 0 1 0 0-4.400',
  idle: 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M7 10h6',
  close: 'M5 5l10 10M15 5L5 15',
  bell: 'M5.500 13.500v-4.200a4.500 4.500 0 0 1 9 0v4.200l1.200 1.300H4.300zM8.500 16.700h3',
  trend: 'M3 15.500h14M3.500 12.500l4-4 3 2.600 5.500-6',
  clock: 'M10 3a7 7 0 1 0 0 14a7 7 0 1 0 0-14M10 6.200v4l2.700 1.700',
  list: 'M7.500 5.500H17M7.500 10H17M7.500 14.500H17M3.500 5.500h.5M3.500 10h.5M3.500 14.500h.5',
  gauge: 'M4.300 15a7.500 7.500 0 1 1 11.400 0M10 11.500l3.400-3.800',
  edit: 'M4 16l.8-3.400L13.300 4l2.700 2.700-8.600 8.500z',
  bin: 'M4 5.500h12M8 5.500V4h4v1.500M5.500 5.500l.7 11h7.600l.7-11M8.500 8.500v5M11.500 8.500v5',
  outside: 'M8 4H4v12h12v-4M11 3.500h5.500V9M16 4l-7 7',
} as const;

export type IconName = keyof typeof strokes;

/** A drawing beside words that say the same. */
export function icon(name: IconName, size = 20): SVGSVGElement {
  return drawing(strokes[name], { size, width: 1.5, className: `icon icon-${name}` });
}
