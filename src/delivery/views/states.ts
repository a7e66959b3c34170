import type { RunFacts, RunsContent, SourceFacts, SourcesContent } from '../../model/content/objects.js';
import { buttonRows } from './buttons.js';
import { fetchedFoot } from './cost.js';
import { statusState } from './object-words.js';
import { listHead, listLine, pageButtons } from './objects.js';
import {
  enumerated,
  type Head,
  icons,
  nameOf,
  operationName,
  part,
  ruled,
  SEPARATOR,
  type View,
  type ViewInput,
} from './view.js';

const BAR_CELLS = 20;

function nextRun(ms: number | undefined, { f }: ViewInput) {
  return part('next', ms === undefined ? undefined : f.say('runs.next', { time: f.moment(ms), age: f.age(ms) }));
}

/** What stands behind the state, in small. */
function small(parts: string[]) {
  return part('small', parts.flatMap((one) => (one === '' ? [] : `${SEPARATOR}${one}`)).join(''));
}

function sourceRow(source: SourceFacts, input: ViewInput) {
  const { f } = input;
  const { lastRefreshAtMs } = source;
  return {
    name: nameOf(source, input),
    ...statusState(source.status, input),
    ...small([
      lastRefreshAtMs === undefined
        ? f.say('sources.never')
        : f.say('sources.refreshed', { time: f.moment(lastRefreshAtMs) }),
    ]),
  };
}

/** Data sources, ten at a time, those that fail first. */
export function sourcesView(content: SourcesContent, input: ViewInput): View {
  const { f } = input;
  const { rows, text, page, pages, total, cost } = content;
  const state = f.say('objects.sources');
  const every = { title: f.say('objects.every'), verb: 'run', data: { command: 'sources' } };
  const more = pageButtons(listLine('sources', text), page, pages, input);
  return {
    template: 'states',
    model: {
      head: listHead(content, state, input),
      ...nextRun(content.nextRunAtMs, input),
      rows: ruled(rows.map((row) => sourceRow(row, input))),
      ...part('actions', buttonRows(total === 0 && text !== undefined ? [every] : more)),
      foot: fetchedFoot({ cost }, input, { times: true }),
    },
    summary: f.say('summary.line', { state, sentence: String(total) }),
  };
}

function runRow(run: RunFacts, input: ViewInput) {
  const { f } = input;
  const { submittedAtMs, endedAtMs, submission, failed } = run;
  const took = submittedAtMs === undefined ? undefined : (endedAtMs ?? f.nowMs) - submittedAtMs;
  return {
    name: [operationName(run.operation, input), run.names ? enumerated(run.names, input) : '']
      .filter((one) => one !== '')
      .join(SEPARATOR),
    ...statusState(run.status, input),
    ...small([
      failed > 0 ? f.say('runs.failed', { n: failed }) : '',
      submittedAtMs === undefined ? '' : f.moment(submittedAtMs),
      took === undefined ? '' : f.duration(took),
      submission === 'unknown' ? '' : f.say(`runs.${submission}`),
    ]),
  };
}

function progress(current: NonNullable<RunsContent['current']>, input: ViewInput) {
  const { f } = input;
  const { done, total, running } = current;
  if (total === 0) return undefined;
  const filled = Math.round((done / total) * BAR_CELLS);
  const steps = f.say('runs.steps', { done, total });
  const names = running.length === 0 ? '' : f.say('runs.running', { names: enumerated(running, input) });
  return {
    bar: `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}`,
    text: [steps, names].filter((one) => one !== '').join(SEPARATOR),
  };
}

/** The latest runs, newest first, with how far the current one is. */
export function runsView(content: RunsContent, input: ViewInput): View {
  const { f } = input;
  const { rows, current, cost } = content;
  const state = current
    ? f.say('runs.current', { operation: operationName(current.operation, input) })
    : f.say('runs.title');
  const head: Head = {
    tone: current ? 'accent' : 'emphasis',
    colour: current ? 'Accent' : 'Default',
    state: `${icons.info} ${state}`,
    ...(rows.length === 0 ? { sentence: f.say('runs.none') } : {}),
  };
  return {
    template: 'states',
    model: {
      head,
      ...part('progress', current && progress(current, input)),
      ...nextRun(content.nextRunAtMs, input),
      rows: ruled(rows.map((row) => runRow(row, input))),
      foot: fetchedFoot({ cost }, input, { times: true }),
    },
    summary: f.say('summary.runs', { state }),
  };
}
