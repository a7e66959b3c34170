import type { Cost } from '../../model/cost.js';
import { SEPARATOR, type ViewInput } from './view.js';

/** `1 of 100 calls · 40 s old`: the small print of an answer that was fetched. */
export function costLine({ calls, limit, readAtMs }: Cost, { f }: ViewInput): string {
  const parts = [
    f.say('foot.calls', { calls, limit }),
    readAtMs === undefined ? '' : f.say('foot.age', { age: f.duration(f.nowMs - readAtMs) }),
  ];
  return parts.filter((one) => one !== '').join(SEPARATOR);
}
