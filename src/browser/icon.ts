import { svg } from './h.js';

/** Strokes on a grid of 20 by 20, in the colour of the text, beside words that say the same. `size` is in px. */
export function drawing(strokes: string, look: { size: number; width: number; className?: string }): SVGSVGElement {
  return svg(
    'svg',
    {
      class: look.className,
      viewBox: '0 0 20 20',
      width: look.size,
      height: look.size,
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': look.width,
      'stroke-linecap': 'round',
      'stroke-linejoin': 'round',
      'aria-hidden': 'true',
    },
    svg('path', { d: strokes }),
  );
}
