import type { ShownColumn, ShownValue } from '../../model/content/shown.js';
import { clean } from '../clean.js';
import type { ViewInput } from './view.js';

/** How nothing is written, everywhere. */
export const NOTHING = '–';

const numeric = /^edm\.(?:s?byte|int\d\d|single|double|decimal)$/i;
const time = /^edm\.datetime(?:offset)?$/i;

/** A value of a row in the conversation's language; never empty. Untrusted: for a RichTextBlock, or to be escaped. */
export function valueText(value: ShownValue, { type, isName }: ShownColumn, input: ViewInput): string {
  const { f, limits } = input;
  if (value === null) return NOTHING;
  if (typeof value === 'boolean') return f.say(value ? 'value.yes' : 'value.no');
  if (typeof value === 'object') return f.say(`value.${value.holds}`, { n: value.count });
  if (typeof value === 'number') return isName || !numeric.test(type) ? String(value) : f.number(value);
  return clean(worded(value, { type, ...(isName ? { isName } : {}) }, input), limits.message) || NOTHING;
}

/** Numbers and times also come as text. */
function worded(value: string, { type, isName }: Pick<ShownColumn, 'type' | 'isName'>, { f }: ViewInput): string {
  if (numeric.test(type)) return isName ? value : f.number(value);
  if (/^edm\.date$/i.test(type)) return f.date(value.replace(/T00:00:00(?:\.0+)?Z?$/, ''));
  if (time.test(type)) {
    const atMs = Date.parse(value);
    return Number.isNaN(atMs) ? value : f.moment(atMs);
  }
  return value;
}
