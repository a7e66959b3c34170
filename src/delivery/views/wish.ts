import type { Standing, Wish } from '../../model/card-content.js';
import { ruleWords } from '../rule-words.js';
import { sparkline, TREND_RUNS, trendView } from '../trend.js';
import { type Colour, enumerated, nameOf, part, type ViewInput } from './view.js';

/** What a subscription watches, as the first half of a sentence: "When the refresh of Web orders fails". */
export function wishWords(wish: Wish, input: ViewInput): string {
  const { f } = input;
  const name = wish.target ? nameOf(wish.target, input) : undefined;
  switch (wish.trigger) {
    case 'source-refresh-failed':
    case 'source-refresh-succeeded':
      return name ? f.say(`wish.${wish.trigger}`, { name }) : f.say(`wish.${wish.trigger}.all`);
    case 'segment-threshold':
    case 'measure-threshold': {
      const rule = wish.rule ? ruleWords(wish.rule, input.f) : '';
      return f.say(`wish.${wish.trigger}`, { name: name ?? f.say('wish.any'), rule });
    }
    case 'full-refresh-completed':
      return f.say(wish.includeManual ? 'wish.full-refresh-completed.manual' : 'wish.full-refresh-completed');
    case 'unification-completed':
      return f.say('wish.unification-completed');
    case 'step-failed':
      return f.say(`wish.step-failed.${wish.group ?? 'all'}`);
  }
}

export interface StandingView {
  text: string;
  /** Colour of the state when it stands alone. */
  colour: Colour;
  spark?: string;
  words?: string;
}

/** How things are right now, in one sentence; thresholds also with their trend. */
export function standingView(standing: Standing, wish: Wish, input: ViewInput): StandingView {
  const { f } = input;
  const plain = (text: string, colour: Colour = 'Default'): StandingView => ({ text, colour });
  switch (standing.kind) {
    case 'value':
      return valueStanding(standing, wish, input);
    case 'source': {
      const status = f.say(`status.${standing.status}`);
      const last = standing.lastSuccessAtMs;
      const text =
        last === undefined
          ? f.say('standing.source', { status })
          : f.say('standing.source-success', { status, time: f.moment(last) });
      return plain(text, isBad(standing.status) ? 'Attention' : 'Default');
    }
    case 'sources':
      return standing.failing.length === 0
        ? plain(f.say('standing.sources-good', { n: standing.total }), 'Good')
        : plain(failing('standing.sources-failing', standing.failing, input, standing.total), 'Attention');
    case 'steps':
      return standing.failing.length === 0
        ? plain(f.say('standing.steps-good'), 'Good')
        : plain(failing('standing.steps-failing', standing.failing, input), 'Attention');
    case 'run': {
      const ended =
        standing.endedAtMs === undefined ? '' : f.say('standing.ended', { time: f.moment(standing.endedAtMs) });
      const next = standing.nextAtMs === undefined ? '' : f.say('standing.next', { time: f.moment(standing.nextAtMs) });
      const parts = [f.say('standing.run', { status: f.say(`status.${standing.status}`) }), ended, next];
      return plain(parts.filter((one) => one !== '').join(' '), isBad(standing.status) ? 'Attention' : 'Default');
    }
    case 'unification': {
      const status = f.say(`status.${standing.status}`);
      const last = standing.lastSuccessAtMs;
      return plain(
        last === undefined
          ? f.say('standing.unification', { status })
          : f.say('standing.unification-success', { status, time: f.moment(last) }),
      );
    }
    case 'unknown':
      return plain(f.say('standing.unknown'));
  }
}

function failing(
  key: 'standing.sources-failing' | 'standing.steps-failing',
  names: string[],
  input: ViewInput,
  total = names.length,
): string {
  return input.f.say(key, { n: names.length, total, names: enumerated(names, input) });
}

export function isBad(status: string): boolean {
  return status === 'failed' || status === 'timed-out';
}

function valueStanding(standing: Extract<Standing, { kind: 'value' }>, wish: Wish, input: ViewInput): StandingView {
  const { f } = input;
  if (!standing.active) return { text: f.say('standing.inactive'), colour: 'Warning' };
  if (standing.value === undefined) return { text: f.say('standing.no-value'), colour: 'Default' };
  const count = { n: Number(standing.value), value: f.number(standing.value) };
  const value = f.say(wish.trigger === 'segment-threshold' ? 'standing.members' : 'standing.value', count);
  const at = standing.atMs === undefined ? '' : f.say('standing.evaluated', { time: f.moment(standing.atMs) });
  const limit =
    wish.rule?.value === undefined || standing.crossed === undefined
      ? ''
      : f.say(standing.crossed ? 'standing.crossed' : 'standing.not-crossed', { threshold: f.number(wish.rule.value) });
  const trend = trendView(standing.trend, f);
  return {
    text: [value, at, limit].filter((one) => one !== '').join(' '),
    colour: standing.crossed ? 'Warning' : 'Default',
    ...(trend ? { spark: sparkline(standing.trend.slice(-TREND_RUNS).map((run) => run.value)) } : {}),
    ...part('words', trend?.words),
  };
}
