import type { RunContent, RunCounts } from '../../model/content/run.js';
import { endedStatuses } from '../../model/reading.js';
import { clean } from '../clean.js';
import { buttonRows } from './buttons.js';
import { fetchedFoot } from './cost.js';
import {
  type Colour,
  enumerated,
  type Head,
  icons,
  listed,
  nameOf,
  operationName,
  part,
  type View,
  type ViewInput,
} from './view.js';

/** Cells of the picture of one kind of steps; a kind with fewer steps has one for each. */
const BAR_CELLS = 12;

type Place = Exclude<keyof RunCounts, 'group'>;

const looks: Record<Place, { cell: string; colour: Colour }> = {
  done: { cell: '█', colour: 'Good' },
  running: { cell: '▓', colour: 'Accent' },
  failed: { cell: '✖\uFE0E', colour: 'Attention' },
  skipped: { cell: '·', colour: 'Default' },
  waiting: { cell: '░', colour: 'Default' },
};
const places = Object.keys(looks) as Place[];

/** The share of each place in cells: whoever is there has at least one, and together they fill the bar. */
export function cellsOf(counts: Record<Place, number>): Record<Place, number> {
  const total = places.reduce((sum, place) => sum + counts[place], 0);
  const length = Math.min(BAR_CELLS, total);
  const cells = Object.fromEntries(
    places.map((place) => [place, counts[place] === 0 ? 0 : Math.max(1, Math.round((counts[place] / total) * length))]),
  ) as Record<Place, number>;
  let over = places.reduce((sum, place) => sum + cells[place], 0) - length;
  // Rounding is made up for where it shows least.
  while (over !== 0) {
    const widest = places.reduce((a, b) => (cells[b] > cells[a] ? b : a));
    cells[widest] -= Math.sign(over);
    over -= Math.sign(over);
  }
  return cells;
}

function groupOf(counts: RunCounts, { f }: ViewInput) {
  const { group } = counts;
  const total = places.reduce((sum, place) => sum + counts[place], 0);
  const cells = cellsOf(counts);
  const others = places
    .filter((place) => place !== 'done' && place !== 'waiting' && counts[place] > 0)
    .map((place) => f.say(`run.n-${place as 'running' | 'failed' | 'skipped'}`, { n: counts[place] }));
  return {
    title: f.say(`run.group-${group}`),
    cells: places
      .filter((place) => cells[place] > 0)
      .map((place) => ({ text: looks[place].cell.repeat(cells[place]), colour: looks[place].colour })),
    words: [f.say('run.n-done', { n: counts.done, total }), ...others].join(', '),
  };
}

function headOf(content: RunContent, input: ViewInput): Head {
  const { f } = input;
  const { status, lost, cancelledBy, startedBy, joined, submittedAtMs, endedAtMs, operation, target, failed } = content;
  const began = submittedAtMs ?? f.nowMs;
  const duration = f.duration((endedAtMs ?? f.nowMs) - began);
  const name = target ? nameOf(target, input) : f.say(operation === 'merge' ? 'kind.unification' : 'operation.all');
  const made = startedBy ? f.say('run.by', { name: clean(startedBy) }) : joined ? f.say('run.joined') : '';
  const head = (tone: Head['tone'], colour: Colour, icon: string, words: string, sentence: string): Head => ({
    tone,
    colour,
    state: `${icon} ${words}`,
    name,
    sentence: [made, sentence].filter((one) => one !== '').join(' '),
  });
  const took = f.say('run.took', { duration, time: f.moment(endedAtMs ?? f.nowMs) });
  if (lost) return head('warning', 'Warning', icons.warning, f.say('run.lost'), f.say('run.lost-sentence'));
  switch (status) {
    case 'successful':
      return head('good', 'Good', icons.good, f.say('run.succeeded'), took);
    case 'failed':
    case 'timed-out':
      return head('attention', 'Attention', icons.failed, f.say('run.failed'), took);
    case 'aborted':
    case 'deleted':
    case 'skipped': {
      const who = cancelledBy ? f.say('run.cancelled-by', { name: clean(cancelledBy) }) : '';
      return head(
        'default',
        'Default',
        icons.idle,
        f.say(status === 'skipped' ? 'run.skipped' : 'run.cancelled'),
        [who, took].filter((one) => one !== '').join(' '),
      );
    }
    default: {
      const going = f.say(cancelledBy ? 'run.cancelling-sentence' : 'run.going', { duration, time: f.moment(f.nowMs) });
      const words = f.say(status === 'running' ? 'run.running' : 'run.queued');
      return failed.length > 0
        ? head('warning', 'Warning', icons.warning, f.say('run.running-failed'), going)
        : head('accent', 'Accent', status === 'running' ? icons.info : icons.paused, words, going);
    }
  }
}

function failuresOf({ failed }: RunContent, input: ViewInput) {
  const { f, limits } = input;
  const lines = failed.map(({ operation, name, message }) => {
    const step = `${operationName(operation, input)}: ${clean(name, limits.name) || '?'}`;
    return message === undefined ? step : f.say('run.reason', { step, message: clean(message, limits.message) });
  });
  return listed(f.say('failed.title', { n: failed.length }), lines, input);
}

/** A run from its start to its end: how far each kind of steps is, what runs now, and what failed. */
export function runView(content: RunContent, input: ViewInput): View {
  const { f } = input;
  const { current, jobId, status, lost, cancelledBy, cost } = content;
  const head = headOf(content, input);
  const isOver = lost || endedStatuses.has(status);
  const names = current.map(({ operation, name }) => name || operationName(operation, input));
  return {
    template: 'run',
    model: {
      head,
      groups: content.groups.map((group) => groupOf(group, input)),
      ...part('now', names.length > 0 ? { label: f.say('run.now'), text: enumerated(names, input) } : undefined),
      ...part('failed', failuresOf(content, input)),
      ...part(
        'actions',
        isOver || cancelledBy
          ? undefined
          : buttonRows([{ title: f.say('button.cancel-run'), verb: 'run-cancel', data: { id: jobId } }]),
      ),
      foot: fetchedFoot({ cost }, input, { times: true }),
    },
    summary: `${head.state.slice(2).trim()}: ${head.name}`,
  };
}
