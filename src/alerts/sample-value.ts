import { Decimal } from 'decimal.js';
import type { ThresholdRule } from '../model/subscription.js';
import type { Side } from './crossing.js';

/** A value that would fire the rule, and one before it that had not: as near to the real value as the rule allows. */
export function sampleValue(
  rule: ThresholdRule | undefined,
  known: string | undefined,
): { value: string; previous: string; crossed: Side } {
  if (rule?.direction === 'changes') return changed(rule.percent ?? '0', known ?? '100');
  const threshold = new Decimal(rule?.value ?? '0');
  const current = known === undefined ? threshold : new Decimal(known);
  // One step is a twentieth of the threshold, whole where the threshold is.
  const twentieth = threshold.abs().div(20);
  const step = threshold.isInteger() ? Decimal.max(1, twentieth.ceil()) : twentieth;
  const crossed: Side = rule?.direction === 'below' ? 'below' : 'above';
  const value = crossed === 'above' ? threshold.plus(step) : threshold.minus(step);
  const isBefore = crossed === 'above' ? current.lte(threshold) : current.gte(threshold);
  const previous = isBefore ? current : threshold;
  return { value: value.toFixed(), previous: previous.toFixed(), crossed };
}

function changed(percent: string, known: string): { value: string; previous: string; crossed: Side } {
  const previous = new Decimal(known);
  const grown = previous.plus(previous.abs().times(percent).div(100));
  const value = previous.isInteger() ? grown.ceil() : grown;
  const isGrown = value.gt(previous);
  return { value: (isGrown ? value : value.plus(1)).toFixed(), previous: previous.toFixed(), crossed: 'above' };
}
