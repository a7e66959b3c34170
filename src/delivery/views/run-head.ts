import type { Alert } from '../../model/alert.js';
import type { RunContent } from '../../model/content/run.js';
import { endedStatuses } from '../../model/reading.js';
import { clean } from '../clean.js';
import { alertState } from './alert-head.js';
import { endingSentence } from './failure.js';
import { type Colour, type Head, icons, nameOf, SEPARATOR, type ViewInput } from './view.js';

/** A difference below this share is none to a reader. */
const SAME = 0.01;

/** The problem that the failed run is, where somebody watches it. */
export function alertOfRun({ alerts = [], jobId }: RunContent): Alert | undefined {
  return alerts.find((one) => one.trigger === 'full-refresh-completed' && one.object.id === jobId);
}

export function runIsOver({ status, lost }: RunContent): boolean {
  return lost === true || endedStatuses.has(status);
}

function lookOf(content: RunContent, input: ViewInput): [Head['tone'], Colour, string] {
  const { f } = input;
  const { status, lost, unwatched, failed, alerts = [] } = content;
  if (unwatched && !runIsOver(content)) return ['emphasis', 'Default', `${icons.idle} ${f.say('state.unwatched')}`];
  if (lost) return ['warning', 'Warning', `${icons.warning} ${f.say('run.lost')}`];
  switch (status) {
    case 'successful':
      return ['good', 'Good', `${icons.good} ${f.say('run.succeeded')}`];
    case 'failed':
    case 'timed-out':
      return ['attention', 'Attention', `${icons.failed} ${f.say('run.failed')}`];
    case 'aborted':
    case 'deleted':
      return ['default', 'Default', `${icons.idle} ${f.say('run.cancelled')}`];
    case 'skipped':
      return ['default', 'Default', `${icons.idle} ${f.say('run.skipped')}`];
  }
  // A failure that holds nothing up may still be mended by a retry, unless it was told as one for good.
  const isFailing = failed.some((one) => one.skipped) || alerts.length > 0;
  if (alerts.some((one) => one.state === 'open')) {
    return ['attention', 'Attention', `${icons.failed} ${f.say('run.running-failed')}`];
  }
  if (isFailing) return ['warning', 'Warning', `${icons.warning} ${f.say('run.running-failed')}`];
  return status === 'running'
    ? ['accent', 'Accent', `${icons.info} ${f.say('run.running')}`]
    : ['accent', 'Accent', `${icons.paused} ${f.say('run.queued')}`];
}

export function runHead(content: RunContent, input: ViewInput): Head {
  const { f } = input;
  const { submission, operation, target, test } = content;
  const flag = test ? { test: f.say('test.flag') } : {};
  const problem = alertOfRun(content);
  if (problem) {
    const sentence = [endingSentence(problem, input), endOf(content, input)].filter(Boolean).join(' ');
    return { ...alertState(problem, input), sentence, ...flag };
  }
  const [tone, colour, words] = lookOf(content, input);
  const kind = submission ? `${SEPARATOR}${f.say(submission === 'scheduled' ? 'run.scheduled' : 'run.manual')}` : '';
  const name = target ? nameOf(target, input) : f.say(operation === 'merge' ? 'kind.unification' : 'operation.all');
  return { tone, colour, state: `${words}${kind}`, name, sentence: sentenceOf(content, input), ...flag };
}

function sentenceOf(content: RunContent, input: ViewInput): string {
  const { f } = input;
  const { lost, unwatched, startedBy, joined, cancelledBy, status } = content;
  const made = startedBy ? f.say('run.by', { name: clean(startedBy) }) : joined ? f.say('run.joined') : '';
  const who = cancelledBy && status === 'aborted' ? f.say('run.cancelled-by', { name: clean(cancelledBy) }) : '';
  if (unwatched && !runIsOver(content)) return f.say('ending.unwatched');
  if (lost) return [made, f.say('run.lost-sentence')].filter(Boolean).join(' ');
  return [made, who, runIsOver(content) ? endOf(content, input) : goingOf(content, input)].filter(Boolean).join(' ');
}

function goingOf({ submittedAtMs, cancelledBy, lastMs, failed }: RunContent, { f }: ViewInput): string {
  const beganMs = submittedAtMs ?? f.nowMs;
  const goneMs = f.nowMs - beganMs;
  const facts = { duration: f.duration(goneMs), time: f.moment(f.nowMs) };
  if (cancelledBy) return f.say('run.cancelling-sentence', facts);
  const going = f.say('run.going', facts);
  // A run that leaves steps out does not take as long as one that did all of its work.
  if (lastMs === undefined || failed.some((one) => one.skipped)) return going;
  const last = f.duration(lastMs);
  const pace =
    goneMs < lastMs ? f.say('run.expected', { time: f.clock(beganMs + lastMs), last }) : f.say('run.overdue', { last });
  return `${going} ${pace}`;
}

/** When it ended and how long it took, held against the last one that went well. */
function endOf({ submittedAtMs, endedAtMs, status, lastMs }: RunContent, { f }: ViewInput): string {
  const endMs = endedAtMs ?? f.nowMs;
  if (submittedAtMs === undefined) return f.say('run.ended', { time: f.moment(endMs) });
  const tookMs = Math.max(0, endMs - submittedAtMs);
  const facts = { duration: f.duration(tookMs), time: f.moment(endMs) };
  if (lastMs === undefined || lastMs <= 0) return f.say('run.took', facts);
  const last = f.duration(lastMs);
  // A run that did not do all of its work is not slow or fast.
  if (status !== 'successful') return `${f.say('run.took', facts)} ${f.say('run.last', { last })}`;
  const change = tookMs / lastMs - 1;
  const percent = f.percent(Math.round(Math.abs(change) * 100) / 100);
  const compared =
    Math.abs(change) < SAME
      ? f.say('run.compare-same', { last })
      : change >= 1
        ? f.say('run.compare-times', { times: f.number((change + 1).toFixed(1)), last })
        : f.say(change > 0 ? 'run.compare-longer' : 'run.compare-shorter', { percent, last });
  return f.say('run.took-compared', { ...facts, compared });
}
