import { type Alert, isLive } from '../../model/alert.js';
import { wallClock } from '../../model/due-run.js';
import type { RunMissing, RunSlow } from '../../model/observation.js';
import { alertState } from './alert-head.js';
import { lifeParts } from './life.js';
import { mentions } from './mention.js';
import { type Fact, foot, part, type View, type ViewInput } from './view.js';

type Late = RunMissing | RunSlow;

/** What is late, or how that ended. */
function lateSentence(seen: Late, alert: Alert, input: ViewInput): string {
  const { f } = input;
  const { runEnd, resolution } = alert.facts;
  if (!isLive(alert) && runEnd && resolution) {
    const time = f.clock(resolution.atMs);
    if (runEnd.reason === 'started') return f.say('late.missing-started', { time });
    if (runEnd.reason === 'schedule-changed') return f.say('late.missing-changed');
    return f.say('late.slow-ended', { time, status: f.say(`status.${runEnd.status ?? 'unknown'}`) });
  }
  if (seen.trigger === 'run-missing') {
    const { dueAtMs, atMs, zone } = seen;
    return f.say('late.missing', { due: wallClock(dueAtMs, zone), by: wallClock(atMs, zone) });
  }
  const { runningMs, usualMs } = seen;
  const times = Math.floor(runningMs / usualMs);
  return f.say('late.slow', { duration: f.duration(runningMs), times, usual: f.duration(usualMs) });
}

function facts(seen: Late, alert: Alert, { f }: ViewInput): Fact[] {
  const { runEnd, resolution } = alert.facts;
  if (seen.trigger === 'run-missing') {
    const { dueAtMs, zone } = seen;
    const schedule = f.say('late.schedule', { due: wallClock(dueAtMs, zone), zone: zone.replaceAll('_', ' ') });
    const list = [
      { title: f.say('fact.schedule-zone'), value: schedule },
      { title: f.say('fact.due'), value: f.moment(dueAtMs) },
    ];
    if (runEnd?.reason === 'started' && resolution) {
      list.push({ title: f.say('fact.started'), value: f.moment(resolution.atMs) });
    }
    return list;
  }
  const usual = f.say('late.usual', { usual: f.duration(seen.usualMs), n: seen.basedOn });
  const list = [
    { title: f.say('fact.submitted'), value: f.moment(seen.submittedAtMs) },
    { title: f.say('fact.usual'), value: usual },
  ];
  if (runEnd?.durationMs !== undefined) list.push({ title: f.say('fact.took'), value: f.duration(runEnd.durationMs) });
  return list;
}

/** A full refresh that did not start, or does not end. Its times are those of its schedule; the facts have ours. */
export function lateRunView(seen: Late, alert: Alert, test: boolean, input: ViewInput): View {
  const { f, context } = input;
  const sentence = lateSentence(seen, alert, input);
  const head = { ...alertState(alert, input), sentence, ...(test ? { test: f.say('test.flag') } : {}) };
  return {
    template: 'late-run',
    model: {
      head,
      ...lifeParts([alert], test, input),
      ...mentions(context.mentions),
      facts: facts(seen, alert, input),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.line', { state: head.state, sentence }),
  };
}
