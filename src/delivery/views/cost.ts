import type { Cost } from '../../model/cost.js';
import { foot, SEPARATOR, type ViewInput } from './view.js';

/** What is younger is of now to a reader, ms. */
const freshMs = 2000;

/** `1 of 100 calls · 40 s old`: the small print of an answer that was fetched. */
export function costLine({ calls, limit, readAtMs }: Cost, input: ViewInput): string {
  const { f } = input;
  return joined([
    f.say('foot.calls', { calls, limit }),
    readAtMs === undefined ? '' : ageWords(f.nowMs - readAtMs, input),
  ]);
}

function ageWords(ageMs: number, { f }: ViewInput): string {
  return ageMs < freshMs ? f.say('time.now') : f.say('foot.age', { age: f.duration(ageMs) });
}

export interface Fetched {
  /** Absent where nothing was asked of Customer Insights. */
  cost?: Cost | undefined;
  /** Personal values of it were masked. */
  masked?: boolean;
}

/** The whole small print of an answer that was fetched: its cost and age, what is masked, environment and zone. */
export function fetchedFoot({ cost, masked = false }: Fetched, input: ViewInput, options: { times: boolean }): string {
  return joined([cost ? costLine(cost, input) : '', masked ? input.f.say('foot.masked') : '', foot(input, options)]);
}

function joined(parts: string[]): string {
  return parts.filter((one) => one !== '').join(SEPARATOR);
}
