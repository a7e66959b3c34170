import { Decimal } from 'decimal.js';
import type { Alert } from '../../model/alert.js';
import type { ValueEvaluated } from '../../model/observation.js';
import type { Evaluated } from '../../model/reading.js';
import { recoveryValue } from '../../model/recovery.js';
import type { ThresholdRule } from '../../model/subscription.js';
import { ruleWords } from '../rule-words.js';
import { trendView } from '../trend.js';
import { alertHead } from './alert-head.js';
import { lifeParts } from './life.js';
import { mentions } from './mention.js';
import { type Colour, type Fact, foot, nameOf, part, type View, type ViewInput } from './view.js';

function sentence(alert: Alert, seen: ValueEvaluated, input: ViewInput): string {
  const { f } = input;
  const { resolution } = alert.facts;
  if (resolution) {
    const { reason, atMs } = resolution;
    const facts = { time: f.clock(atMs), duration: f.duration(atMs - seen.atMs) };
    switch (reason) {
      case 'back':
      case 'crossed-again':
      case 'calm-crossed':
        return f.say(`ending.${reason}-at`, facts);
      case 'calm':
        return f.say('ending.calm-at', { ...facts, n: alert.facts.flapping?.calmRuns ?? 0 });
      default:
        return f.say(reason === 'recovered' ? 'ending.back' : `ending.${reason}`);
    }
  }
  const flapping = flappingWords(alert, input);
  return [valueSentence(alert, seen, input), ...(flapping ? [flapping] : [])].join(' ');
}

function valueSentence(alert: Alert, seen: ValueEvaluated, { f }: ViewInput): string {
  const { rule, crossed } = alert.facts;
  const kind = alert.trigger === 'segment-threshold' ? 'segment' : 'measure';
  const facts = { n: Number(seen.value), value: f.number(seen.value), threshold: f.number(rule?.value ?? '') };
  if (rule?.direction === 'changes') return f.say(`threshold.${kind}.changed`, facts);
  return f.say(`threshold.${kind}.${crossed === 'below' ? 'below' : 'above'}`, facts);
}

/** That the value keeps crossing, which is said once, or that it no longer does. */
function flappingWords({ facts: { flapping, rule } }: Alert, { f }: ViewInput): string | undefined {
  if (!flapping) return undefined;
  const { calmRuns } = flapping;
  if (flapping.state === 'calm') return f.say('flapping.calm', { n: calmRuns });
  const { turns, runs } = flapping;
  return f.say(rule?.direction === 'changes' ? 'flapping.muted-changes' : 'flapping.muted', {
    turns,
    runs,
    calm: calmRuns,
  });
}

/** `+93 (+7.8%)`; without percent where the old value was zero. */
export function difference(before: string, now: string, { f }: ViewInput): string {
  const change = new Decimal(now).minus(before);
  const signed = f.signed(change.toFixed());
  if (new Decimal(before).isZero()) return signed;
  const share = change.dividedBy(new Decimal(before).abs()).toNumber();
  return f.say('threshold.difference', { change: signed, share: `${share > 0 ? '+' : ''}${f.percent(share)}` });
}

function columns(alert: Alert, seen: ValueEvaluated, colour: Colour, { f }: ViewInput) {
  const { previous, resolution, rule } = alert.facts;
  const since = resolution?.value === undefined ? undefined : resolution.value;
  const before = since === undefined ? previous?.value : seen.value;
  const column = (label: string, value: string, own: Colour = 'Default') => ({ label, value, colour: own });
  const threshold =
    rule?.direction === 'changes'
      ? column(f.say('threshold.limit'), f.say('threshold.percent', { percent: f.number(rule.percent ?? '0') }))
      : column(f.say('threshold.limit'), f.number(rule?.value ?? ''));
  return [
    column(f.say('threshold.before'), before === undefined ? '–' : f.number(before)),
    column(f.say('threshold.now'), f.number(since ?? seen.value), colour),
    threshold,
  ];
}

export function valueFacts(alert: Alert, seen: ValueEvaluated, input: ViewInput): Fact[] {
  const { f } = input;
  const { previous, resolution, rule } = alert.facts;
  const list: Fact[] = [];
  const add = (key: Parameters<typeof f.say>[0], value: string) => list.push({ title: f.say(key), value });
  const from = resolution?.value === undefined ? previous?.value : seen.value;
  if (from !== undefined) add('fact.difference', difference(from, resolution?.value ?? seen.value, input));
  add('fact.evaluated', f.moment(resolution?.value === undefined ? seen.atMs : resolution.atMs));
  if (previous && resolution?.value === undefined) add('fact.evaluated-before', f.moment(previous.atMs));
  if (resolution?.value !== undefined) add('fact.fired', f.moment(seen.atMs));
  if (rule) add('fact.rule', ruleWords(rule, input.f));
  const row = resolution || alert.facts.flapping?.state === 'calm' ? [] : runsInRow(alert);
  if (rule && row.length > 1) {
    const values = row.map((run) => f.number(run.value)).join(' → ');
    add('fact.in-a-row', f.say('fact.in-a-row-value', { n: rule.runs, values }));
  }
  const level = rule && !resolution && recoveryWords(rule, alert.facts.crossed ?? 'above', input);
  if (level) add('fact.recovery', level);
  return list;
}

/** Values that a card has room for. */
const ROW_LENGTH = 5;

/** The evaluations beyond the threshold that the rule waited for, the last ones of them. */
function runsInRow({ facts: { rule, trend } }: Alert): Evaluated[] {
  return rule && rule.runs > 1 ? (trend ?? []).slice(-Math.min(rule.runs, ROW_LENGTH)) : [];
}

/** Where an alert with a recovery band goes back; without one the rule says it. */
export function recoveryWords(rule: ThresholdRule, side: 'above' | 'below', { f }: ViewInput): string | undefined {
  const level = rule.band && recoveryValue(rule, side);
  return level === undefined ? undefined : f.say(`recovery.${side}`, { value: f.number(level) });
}

/** A segment's members or a measure's value went over a threshold; green in place once it is back. */
export function thresholdView(alert: Alert, seen: ValueEvaluated, test: boolean, input: ViewInput): View {
  const { f, context } = input;
  const head = alertHead(alert, sentence(alert, seen, input), test, input);
  const runs = alert.facts.trend ?? [...seen.trend, { atMs: seen.atMs, value: seen.value }];
  const trend = trendView(runs, f);
  const unit = f.say(alert.trigger === 'segment-threshold' ? 'unit.members' : 'unit.value');
  return {
    template: alert.trigger as 'segment-threshold' | 'measure-threshold',
    model: {
      head,
      ...lifeParts([alert], test, input),
      ...mentions(context.mentions),
      numbers: columns(alert, seen, head.colour, input),
      ...part(
        'trend',
        trend && { ...trend, title: nameOf(alert.object, input), xTitle: f.say('trend.runs'), yTitle: unit },
      ),
      facts: valueFacts(alert, seen, input),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.threshold', {
      state: head.state,
      name: nameOf(alert.object, input),
      value: f.number(alert.facts.resolution?.value ?? seen.value),
    }),
  };
}
