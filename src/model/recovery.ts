import { Decimal } from 'decimal.js';
import type { ThresholdRule } from './subscription.js';

/** Sums and products of any two values Customer Insights can send stay exact: nothing is rounded below a million digits. */
export const Exact = Decimal.clone({ precision: 1_000_000 });

/**
 * The value at which an alert of this rule goes back: at it or beyond it on the other side. Without a band that is the
 * threshold itself. Undefined for rules without a threshold.
 */
export function recoveryValue(rule: ThresholdRule, side: 'above' | 'below'): string | undefined {
  const { value, band } = rule;
  if (value === undefined) return undefined;
  if (!band) return new Exact(value).toFixed();
  // A hundredth of a decimal is a decimal: nothing is rounded.
  const size = band.unit === 'percent' ? new Exact(value).abs().times(band.size).times('0.01') : band.size;
  const level = side === 'above' ? new Exact(value).minus(size) : new Exact(value).plus(size);
  return level.toFixed();
}
