import { Decimal } from 'decimal.js';
import type { Band, ThresholdRule } from '../model/subscription.js';

const plain = /^-?\d+(?:\.\d+)?$/;
/** Characters of a number; the same for every way to write a rule. */
const longest = 24;
const mostRuns = 99;

/** A rule as somebody filled it in. */
export interface RuleInput {
  direction: ThresholdRule['direction'];
  value?: string | undefined;
  percent?: string | undefined;
  runs: number;
  band?: Band | undefined;
}

/**
 * The rule in canonical numbers, by the same measure as a typed line (design section 9); undefined where it makes no
 * sense for such an object. Pure.
 */
export function plainRule(kind: 'segment' | 'measure', input: RuleInput): ThresholdRule | undefined {
  const { direction, runs, band } = input;
  if (!Number.isInteger(runs) || runs < 1 || runs > mostRuns) return undefined;
  if (direction === 'changes') {
    const percent = numberOf(input.percent);
    if (percent === undefined || percent.lte(0) || input.value !== undefined || band !== undefined) return undefined;
    return { direction, percent: written(percent), runs };
  }
  const value = numberOf(input.value);
  if (value === undefined || input.percent !== undefined) return undefined;
  if (kind === 'segment' && !(value.isInteger() && value.gte(0))) return undefined;
  if (kind === 'segment' && direction === 'below' && value.isZero()) return undefined;
  const rule: ThresholdRule = { direction, value: written(value), runs };
  if (band === undefined) return rule;
  const size = numberOf(band.size);
  if (size === undefined || !bandFits(size, band.unit, value, kind)) return undefined;
  return { ...rule, band: { unit: band.unit, size: written(size) } };
}

function bandFits(size: Decimal, unit: Band['unit'], value: Decimal, kind: 'segment' | 'measure'): boolean {
  const threshold = value.abs();
  if (size.lte(0)) return false;
  if (unit === 'percent') return !threshold.isZero() && size.lte(100);
  if (threshold.isZero()) return kind === 'measure';
  return size.lte(threshold) && (kind === 'measure' || size.isInteger());
}

function numberOf(text: string | undefined): Decimal | undefined {
  return text !== undefined && plain.test(text) && text.length <= longest ? new Decimal(text) : undefined;
}

const written = (number: Decimal) => number.toFixed().replace(/^-0$/, '0');
