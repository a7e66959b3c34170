import type { CardContent } from '../../src/model/card-content.js';
import type { ObjectFacts, SourceFacts } from '../../src/model/content/objects.js';
import { nextRunAtMs } from '../../src/model/next-run.js';
import type { Reading, SourceView, StepStatus } from '../../src/model/reading.js';
import type { Asking } from '../asking.js';
import { printName } from '../grammar/print.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import { askHere } from './ask-here.js';
import { type Candidate, fold } from './match.js';
import { factsOf } from './object-facts.js';
import { measuresOf, type SourceCandidate, segmentsOf, sourcesOf } from './objects.js';

/** What fits into one card, with room for long names. */
const rowsPerPage = 10;

export interface ListCommand {
  name: 'segments' | 'measures' | 'sources';
  /** A part of the names that are wanted. */
  text?: string;
}

/** A page of what Customer Insights has, from the last reading. `page` counts from 1; the nearest one is shown. */
export async function objectPage(
  command: ListCommand,
  page: number,
  turn: Turn,
  services: BotServices,
): Promise<CardContent | undefined> {
  const line = command.text === undefined ? command.name : `${command.name} ${printName(command.text)}`;
  return askHere(line, turn, services, async (connectionId, asking) => {
    const at: Page = { command, page, connectionId, locale: turn.locale, services, asking };
    return command.name === 'sources' ? sourcesPage(at) : valuesPage(command.name, at);
  });
}

interface Page {
  command: ListCommand;
  page: number;
  connectionId: string;
  locale: string;
  services: BotServices;
  asking: Asking;
}

async function valuesPage(which: 'segments' | 'measures', at: Page): Promise<CardContent> {
  const { connectionId, services, asking } = at;
  const all =
    which === 'segments'
      ? await segmentsOf(connectionId, services, asking.call)
      : await measuresOf(connectionId, services, asking.call);
  const { part, ...page } = cut<(typeof all)[number]>(all, weightOfView, at);
  const rows: ObjectFacts[] = await Promise.all(part.map((one) => factsOf(one, connectionId, services)));
  const kind = which === 'segments' ? 'segment' : 'measure';
  return { situation: 'objects', kind, rows, ...page, cost: asking.cost(readAt(which, at)) };
}

async function sourcesPage(at: Page): Promise<CardContent> {
  const { connectionId, services, asking } = at;
  const all = await sourcesOf(connectionId, services, asking.call);
  const reading = services.connections.reading(connectionId);
  const { part, ...page } = cut(all, (one) => (isFailed(sourceFacts(one, reading).status) ? 0 : 1), at);
  const rows = part.map((one) => sourceFacts(one, reading));
  const next = nextRunAtMs(reading?.schedules ?? [], services.clock.now());
  return {
    situation: 'sources',
    rows,
    ...page,
    ...(next === undefined ? {} : { nextRunAtMs: next }),
    cost: asking.cost(readAt('sources', at)),
  };
}

/** How a data source stands: as its step of the refresh graph says, which is newer than the list. */
export function sourceFacts({ id, name, view }: SourceCandidate, reading: Reading | undefined): SourceFacts {
  const step = reading?.nodes?.find((node) => node.operation === 'ingestion' && node.identifier === view.id);
  return {
    id,
    name,
    status: step?.status ?? refreshStatus[view.refreshState],
    ...(view.lastRefreshAtMs === undefined ? {} : { lastRefreshAtMs: view.lastRefreshAtMs }),
  };
}

const refreshStatus: Readonly<Record<SourceView['refreshState'], StepStatus>> = {
  updated: 'successful',
  updating: 'running',
  'update-failed': 'failed',
  'update-cancelled': 'aborted',
  'not-updated': 'needs-update',
  unknown: 'unknown',
};

const isFailed = (status: StepStatus) => status === 'failed' || status === 'timed-out';

/** What failed comes first, what tells nothing last. */
function weightOfView({ view }: { view: { lastEvaluationFailed: boolean; active?: boolean; scalar?: boolean } }) {
  if (view.active === false) return 3;
  if (view.lastEvaluationFailed) return 0;
  return view.scalar === false ? 2 : 1;
}

/** The rows of one page of those that the text is a part of, by weight and then by name. */
function cut<T extends Candidate>(all: readonly T[], weight: (one: T) => number, { command, page, locale }: Page) {
  const { text } = command;
  const wanted = fold(text ?? '');
  const fitting = all
    .filter((one) => one.spellings.some((spelling) => fold(spelling).includes(wanted)))
    .sort((a, b) => weight(a) - weight(b) || a.name.localeCompare(b.name, locale) || a.id.localeCompare(b.id));
  const pages = Math.max(1, Math.ceil(fitting.length / rowsPerPage));
  const shown = Math.min(Math.max(1, page), pages);
  return {
    part: fitting.slice((shown - 1) * rowsPerPage, shown * rowsPerPage),
    total: fitting.length,
    page: shown,
    pages,
    ...(text === undefined ? {} : { text }),
  };
}

/** What was just fetched is of now. */
function readAt(which: ListCommand['name'], { connectionId, services }: Page): number {
  return services.connections.reading(connectionId)?.readAtMs[which] ?? services.clock.now();
}
