import { Decimal } from 'decimal.js';
import type { Alert } from '../../model/alert.js';
import type { ValueEvaluated } from '../../model/observation.js';
import type { ThresholdRule } from '../../model/subscription.js';
import { trendView } from '../trend.js';
import { alertHead } from './alert-head.js';
import { lifeParts } from './life.js';
import { mentions } from './mention.js';
import { type Colour, type Fact, foot, nameOf, part, type View, type ViewInput } from './view.js';

function sentence(alert: Alert, seen: ValueEvaluated, input: ViewInput): string {
  const { f } = input;
  const { rule, crossed, resolution } = alert.facts;
  if (resolution) {
    if (resolution.reason !== 'back' && resolution.reason !== 'crossed-again') {
      return f.say(resolution.reason === 'recovered' ? 'ending.back' : `ending.${resolution.reason}`);
    }
    const duration = f.duration(resolution.atMs - seen.atMs);
    return f.say(`ending.${resolution.reason}-at`, { time: f.clock(resolution.atMs), duration });
  }
  const kind = alert.trigger === 'segment-threshold' ? 'segment' : 'measure';
  const facts = { n: Number(seen.value), value: f.number(seen.value), threshold: f.number(rule?.value ?? '') };
  if (rule?.direction === 'changes') return f.say(`threshold.${kind}.changed`, facts);
  return f.say(`threshold.${kind}.${crossed === 'below' ? 'below' : 'above'}`, facts);
}

/** `+93 (+7.8%)`; without percent where the old value was zero. */
export function difference(before: string, now: string, { f }: ViewInput): string {
  const change = new Decimal(now).minus(before);
  const signed = f.signed(change.toFixed());
  if (new Decimal(before).isZero()) return signed;
  const share = change.dividedBy(new Decimal(before).abs()).toNumber();
  return f.say('threshold.difference', { change: signed, share: `${share > 0 ? '+' : ''}${f.percent(share)}` });
}

export function ruleWords(rule: ThresholdRule, { f }: ViewInput): string {
  const what =
    rule.direction === 'changes'
      ? f.say('rule.changes', { percent: f.number(rule.percent ?? '0') })
      : f.say(`rule.${rule.direction}`, { value: f.number(rule.value ?? '0') });
  return rule.runs > 1 ? f.say('rule.for-runs', { rule: what, n: rule.runs }) : what;
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
  if (rule) add('fact.rule', ruleWords(rule, input));
  return list;
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
