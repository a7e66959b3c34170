import type { AlarmHealthContent, AlarmRow } from '../../model/content/alarm-health.js';
import { buttonRows } from './buttons.js';
import {
  type Colour,
  enumerated,
  foot,
  type Head,
  icons,
  nameOf,
  part,
  ruled,
  SEPARATOR,
  type View,
  type ViewInput,
} from './view.js';

const isHealed = (row: AlarmRow) => row.healedAtMs !== undefined;

function sentenceOf(row: AlarmRow, { f }: ViewInput): string {
  if (row.healedAtMs !== undefined) {
    const time = f.moment(row.healedAtMs);
    return f.say(row.reason === 'expiring' ? 'alarm.healed-expiring' : 'alarm.healed', { time });
  }
  if (row.reason !== 'expiring') return f.say(`alarm.${row.reason}-sentence`);
  const date = (ms: number | undefined) => (ms === undefined ? f.say('fact.unknown') : f.date(f.day(ms)));
  return f.say('alarm.expiring-sentence', { sign: date(row.lastSignMs), off: date(row.offAtMs) });
}

function rowOf(row: AlarmRow, input: ViewInput) {
  const { f, limits } = input;
  const healed = isHealed(row);
  const state = healed ? f.say('alarm.row-healed') : f.say(`alarm.${row.reason}`);
  const numbers = row.numbers.slice(0, limits.items).map(String);
  const facts = [
    f.say('alarm.subscriptions', { n: numbers.length, numbers: f.list(numbers) }),
    f.say('alarm.since', { time: f.moment(row.atMs) }),
  ];
  return {
    state: `${healed ? icons.good : icons.warning} ${state} · ${f.say(`kind.${row.object.kind}`)}`,
    colour: (healed ? 'Good' : 'Warning') satisfies Colour,
    name: nameOf(row.object, input),
    sentence: sentenceOf(row, input),
    facts: facts.join(SEPARATOR),
  };
}

function headOf(open: AlarmRow[], { f }: ViewInput): Head {
  if (open.length === 0) {
    return { tone: 'good', colour: 'Good', state: `${icons.good} ${f.say('alarm.title-healed')}` };
  }
  const dead = open.filter((row) => row.reason !== 'expiring');
  const n = new Set(dead.flatMap((row) => row.numbers)).size;
  const title = n > 0 ? f.say('alarm.title', { n }) : f.say('alarm.title-soon');
  return { tone: 'warning', colour: 'Warning', state: `${icons.warning} ${title}` };
}

/** What is watched in vain, or soon may be: one line each, those that still are first. */
export function alarmHealthView({ rows }: AlarmHealthContent, input: ViewInput): View {
  const { f, limits } = input;
  const sorted = [...rows].sort((a, b) => Number(isHealed(a)) - Number(isHealed(b)) || b.atMs - a.atMs);
  const open = sorted.filter((row) => !isHealed(row));
  const shown = limits.items * 2;
  const head = headOf(open, input);
  const left = sorted.length - shown;
  const names = (open.length > 0 ? open : sorted).map((row) => nameOf(row.object, input));
  return {
    template: 'alarm-health',
    model: {
      head,
      rows: ruled(sorted.slice(0, shown).map((row) => rowOf(row, input))),
      ...part('more', left > 0 ? f.say('list.more', { n: left }) : undefined),
      actions: buttonRows([{ title: f.say('button.list'), verb: 'run', data: { command: 'list' } }]),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('alarm.summary', { state: head.state, names: enumerated(names.slice(0, 3), input) }),
  };
}
