import { isLive } from '../model/alert.js';
import type { StatusFacts } from '../model/card-content.js';
import { endedStatuses, type JobView, type Reading } from '../model/reading.js';
import type { StoreNote } from '../model/store-note.js';
import type { Store } from '../store/store.js';
import type { ConnectionRuntime } from './connection-runtime.js';

function newestJob(jobs: readonly JobView[]): JobView | undefined {
  const going = jobs.find((job) => !endedStatuses.has(job.status));
  return going ?? [...jobs].sort((a, b) => (b.submittedAtMs ?? 0) - (a.submittedAtMs ?? 0))[0];
}

function runFacts(reading: Reading | undefined): StatusFacts['run'] {
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

/** How one connection stands: its runs, its polling, its calls and what is owed to Teams. Costs no call. */
export async function statusOf(
  runtime: ConnectionRuntime,
  store: Store,
  { notes, rolesForbidden }: { notes: readonly StoreNote[]; rolesForbidden: boolean },
): Promise<StatusFacts> {
  const { poller, client, config } = runtime;
  const health = poller.health();
  const budget = client.budget();
  const [counts, subscriptions, state, conversations] = await Promise.all([
    store.deliveryCounts(),
    store.subscriptions({ connectionId: config.id }),
    store.connectionState(config.id),
    store.conversations(),
  ]);
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
    deliveries: {
      waiting: counts.owed + counts['in-flight'],
      ambiguous: counts.ambiguous,
      failed: counts.failed,
      suspendedConversations: conversations.filter((one) => one.suspended).length,
    },
    subscriptions: subscriptions.length,
    openAlerts: state.alerts.filter(isLive).length,
    ...(rolesForbidden ? { rolesForbidden } : {}),
    notes: [...notes],
  };
}
