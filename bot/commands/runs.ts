import type { RunFacts, RunsContent } from '../../src/model/content/objects.js';
import { nextRunAtMs } from '../../src/model/next-run.js';
import { endedStatuses, type JobView, type Reading, type StepStatus } from '../../src/model/reading.js';
import { askHere } from './ask-here.js';
import { bare, type Command, type CommandSpec } from './spec.js';

const shownRuns = 10;

/** The latest runs, how far the current one is, and when the next one starts. */
export const runs: CommandSpec<Command<'runs'>> = {
  ...bare('runs'),
  words: ['runs', 'jobs', 'refreshes', 'іске қосулар'],
  usage: 'runs',
  descriptionKey: 'help.runs',
  examples: ['runs'],
  async run(_command, turn, services) {
    return askHere('runs', turn, services, async (connectionId, { call, cost }): Promise<RunsContent> => {
      const reading = services.connections.reading(connectionId);
      const all = reading?.jobs ?? (await services.connections.client(connectionId).jobs(recent, call));
      const jobs = [...all].sort((a, b) => (b.submittedAtMs ?? 0) - (a.submittedAtMs ?? 0));
      const going = jobs.find((job) => !endedStatuses.has(job.status));
      const next = nextRunAtMs(reading?.schedules ?? [], services.clock.now());
      return {
        situation: 'runs',
        rows: jobs.slice(0, shownRuns).map((job) => factsOf(job, reading)),
        ...(going ? { current: progressOf(going, reading) } : {}),
        ...(next === undefined ? {} : { nextRunAtMs: next }),
        cost: cost(reading?.readAtMs.jobs ?? services.clock.now()),
      };
    });
  },
};

const recent = { top: shownRuns, tasks: true };

interface Step {
  status: StepStatus;
  friendlyName: string;
}

/** Its own tasks, or the steps of the graph that name it where they were not asked for. */
function stepsOf(job: JobView, reading: Reading | undefined): Step[] {
  return job.tasks ?? (reading?.nodes ?? []).filter((node) => node.jobIds.includes(job.jobId));
}

const isFailed = ({ status }: Step) => status === 'failed' || status === 'timed-out';

function factsOf(job: JobView, reading: Reading | undefined): RunFacts {
  const { operation, submission, status, submittedAtMs, endedAtMs } = job;
  const names = job.identifiers.flatMap(
    (id) => reading?.sources?.find((source) => source.id === id)?.friendlyName ?? [],
  );
  return {
    operation,
    ...(names.length > 0 ? { names } : {}),
    submission,
    status,
    ...(submittedAtMs === undefined ? {} : { submittedAtMs }),
    ...(endedAtMs === undefined ? {} : { endedAtMs }),
    failed: stepsOf(job, reading).filter(isFailed).length,
  };
}

function progressOf(job: JobView, reading: Reading | undefined): NonNullable<RunsContent['current']> {
  const steps = stepsOf(job, reading);
  return {
    operation: job.operation,
    done: steps.filter(({ status }) => endedStatuses.has(status)).length,
    total: steps.length,
    running: steps.filter(({ status }) => status === 'running').map((step) => step.friendlyName),
  };
}
