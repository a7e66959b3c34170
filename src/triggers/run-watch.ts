import type { RunMissing, RunSlow, RunWatchEnded } from '../model/observation.js';
import type { Frame } from './frame.js';
import type { RunNews } from './happening.js';

/** No trigger of its own: whoever watches full refreshes is told when one is missing or slow. */
export function runsWatched({ happenings, base }: Frame): (RunMissing | RunSlow | RunWatchEnded)[] {
  return happenings.runs.map((news) => {
    const id = runIdOf(news);
    const object = { kind: 'job' as const, id, name: 'all' };
    const { atMs } = 'byMs' in news ? { atMs: news.byMs } : news;
    switch (news.kind) {
      case 'missing': {
        const { dueAtMs, zone } = news;
        return { ...base('run-missing', { parts: [id], object, atMs, from: 'jobs' }), dueAtMs, zone };
      }
      case 'slow': {
        const { job, submittedAtMs, runningMs, usualMs, basedOn } = news;
        const seen = base('run-slow', { parts: [id], object, atMs, from: 'jobs' });
        const scheduled = job.submission === 'scheduled';
        return { ...seen, scheduled, submittedAtMs, runningMs, usualMs, basedOn };
      }
      case 'over': {
        const { ends, reason } = news;
        const { status, durationMs } = ends === 'run-slow' ? news : {};
        return {
          ...base('run-watch-ended', { parts: [ends, id], object, atMs, from: 'jobs' }),
          ends,
          reason,
          ...(status === undefined ? {} : { status }),
          ...(durationMs === undefined ? {} : { durationMs }),
        };
      }
    }
  });
}

/** A run that never began has no id: it is called by the time it was due. */
function runIdOf(news: RunNews): string {
  if (news.kind === 'slow') return news.job.jobId;
  return 'dueAtMs' in news ? new Date(news.dueAtMs).toISOString() : news.jobId;
}
