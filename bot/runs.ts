import type { CallOptions } from '../src/insights/port.js';
import type { RunContent } from '../src/model/content/run.js';
import { endedStatuses, type JobView } from '../src/model/reading.js';
import type { BotServices } from './services.js';

/** What can be started by a word. */
export interface RunWish {
  operation: 'ingestion' | 'merge' | 'all';
  target?: { id: string; name: string };
}

/** Starts under way and those of the last minute, by connection and kind: a card that tells of them may not stand yet. */
export interface RunStarts {
  /** Starts a run, or joins a start that was made a moment ago. */
  once(key: string, start: () => Promise<JobView>): Promise<{ job: JobView; joined: boolean }>;
}

const rememberedMs = 60_000;
const mostStarts = 200;

export function createRunStarts(nowMs: () => number): RunStarts {
  const starts = new Map<string, { atMs: number; job: Promise<JobView> }>();
  return {
    async once(key, start) {
      const known = starts.get(key);
      if (known && nowMs() - known.atMs < rememberedMs) return { job: await known.job, joined: true };
      const job = start();
      const [oldest] = starts.keys();
      if (starts.size >= mostStarts && oldest !== undefined) starts.delete(oldest);
      starts.set(key, { atMs: nowMs(), job });
      job.catch(() => starts.delete(key));
      return { job: await job, joined: false };
    },
  };
}

/** The run of that kind that is on, as the service tells it now. One call where one is thought to be on, else none. */
export async function runThatIsOn(
  wish: RunWish,
  connectionId: string,
  call: CallOptions,
  services: BotServices,
): Promise<JobView | undefined> {
  const ids = new Set([...readRuns(wish, connectionId, services), ...(await shownRuns(wish, connectionId, services))]);
  const [newest] = ids;
  if (newest === undefined) return undefined;
  const job = await services.connections.client(connectionId).job(newest, call);
  return endedStatuses.has(job.status) ? undefined : job;
}

function isOfKind({ operation, target }: RunWish, one: { operation: string; ids: readonly string[] }): boolean {
  if (one.operation !== operation) return false;
  return target === undefined ? operation !== 'ingestion' : one.ids.length === 0 || one.ids.includes(target.id);
}

function readRuns(wish: RunWish, connectionId: string, services: BotServices): string[] {
  const jobs = services.connections.reading(connectionId)?.jobs ?? [];
  return jobs
    .filter(({ status, operation, identifiers }) => {
      return !endedStatuses.has(status) && isOfKind(wish, { operation, ids: identifiers });
    })
    .map((job) => job.jobId);
}

async function shownRuns(wish: RunWish, connectionId: string, services: BotServices): Promise<string[]> {
  const cards = await runCards(services);
  return cards
    .filter((card) => card.connectionId === connectionId && !card.lost && !endedStatuses.has(card.status))
    .filter(({ operation, target }) => isOfKind(wish, { operation, ids: target ? [target.id] : [] }))
    .map((card) => card.jobId)
    .reverse();
}

async function runCards(services: BotServices): Promise<RunContent[]> {
  const messages = await services.store.cards('run');
  return messages.flatMap(({ subject }) =>
    subject.kind === 'card' && subject.content.situation === 'run' ? [subject.content] : [],
  );
}

/** The card of a run in one conversation, the newest if there are several. */
export async function runCardIn(
  conversationKey: string,
  jobId: string,
  services: BotServices,
): Promise<RunContent | undefined> {
  const messages = await services.store.cards('run');
  const own = messages.flatMap(({ subject, conversationKey: key }) =>
    key === conversationKey && subject.kind === 'card' && subject.content.situation === 'run' ? [subject.content] : [],
  );
  return own.findLast((content) => content.jobId === jobId);
}
