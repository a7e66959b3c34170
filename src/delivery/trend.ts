import { Decimal } from 'decimal.js';
import type { Evaluated } from '../model/reading.js';
import type { Format } from './format.js';

const blocks = [...'▁▂▃▄▅▆▇█'];

/** Runs shown at most: more do not fit on a narrow card in one line. */
export const TREND_RUNS = 20;

/** A text chart of block characters that every client can show: the lowest value is the lowest block. */
export function sparkline(values: string[]): string {
  if (values.length === 0) return '';
  const numbers = values.map((value) => new Decimal(value));
  const low = Decimal.min(...numbers);
  const span = Decimal.max(...numbers).minus(low);
  return numbers
    .map((one) => {
      const share = span.isZero() ? 0.5 : one.minus(low).dividedBy(span).toNumber();
      return blocks[Math.min(blocks.length - 1, Math.floor(share * blocks.length))] ?? '';
    })
    .join('');
}

export interface TrendView {
  spark: string;
  /** Lowest, highest and last value in words: what a screen reader can use. */
  words: string;
  /** Points of a line chart for clients that have charts. */
  points: { x: string | number; y: number }[];
}

/** Undefined for fewer than two runs: there is no trend in one value. */
export function trendView(runs: Evaluated[], format: Format): TrendView | undefined {
  const last = runs.slice(-TREND_RUNS);
  const values = last.map((run) => run.value);
  if (values.length < 2) return undefined;
  const numbers = values.map((value) => new Decimal(value));
  const days = last.map((run) => format.day(run.atMs));
  // A date axis has no room for two runs of one day; those are numbered instead.
  const dated = new Set(days).size === days.length;
  return {
    spark: sparkline(values),
    words: format.say('trend.words', {
      n: values.length,
      low: format.number(Decimal.min(...numbers).toFixed()),
      high: format.number(Decimal.max(...numbers).toFixed()),
      last: format.number(values.at(-1) ?? ''),
    }),
    points: numbers.map((one, i) => ({ x: dated ? (days[i] ?? i + 1) : i + 1, y: one.toNumber() })),
  };
}
