import { h, svg } from '../../../browser/h.js';
import type { BoardRun, BoardRuns, BoardStatus } from '../../contract.js';
import { barOf, liesBefore, windowOf } from '../charts/run-window.js';
import { timeTicks, zoneOffset } from '../charts/scale.js';
import type { Format } from '../format.js';
import type { IconName } from '../icon.js';
import { showKeyed } from '../keyed.js';
import type { Part } from '../view.js';
import { knownKey } from '../words.js';
import { listed } from './alerts.js';
import { ageOf, chip, empty, frame, joined } from './frame.js';

type Tone = 'good' | 'bad' | 'warn' | 'info' | 'plain';
const looks: Partial<Record<BoardStatus, [IconName, Tone]>> = {
  failed: ['failed', 'bad'],
  'timed-out': ['failed', 'bad'],
  successful: ['good', 'good'],
  running: ['running', 'info'],
  queued: ['paused', 'info'],
  'needs-update': ['warning', 'warn'],
};

const toneOf = (status: BoardStatus): Tone => looks[status]?.[1] ?? 'plain';
const capital = (text: string, f: Format) => text.charAt(0).toLocaleUpperCase(f.tag) + text.slice(1);
const DAY = 86_400_000;
const MOST_RUNS = 10;
const MOST_STEPS = 40;

export function statusChip(status: BoardStatus, f: Format): HTMLElement {
  const [name, tone] = looks[status] ?? ['idle', 'plain'];
  return chip(name, capital(f.say(`status.${status}`), f), tone);
}

export function runsPart(f: Format): Part<BoardRuns> {
  const box = frame('runs', f);
  const next = h('p', { class: 'part-note' });
  const list = h('ol', { class: 'runs' });
  const axis = h('div', { class: 'run-axis', 'aria-hidden': 'true' });
  return {
    element: box.element,
    show(facts) {
      if (!facts?.runs) return;
      const runs = facts.runs.slice(0, MOST_RUNS);
      next.hidden = facts.nextRunAtMs === undefined;
      if (facts.nextRunAtMs !== undefined) {
        next.replaceChildren(
          f.say('tab.next-run', { time: f.moment(facts.nextRunAtMs) }),
          ' (',
          ageOf(facts.nextRunAtMs, f),
          ')',
        );
      }
      if (runs.length === 0) {
        box.body.replaceChildren(empty('clock', f.say('tab.runs-none'), next));
        return;
      }
      // A minute is the finest that can be seen: rows are not drawn anew for less.
      const nowMs = Math.ceil(f.now() / 60_000) * 60_000;
      const { fromMs, toMs } = windowOf(runs, nowMs);
      showKeyed(
        list,
        runs.map((run) => ({ key: run.id, facts: [run, fromMs, toMs], make: () => runRow(run, fromMs, toMs, f) })),
      );
      drawAxis(axis, fromMs, toMs, f);
      if (list.parentElement !== box.body) box.body.replaceChildren(list, axis, next);
    },
  };
}

function drawAxis(axis: HTMLElement, fromMs: number, toMs: number, f: Format): void {
  const ticks = ticksOf(fromMs, toMs, f);
  const offset = offsetOf(toMs, f);
  axis.replaceChildren(
    ...ticks.map((tick) => {
      const label = h('span', {}, (tick + offset) % DAY === 0 ? f.day(tick) : f.clock(tick));
      label.style.insetInlineStart = `${((tick - fromMs) / (toMs - fromMs)) * 100}%`;
      return label;
    }),
    h('span', { class: 'now' }, f.say('tab.now')),
  );
}

const offsetOf = (atMs: number, f: Format) => zoneOffset(atMs, f.zone.replaceAll(' ', '_'));

function ticksOf(fromMs: number, toMs: number, f: Format): number[] {
  const ticks = timeTicks(fromMs, toMs, 6, offsetOf(toMs, f));
  // The end is called now; a tick beside it would stand in its way.
  return ticks.filter((tick) => (toMs - tick) / (toMs - fromMs) > 0.1);
}

function runRow(run: BoardRun, fromMs: number, toMs: number, f: Format): HTMLElement {
  const how = run.submission === 'unknown' ? '' : f.say(`tab.run-${run.submission}`);
  const ended = run.endedAtMs;
  const began = run.submittedAtMs;
  const small = [
    how,
    began !== undefined && f.moment(began),
    began !== undefined && ended !== undefined && f.duration(ended - began),
    began !== undefined && ended === undefined && f.say('tab.running-for', { time: f.duration(f.now() - began) }),
    progressOf(run, f),
    run.names.length > 0 && listed(run.names, f),
  ];
  const what = h(
    'div',
    { class: 'run-what' },
    h('span', { class: 'run-name' }, operationName(run.operation, f), ' ', statusChip(run.status, f)),
    h('span', { class: 'small' }, ...joined(small)),
  );
  const track = trackOf(run, toneOf(run.status), fromMs, toMs, ticksOf(fromMs, toMs, f));
  if (run.steps.length === 0) return h('li', { class: 'run' }, h('div', { class: 'run-line' }, what, track));
  return h(
    'li',
    { class: 'run' },
    h(
      'details',
      { 'data-open': `run-${run.id}` },
      h('summary', { class: 'run-line', 'data-focus': `run-${run.id}` }, what, track),
      stepsOf(run, f),
    ),
  );
}

function progressOf(run: BoardRun, f: Format): string {
  if (run.endedAtMs !== undefined || run.steps.length === 0) return '';
  const done = run.steps.filter(
    ({ status }) => !['running', 'queued', 'needs-update', 'unknown'].includes(status),
  ).length;
  return f.say('tab.steps-done', { done, total: run.steps.length + run.moreSteps });
}

function trackOf(
  timed: { submittedAtMs?: number; endedAtMs?: number },
  tone: Tone,
  fromMs: number,
  toMs: number,
  ticks: number[],
) {
  const bar = barOf(timed, fromMs, toMs);
  const grid = ticks.map((tick) => {
    const at = `${((tick - fromMs) / (toMs - fromMs)) * 100}%`;
    return svg('line', { class: 'grid', x1: at, x2: at, y1: '0', y2: '100%' });
  });
  // A share of a week may be too thin to see: below the bar lies one that is 6 px wide. An arrow points to what is older.
  return h(
    'div',
    { class: 'track', 'aria-hidden': 'true' },
    svg(
      'svg',
      { width: '100%', height: '100%' },
      ...grid,
      bar ? svg('rect', { class: `bar ${tone}`, x: `${Math.min(bar.start, 98.5)}%`, width: '6', rx: '3' }) : null,
      bar ? svg('rect', { class: `bar ${tone}`, x: `${bar.start}%`, width: `${bar.width}%`, rx: '3' }) : null,
    ),
    liesBefore(timed, fromMs)
      ? svg('svg', { class: 'earlier', viewBox: '0 0 8 12' }, svg('path', { class: `bar ${tone}`, d: 'M7 0 1 6l6 6z' }))
      : null,
  );
}

function stepsOf(run: BoardRun, f: Format): HTMLElement {
  const steps = run.steps.slice(0, MOST_STEPS);
  const begun = steps.flatMap(({ submittedAtMs }) => (submittedAtMs === undefined ? [] : [submittedAtMs]));
  const ends = steps.flatMap(({ endedAtMs }) => (endedAtMs === undefined ? [] : [endedAtMs]));
  const fromMs = Math.min(run.submittedAtMs ?? Number.POSITIVE_INFINITY, ...begun);
  const toMs = Math.max(run.endedAtMs ?? f.now(), ...ends);
  const more = run.moreSteps + run.steps.length - steps.length;
  return h(
    'ol',
    { class: 'steps' },
    ...steps.map((step) => {
      const span =
        step.submittedAtMs !== undefined && step.endedAtMs !== undefined
          ? f.duration(step.endedAtMs - step.submittedAtMs)
          : '';
      const what = step.name && step.name !== step.operation ? step.name : operationName(step.operation, f);
      return h(
        'li',
        { class: 'run-line' },
        h(
          'div',
          { class: 'run-what' },
          h('span', { class: 'step-name' }, what, ' ', statusChip(step.status, f)),
          h(
            'span',
            { class: 'small' },
            ...joined([what === operationName(step.operation, f) ? '' : operationName(step.operation, f), span]),
          ),
        ),
        Number.isFinite(fromMs) && toMs > fromMs ? trackOf(step, toneOf(step.status), fromMs, toMs, []) : null,
      );
    }),
    more > 0 ? h('li', { class: 'small' }, f.say('tab.more-steps', { n: more })) : null,
  );
}

export function operationName(operation: string, f: Format): string {
  const key = knownKey(`operation.${operation}`);
  return key ? f.say(key) : operation;
}
