import { Decimal } from 'decimal.js';
import type { FieldFact } from '../../model/content/people.js';
import { clean } from '../clean.js';
import type { ViewInput } from './view.js';

/** What stands where a row has no value. */
export const NO_VALUE = '–';

const plainNumber = /^-?\d+(?:\.\d+)?$/;
const plainDay = /^\d{4}-\d\d-\d\d$/;

/**
 * A value of a row in the words of the conversation, at most as long as a name may be: numbers and dates as people
 * there write them, times in their zone. What does not have the shape that its column's type says is shown as it is.
 */
export function fieldText({ value, type }: Pick<FieldFact, 'value' | 'type'>, input: ViewInput): string {
  const { f } = input;
  if (value === null || value === undefined || value === '') return NO_VALUE;
  if (typeof value === 'boolean') return f.say(value ? 'value.yes' : 'value.no');
  if (typeof value === 'number') return f.number(Number.isFinite(value) ? new Decimal(value).toFixed() : String(value));
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const kind = type.replace(/^Edm\./, '');
  if (/^(?:Int|Decimal|Double|Single|Byte)/.test(kind) && plainNumber.test(text)) return f.number(text);
  const ms = Date.parse(text);
  if (plainDay.test(text) && kind !== 'String' && Number.isFinite(ms)) return dayText(ms, input);
  if (kind === 'DateTimeOffset' && Number.isFinite(ms)) return f.moment(ms);
  return clean(text, input.limits.name) || NO_VALUE;
}

/** A day has no zone: the nineteenth is the nineteenth everywhere. */
function dayText(ms: number, { f }: ViewInput): string {
  // The short months of Kazakh end in a full stop.
  const month = f.language === 'kk' ? 'long' : 'short';
  return new Intl.DateTimeFormat(f.tag, { day: 'numeric', month, year: 'numeric', timeZone: 'UTC' }).format(ms);
}
