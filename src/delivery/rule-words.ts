import type { ThresholdRule } from '../model/subscription.js';
import type { Format } from './format.js';

/** `above 2,000, for 3 runs in a row`, on cards and on the tab's pages. Nothing here but types is imported. */
export function ruleWords(rule: ThresholdRule, f: Pick<Format, 'say' | 'number'>): string {
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
