import { Decimal } from 'decimal.js';
import type { Band, ThresholdRule } from '../../src/model/subscription.js';
import { readNumber } from './numbers.js';
import { type Problem, short } from './problem.js';

type BandProblem = Pick<Problem, 'key' | 'facts'>;
type BandResult = { band: Band } | { problem: BandProblem; meant: Band[] };

/**
 * A recovery band as written, `50` or `5%`, held against the threshold it belongs to. What is wrong comes with the
 * bands that may have been meant, the likeliest first.
 */
export function readBand(text: string, rule: ThresholdRule, isCount: boolean): BandResult {
  const written = text.trim();
  const unit = /[%٪％]$/u.test(written) ? 'percent' : 'amount';
  const number = readNumber(written.replace(/\s*[%٪％]$/u, ''));
  const spellings = 'value' in number ? [number.value] : number.meant;
  const sizes = [...new Set(spellings.map((size) => size.replace(/^-/, '')))];
  const near = sizes.flatMap((size) => (isCount && unit === 'amount' ? wholeNear(size) : [size]));
  const meant = near.map((size): Band => ({ unit, size })).filter((band) => !wrongWith(band, rule, isCount));
  const facts = { text: short(written) };
  if (!('value' in number) || new Decimal(number.value).lte(0)) {
    return { problem: { key: 'band-not-plain', facts }, meant };
  }
  const band: Band = { unit, size: number.value };
  const key = wrongWith(band, rule, isCount);
  if (!key) return { band };
  const more = key === 'band-of-zero' ? { kind: unit } : key === 'band-too-wide' ? { threshold: rule.value ?? '' } : {};
  return { problem: { key, facts: { ...facts, ...more } }, meant };
}

function wrongWith({ unit, size }: Band, { direction, value }: ThresholdRule, isCount: boolean): string | undefined {
  if (direction === 'changes' || value === undefined) return 'band-of-change';
  const width = new Decimal(size);
  const threshold = new Decimal(value).abs();
  if (width.lte(0)) return 'band-not-plain';
  if (unit === 'percent') {
    if (threshold.isZero()) return 'band-of-zero';
    return width.gt(100) ? 'band-not-plain' : undefined;
  }
  // A measure may well watch profit against zero; a number of members never goes below it.
  if (threshold.isZero()) return isCount ? 'band-of-zero' : undefined;
  if (isCount && !width.isInteger()) return 'band-not-whole';
  return width.gt(threshold) ? 'band-too-wide' : undefined;
}

function wholeNear(size: string): string[] {
  const floor = new Decimal(size).floor();
  return new Decimal(size).eq(floor) ? [size] : [floor.toFixed(), floor.plus(1).toFixed()];
}

export function printBand({ unit, size }: Band): string {
  return `band ${size}${unit === 'percent' ? '%' : ''}`;
}
