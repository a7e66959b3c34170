import type { RunMissing, RunSlow, RunWatchEnded } from '../model/observation.js';
import type { Frame } from './frame.js';
import type { RunNews } from './happening.js';

type Watched = RunMissing | RunSlow | RunWatchEnded;

/** No trigger of its own: whoever watches full refreshes is told when one is missing or slow. */
export function runsWatched({ happenings, base }: Frame): Watched[] {
  return happenings.runs.map((news) => watched(news, base));
}

function watched(news: RunNews, base: Frame['base']): Watched {
  const id = runIdOf(news);
  const object = { kind: 'job' as const, id, name: 'all' };
  switch (news.kind) {
    case 'missing': {
      const { dueAtMs, byMs: atMs, zone } = news;
      return { ...base('run-missing', { parts: [id], object, atMs, from: 'jobs' }), dueAtMs, zone };
    }
    case 'slow': {
      const { job, atMs, submittedAtMs, runningMs, usualMs, basedOn } = news;
      const seen = base('run-slow', { parts: [id], object, atMs, from: 'jobs' });
      return { ...seen, scheduled: job.submission === 'scheduled', submittedAtMs, runningMs, usualMs, basedOn };
    }
    case 'over': {
      const { ends, reason, atMs } = news;
      const seen = base('run-watch-ended', { parts: [ends, id], object, atMs, from: 'jobs' });
      const { status, durationMs } = news.ends === 'run-slow' ? news : {};
      return {
        ...seen,
        ends,
        reason,
        ...(status === undefined ? {} : { status }),
        ...(durationMs === undefined ? {} : { durationMs }),
      };
    }
  }
}

/** A run that never began has no id: it is called by the time it was due. */
function runIdOf(news: RunNews): string {
  if (news.kind === 'slow') return news.job.jobId;
  return 'dueAtMs' in news ? new Date(news.dueAtMs).toISOString() : news.jobId;
}
