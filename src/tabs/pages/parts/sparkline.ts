import { svg } from '../../../browser/h.js';
import { linear } from '../charts/scale.js';

/** A small line beside words that tell the values. */
export function sparkline(values: readonly number[], width = 96, height = 32): SVGSVGElement {
  const x = linear([0, values.length - 1], [3, width - 5]);
  const y = linear([Math.min(...values), Math.max(...values)], [height - 5, 5]);
  const path = values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const last = values.length - 1;
  return svg(
    'svg',
    { class: 'sparkline', width, height, viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true' },
    svg('path', { class: 'line', d: path }),
    svg('circle', { class: 'last', cx: x(last), cy: y(values[last] ?? 0), r: 3 }),
  );
}
