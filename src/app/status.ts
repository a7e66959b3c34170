import type { ConnectionFacts } from '../model/card-content.js';
import { endedStatuses, type JobView, type Reading } from '../model/reading.js';
import type { StoreNote } from '../model/store-note.js';
import type { ConnectionRuntime } from './connection-runtime.js';

function newestJob(jobs: readonly JobView[]): JobView | undefined {
  const going = jobs.find((job) => !endedStatuses.has(job.status));
  return going ?? [...jobs].sort((a, b) => (b.submittedAtMs ?? 0) - (a.submittedAtMs ?? 0))[0];
}

function runFacts(reading: Reading | undefined): ConnectionFacts['run'] {
  const job = newestJob(reading?.jobs ?? []);
  if (!job) return undefined;
  const nodes = (reading?.nodes ?? []).filter((node) => node.jobIds.includes(job.jobId));
  const named = (wanted: string[]) =>
    nodes.filter((node) => wanted.includes(node.status)).map((node) => node.friendlyName);
  return {
    operation: job.operation,
    status: job.status,
    ...(job.submittedAtMs === undefined ? {} : { submittedAtMs: job.submittedAtMs }),
    ...(job.endedAtMs === undefined ? {} : { endedAtMs: job.endedAtMs }),
    running: named(['running']),
    failed: named(['failed', 'timed-out']),
  };
}

/** How one connection stands: its runs, its polling and its calls. Costs no call. */
export function statusOf(
  { poller, client }: ConnectionRuntime,
  { notes, rolesForbidden }: { notes: readonly StoreNote[]; rolesForbidden: boolean },
): ConnectionFacts {
  const health = poller.health();
  const budget = client.budget();
  const run = runFacts(poller.reading());
  return {
    ...(health.lastReadingAtMs === undefined ? {} : { lastReadingAtMs: health.lastReadingAtMs }),
    ...(run ? { run } : {}),
    polling: health.polling,
    ...(health.pollError ? { pollError: health.pollError } : {}),
    brokenResources: health.brokenResources,
    budget: {
      used: budget.used,
      limit: budget.limit,
      windowSeconds: budget.windowMs / 1000,
      ...(budget.pausedUntilMs === undefined ? {} : { pausedUntilMs: budget.pausedUntilMs }),
    },
    ...(rolesForbidden ? { rolesForbidden } : {}),
    notes: [...notes],
  };
}
