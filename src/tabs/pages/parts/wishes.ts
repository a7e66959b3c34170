import type { BoardSnooze, BoardSubscription, TabRule } from '../../contract.js';
import type { Format } from '../format.js';

/** `above 2,000, for 3 runs in a row`: the same words as on cards. */
export function ruleWords(rule: TabRule, f: Format): string {
  const { band } = rule;
  const plain =
    rule.direction === 'changes'
      ? f.say('rule.changes', { percent: f.number(rule.percent ?? '0') })
      : f.say(`rule.${rule.direction}`, { value: f.number(rule.value ?? '0') });
  const size = band && f.number(band.size);
  const sized = band?.unit === 'percent' ? f.say('threshold.percent', { percent: size ?? '' }) : size;
  const what = sized ? f.say('rule.band', { rule: plain, size: sized }) : plain;
  return rule.runs > 1 ? f.say('rule.for-runs', { rule: what, n: rule.runs }) : what;
}

export function wishWords(one: BoardSubscription, f: Format): string {
  const name = one.target?.name;
  switch (one.trigger) {
    case 'source-refresh-failed':
    case 'source-refresh-succeeded':
      return name ? f.say(`wish.${one.trigger}`, { name }) : f.say(`wish.${one.trigger}.all`);
    case 'segment-threshold':
    case 'measure-threshold':
      return f.say(`wish.${one.trigger}`, {
        name: name ?? f.say('wish.any'),
        rule: one.rule ? ruleWords(one.rule, f) : '',
      });
    case 'full-refresh-completed':
      return f.say(one.includeManual ? 'wish.full-refresh-completed.manual' : 'wish.full-refresh-completed');
    case 'unification-completed':
      return f.say('wish.unification-completed');
    case 'step-failed':
      return f.say(`wish.step-failed.${one.group ?? 'all'}`);
  }
}

export function snoozeEnd({ until }: BoardSnooze, f: Format): string {
  return until.kind === 'time'
    ? f.say('life.until', { time: f.moment(until.atMs) })
    : f.say(`life.until-${until.kind}`);
}
