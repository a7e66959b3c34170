import { h } from '../../../browser/h.js';
import { ruleWords } from '../../../delivery/rule-words.js';
import type { BoardValue, BoardValues } from '../../contract.js';
import { asTable, plot } from '../charts/figure.js';
import { lineChart } from '../charts/line-chart.js';
import type { Format } from '../format.js';
import type { IconName } from '../icon.js';
import { showKeyed } from '../keyed.js';
import type { Part } from '../view.js';
import { chip, empty, frame, joined } from './frame.js';

export function valuesPart(f: Format): Part<BoardValues> {
  const box = frame('values', f);
  const list = h('ul', { class: 'values' });
  const more = h('p', { class: 'part-note' });
  return {
    element: box.element,
    show(facts) {
      if (!facts?.values) return;
      more.textContent = facts.more > 0 ? f.say('tab.more-values', { n: facts.more }) : '';
      more.hidden = facts.more === 0;
      if (facts.values.length === 0) {
        box.body.replaceChildren(empty('trend', f.say('tab.values-none')));
        return;
      }
      showKeyed(
        list,
        [...facts.values]
          .sort((a, b) => rank(a) - rank(b))
          .map((value) => ({
            key: `${value.kind}/${value.id}`,
            facts: value,
            make: () => valueCard(value, f),
          })),
      );
      if (list.parentElement !== box.body) box.body.replaceChildren(list, more);
    },
  };
}

/** What has no line to draw stands after what has. */
const rank = ({ trend }: BoardValue) => (trend.length > 1 ? 0 : 1);

const looks: Record<BoardValue['state'], [IconName, 'good' | 'bad' | 'info' | 'plain'] | undefined> = {
  evaluated: undefined,
  running: ['running', 'info'],
  failed: ['failed', 'bad'],
  'no-value': ['idle', 'plain'],
  dimensions: ['idle', 'plain'],
  inactive: ['paused', 'plain'],
};

function valueCard(value: BoardValue, f: Format): HTMLElement {
  const { trend } = value;
  const look = looks[value.state];
  const name = `${value.kind}/${value.id}`;
  return h(
    'li',
    { class: 'value' },
    h(
      'p',
      { class: 'small' },
      ...joined([f.say(`kind.${value.kind}`), value.atMs !== undefined && f.moment(value.atMs)]),
    ),
    h('h3', {}, value.name),
    h(
      'p',
      { class: 'value-now' },
      h('strong', {}, value.value === undefined ? '–' : f.number(value.value)),
      changeOf(value, f),
      look ? chip(look[0], f.say(`object.${value.state}`), look[1]) : null,
    ),
    trend.length > 1
      ? plot(describe(value, f), (width) => lineChart(trend, limitsOf(value, f), f, width))
      : h('p', { class: 'no-chart' }, f.say(value.state === 'dimensions' ? 'tab.no-single-value' : 'tab.no-trend')),
    thresholdWords(value, f),
    trend.length > 1
      ? asTable(
          {
            caption: value.name,
            head: [f.say('tab.evaluated'), f.say(value.kind === 'segment' ? 'tab.members' : 'tab.value')],
            rows: [...trend].reverse().map((one) => [f.full(one.atMs), f.number(one.value)]),
          },
          f,
          name,
        )
      : null,
  );
}

/** Against the evaluation before; nothing where it did not change. */
function changeOf({ trend }: BoardValue, f: Format): HTMLElement | null {
  const [before, now] = trend.slice(-2).map(({ value }) => Number(value));
  if (before === undefined || now === undefined || !Number.isFinite(now - before)) return null;
  const change = Number((now - before).toPrecision(12));
  if (change === 0) return h('span', { class: 'change' }, f.say('tab.unchanged'));
  const share = before === 0 ? '' : ` (${f.signed(Number(((change / Math.abs(before)) * 100).toFixed(1)))}%)`;
  return h(
    'span',
    { class: 'change' },
    h('span', { 'aria-hidden': 'true' }, change > 0 ? '▲ ' : '▼ '),
    `${f.signed(change)}${share}`,
  );
}

function limitsOf({ thresholds }: BoardValue, f: Format) {
  const seen = new Set<string>();
  return thresholds.flatMap(({ rule, crossed }) => {
    if (rule.value === undefined || seen.has(rule.value)) return [];
    seen.add(rule.value);
    return [{ value: Number(rule.value), label: f.number(rule.value), crossed }];
  });
}

function thresholdWords({ thresholds }: BoardValue, f: Format): HTMLElement | null {
  if (thresholds.length === 0) return null;
  const words = thresholds.map(({ number, rule, crossed }) => {
    const text = f.say('tab.watched-by', { rule: ruleWords(rule, f), number: `#${number}` });
    return h(
      'li',
      {},
      h('span', { class: crossed ? 'key crossed' : 'key', 'aria-hidden': 'true' }),
      text,
      crossed ? ` · ${f.say('tab.crossed')}` : '',
    );
  });
  return h('ul', { class: 'limits' }, ...words);
}

/** What the chart shows, for those who do not see it. */
function describe({ name, trend }: BoardValue, f: Format): string {
  const numbers = trend.map(({ value }) => Number(value));
  return f.say('tab.trend-words', {
    name,
    n: trend.length,
    from: f.full(trend[0]?.atMs ?? 0),
    to: f.full(trend.at(-1)?.atMs ?? 0),
    low: f.number(Math.min(...numbers)),
    high: f.number(Math.max(...numbers)),
    last: f.number(trend.at(-1)?.value ?? ''),
  });
}
