import type { Alert } from '../../model/alert.js';
import type { SourceFailed, StepFailed } from '../../model/observation.js';
import type { StepError } from '../../model/reading.js';
import { clean } from '../clean.js';
import { type Fact, part, SEPARATOR, type ViewInput } from './view.js';

export type Failure = SourceFailed | StepFailed;

/** Noticed this much later than it happened is worth a line. */
const LATE_MS = 10 * 60_000;

/** What happened, in one sentence. A failure counts as final for one of four reasons (design section 3). */
export function failureSentence(failure: Failure, { f }: ViewInput): string {
  return f.say(`failure.${failure.forGood}`);
}

/** How an alert ended, in one sentence; undefined while it is a problem. */
export function endingSentence(alert: Alert, { f }: ViewInput): string | undefined {
  const ending = alert.facts.resolution;
  if (!ending) return undefined;
  if (ending.reason === 'recovered') {
    const duration = f.duration(ending.atMs - alert.observation.atMs);
    return f.say('ending.recovered', { time: f.clock(ending.atMs), duration });
  }
  return f.say(`ending.${ending.reason}`);
}

export function failureFacts(failure: Failure, alert: Alert, input: ViewInput): Fact[] {
  const { f } = input;
  const ending = alert.facts.resolution;
  const facts: Fact[] = [{ title: f.say('fact.failed'), value: f.moment(failure.atMs) }];
  const add = (title: string, value: string) => facts.push({ title, value });
  if (ending?.reason === 'recovered') add(f.say('fact.recovered'), f.moment(ending.atMs));
  if (failure.late || failure.seenAtMs - failure.atMs > LATE_MS) add(f.say('fact.noticed'), f.moment(failure.seenAtMs));
  if (failure.durationMs !== undefined) {
    add(f.say('fact.took'), f.say('fact.from-submission', { duration: f.duration(failure.durationMs) }));
  }
  add(f.say('fact.attempts'), f.say('fact.at-least', { n: Math.max(1, failure.attempts) }));
  // Once it recovered, the success before the failure is no longer the last one.
  if (ending?.reason !== 'recovered') {
    const last = failure.lastSuccessAtMs;
    add(f.say('fact.last-success'), last === undefined ? f.say('fact.unknown') : f.moment(last));
  }
  if (!ending) facts.push(...staleFacts(alert, input));
  return facts;
}

/** What is watched here and was not renewed because of the failure. */
function staleFacts(alert: Alert, input: ViewInput): Fact[] {
  const value = staleWords(alert, input);
  return value === '' ? [] : [{ title: input.f.say('fact.stale'), value }];
}

/** `Segment VIP is from 3 Mar, 02:14`, one after the other. */
export function staleWords({ facts: { stale = [] } }: Alert, { f, limits }: ViewInput): string {
  const shown = stale
    .slice(0, limits.items)
    .map(({ kind, name, atMs }) =>
      f.say(`stale.${kind}`, { name: clean(name, limits.name) || '?', time: f.moment(atMs) }),
    );
  const left = stale.length - shown.length;
  return [...shown, ...(left > 0 ? [f.say('list.more', { n: left })] : [])].join(SEPARATOR);
}

/** The code and message of Customer Insights as it wrote them. */
export function errorBox(error: StepError | undefined, { f, limits }: ViewInput): object | undefined {
  const code = clean(error?.code ?? '', limits.name);
  const message = clean(error?.message ?? '', limits.message);
  if (code === '' && message === '') return undefined;
  return { label: f.say('error-from-insights'), ...part('code', code), ...part('message', message) };
}

export function errorLine(error: StepError | undefined, { limits }: ViewInput): string {
  return [clean(error?.code ?? '', limits.name), clean(error?.message ?? '', limits.message)]
    .filter((text) => text !== '')
    .join(': ');
}
