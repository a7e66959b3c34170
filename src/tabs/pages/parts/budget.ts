import { h, svg } from '../../../browser/h.js';
import type { BoardBudget } from '../../contract.js';
import { binsOf } from '../charts/bins.js';
import { asTable } from '../charts/figure.js';
import type { Format } from '../format.js';
import type { Part } from '../view.js';
import { chip, frame } from './frame.js';

/** The calls in use, by lane, and when they come free. Its elements stay: it changes every second while one looks. */
export function budgetPart(f: Format): Part<BoardBudget> {
  const box = frame('budget', f);
  const used = h('strong');
  const of = h('span');
  const state = h('span', { class: 'budget-state' });
  const bar = svg('svg', { class: 'budget-bar', width: '100%', height: '14', 'aria-hidden': 'true' });
  const lanes = h('tbody');
  const free = svg('svg', { class: 'budget-free', width: '100%', height: '44', 'aria-hidden': 'true' });
  const freeWords = h('p', { class: 'small' });
  const axisEnd = h('span');
  const table = h('div');
  const head = (text: string, number = false) => h('th', { scope: 'col', class: number ? 'number-cell' : '' }, text);
  const content = [
    h('p', { class: 'budget-number' }, used, of, state),
    bar,
    h(
      'table',
      { class: 'lanes' },
      h('caption', { class: 'unseen' }, f.say('tab.lanes')),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          head(f.say('tab.lane')),
          head(f.say('tab.lane-used'), true),
          head(f.say('tab.lane-share'), true),
          head(f.say('tab.lane-waiting'), true),
        ),
      ),
      lanes,
    ),
    h('h3', {}, f.say('tab.free-when')),
    free,
    h('p', { class: 'free-axis', 'aria-hidden': 'true' }, h('span', {}, f.say('tab.now')), axisEnd),
    freeWords,
    table,
  ];
  let shownTable = '';
  return {
    element: box.element,
    show(budget) {
      if (!budget) return;
      const nowMs = f.now();
      used.textContent = f.number(budget.used);
      of.textContent = f.say('tab.calls-of', { limit: f.number(budget.limit), window: f.duration(budget.windowMs) });
      state.replaceChildren(stateOf(budget, nowMs, f));
      drawBar(bar, budget);
      lanes.replaceChildren(...budget.lanes.map((lane) => laneRow(lane, f)));
      const bins = binsOf(budget.freeAtMs, nowMs, budget.windowMs);
      drawBins(free, bins);
      axisEnd.textContent = f.duration(budget.windowMs);
      const first = budget.freeAtMs.find((at) => at > nowMs);
      freeWords.textContent =
        first === undefined
          ? f.say('tab.free-all')
          : f.say('tab.free-next', { time: f.duration(first - nowMs), free: f.number(budget.limit - budget.used) });
      const rows = quartersOf(budget, nowMs, f);
      // A table that is read must not be taken away; it is made anew only with new numbers.
      if (JSON.stringify(rows) !== shownTable) {
        shownTable = JSON.stringify(rows);
        const open = table.querySelector('details')?.open ?? false;
        const made = asTable(
          { caption: f.say('tab.free-when'), head: [f.say('tab.free-at'), f.say('tab.free-calls')], rows },
          f,
          'free',
        );
        if (table.contains(document.activeElement)) {
          table.querySelector('tbody')?.replaceWith(made.querySelector('tbody') ?? '');
        } else {
          if (made instanceof HTMLDetailsElement) made.open = open;
          table.replaceChildren(made);
        }
      }
      if (content[0]?.parentElement !== box.body) box.body.replaceChildren(...content);
    },
  };
}

function stateOf({ pausedUntilMs, used, limit }: BoardBudget, nowMs: number, f: Format): HTMLElement {
  if (pausedUntilMs !== undefined && pausedUntilMs > nowMs) {
    return chip('paused', f.say('tab.paused-for', { time: f.duration(pausedUntilMs - nowMs) }), 'bad');
  }
  if (used >= limit) return chip('warning', f.say('tab.budget-full'), 'warn');
  return chip('good', f.say('tab.calls-free', { n: f.number(limit - used) }), 'good');
}

function drawBar(bar: SVGSVGElement, { lanes, limit, used }: BoardBudget): void {
  const told = lanes.reduce((sum, lane) => sum + lane.used, 0);
  let at = 0;
  const part = (name: string, n: number) => {
    const rect = svg('rect', {
      class: `lane-${name}`,
      x: `${(at / limit) * 100}%`,
      y: '0',
      width: `${(n / limit) * 100}%`,
      height: '14',
    });
    at += n;
    return rect;
  };
  bar.replaceChildren(
    svg('rect', { class: 'rest', x: '0', y: '0', width: '100%', height: '14' }),
    ...lanes.filter((lane) => lane.used > 0).map((lane) => part(lane.lane, lane.used)),
    // Calls whose lane is not told: those of before a restart.
    ...(used > told ? [part('other', used - told)] : []),
  );
}

function laneRow({ lane, used, guaranteed, waiting }: BoardBudget['lanes'][number], f: Format): HTMLElement {
  return h(
    'tr',
    {},
    h(
      'th',
      { scope: 'row' },
      h('i', { class: `swatch lane-${lane}`, 'aria-hidden': 'true' }),
      f.say(`quota.lane-${lane}`),
    ),
    h('td', {}, f.number(used)),
    h('td', {}, f.number(guaranteed)),
    h('td', { class: waiting > 0 ? 'waiting' : '' }, f.number(waiting)),
  );
}

function drawBins(chart: SVGSVGElement, bins: readonly number[]): void {
  const most = Math.max(4, ...bins);
  const step = 100 / bins.length;
  chart.replaceChildren(
    ...bins.map((count, i) => {
      const height = count === 0 ? 2 : Math.max(4, (count / most) * 42);
      return svg('rect', {
        class: count === 0 ? 'rest' : 'bin',
        x: `${i * step + step * 0.1}%`,
        width: `${step * 0.8}%`,
        y: String(44 - height),
        height: String(height),
        rx: '1',
      });
    }),
  );
}

function quartersOf(budget: BoardBudget, nowMs: number, f: Format): string[][] {
  return [0.25, 0.5, 0.75, 1].map((share) => {
    const span = budget.windowMs * share;
    const free = budget.limit - budget.used + budget.freeAtMs.filter((at) => at <= nowMs + span).length;
    return [f.say('tab.ahead', { time: f.duration(span) }), f.number(Math.min(budget.limit, free))];
  });
}
