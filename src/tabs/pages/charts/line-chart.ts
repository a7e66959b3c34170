import { svg } from '../../../browser/h.js';
import type { Format } from '../format.js';
import { linear, niceTicks, type Scale } from './scale.js';

export interface LinePoint {
  atMs: number;
  /** A decimal string. */
  value: string;
}

export interface Limit {
  value: number;
  label: string;
  crossed: boolean;
}

const HEIGHT = 148;
const TOP = 14;
const BOTTOM = 22;
/** A character of the axis, in px. */
const CHARACTER = 6.4;

/**
 * Lowest and highest of what is drawn. A limit far from the values would press them to a flat line; such a one is left
 * to the words below the chart.
 */
export function domainOf(
  values: readonly number[],
  limits: readonly number[],
): { low: number; high: number; shown: number[] } {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high - low || Math.abs(high) * 0.1 || 1;
  const shown = limits.filter((one) => one >= low - 2 * span && one <= high + 2 * span);
  // A limit at the very edge would lie on the axis.
  return {
    low: Math.min(low, ...shown.map((one) => one - span * 0.05)),
    high: Math.max(high, ...shown.map((one) => one + span * 0.05)),
    shown,
  };
}

/** A line over time with axes, and limits as dashed lines. Decoration only: the figure says in words what it shows. */
export function lineChart(
  points: readonly LinePoint[],
  limits: readonly Limit[],
  f: Format,
  width: number,
): SVGSVGElement {
  const values = points.map(({ value }) => Number(value));
  const { low, high, shown } = domainOf(
    values,
    limits.map(({ value }) => value),
  );
  const ticks = niceTicks(low, high, 4);
  const labels = ticks.map((tick) => f.short(tick));
  const left = Math.ceil(Math.max(...labels.map(({ length }) => length)) * CHARACTER) + 8;
  const right = width - 8;
  const x = linear([points[0]?.atMs ?? 0, points.at(-1)?.atMs ?? 1], [left + 4, right]);
  const y = linear([ticks[0] ?? low, ticks.at(-1) ?? high], [HEIGHT - BOTTOM, TOP]);
  const at = points.map((point, i) => ({ ...point, x: x(point.atMs), y: y(values[i] ?? 0) }));
  const line = at.map((one, i) => `${i === 0 ? 'M' : 'L'}${one.x.toFixed(1)} ${one.y.toFixed(1)}`).join('');
  const floor = HEIGHT - BOTTOM;
  const last = at.at(-1);
  const drawing = svg(
    'svg',
    { class: 'line-chart', width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}`, 'aria-hidden': 'true' },
    ...ticks.flatMap((tick, i) => [
      svg('line', { class: i === 0 ? 'axis' : 'grid', x1: left, x2: right, y1: y(tick), y2: y(tick) }),
      svg('text', { class: 'tick', x: left - 6, y: y(tick) + 4, 'text-anchor': 'end' }, labels[i] ?? ''),
    ]),
    ...dayTicks(points, f, x, right - left),
    svg('path', { class: 'area', d: `${line}L${last?.x ?? right} ${floor}L${at[0]?.x ?? left} ${floor}Z` }),
    ...limits.filter(({ value }) => shown.includes(value)).map((limit) => limitLine(limit, left, right, y)),
    svg('path', { class: 'line', d: line }),
    last ? svg('circle', { class: 'last', cx: last.x, cy: last.y, r: 3.5 }) : null,
  );
  followPointer(drawing, at, f, left, right);
  return drawing;
}

function limitLine({ value, label, crossed }: Limit, left: number, right: number, y: Scale): SVGGElement {
  const height = y(value);
  const above = height > TOP + 12;
  return svg(
    'g',
    { class: crossed ? 'limit crossed' : 'limit' },
    svg('line', { x1: left, x2: right, y1: height, y2: height }),
    svg('text', { x: left + 6, y: above ? height - 5 : height + 13 }, label),
  );
}

/** The first and the last day, and some between where there is room and they differ. */
function dayTicks(points: readonly LinePoint[], f: Format, x: Scale, room: number): SVGElement[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return [];
  const oneDay = f.day(first.atMs) === f.day(last.atMs);
  const name = oneDay ? f.clock : f.day;
  const most = Math.max(2, Math.min(5, Math.floor(room / 90)));
  const picked = Array.from({ length: most }, (_, i) => points[Math.round((i * (points.length - 1)) / (most - 1))]);
  let before = '';
  return picked.flatMap((point, i) => {
    if (!point) return [];
    const text = name(point.atMs);
    if (text === before) return [];
    before = text;
    const anchor = i === 0 ? 'start' : i === most - 1 ? 'end' : 'middle';
    return [svg('text', { class: 'tick', x: x(point.atMs), y: HEIGHT - 5, 'text-anchor': anchor }, text)];
  });
}

/** The value below the pointer. What it tells stands in the table too. */
function followPointer(
  drawing: SVGSVGElement,
  points: readonly (LinePoint & { x: number; y: number })[],
  f: Format,
  left: number,
  right: number,
): void {
  const rule = svg('line', { class: 'cross', y1: TOP - 6, y2: HEIGHT - BOTTOM });
  const dot = svg('circle', { class: 'last', r: 4 });
  const text = svg('text', { class: 'told', y: 10 });
  const mark = svg('g', { class: 'pointer', visibility: 'hidden' }, rule, dot, text);
  drawing.append(mark);
  drawing.addEventListener('pointermove', (event) => {
    const [first] = points;
    if (!first) return;
    const near = points.reduce(
      (best, one) => (Math.abs(one.x - event.offsetX) < Math.abs(best.x - event.offsetX) ? one : best),
      first,
    );
    rule.setAttribute('x1', String(near.x));
    rule.setAttribute('x2', String(near.x));
    dot.setAttribute('cx', String(near.x));
    dot.setAttribute('cy', String(near.y));
    const anchor = near.x > (left + right) / 2 ? 'end' : 'start';
    text.setAttribute('text-anchor', anchor);
    text.setAttribute('x', String(near.x + (anchor === 'end' ? -4 : 4)));
    text.textContent = `${f.number(near.value)} · ${f.full(near.atMs)}`;
    mark.setAttribute('visibility', 'visible');
  });
  drawing.addEventListener('pointerleave', () => mark.setAttribute('visibility', 'hidden'));
}
