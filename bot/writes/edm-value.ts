import { DateTime } from 'luxon';

/** What a value of an Edm type looks like in JSON: the end of the catalogue key `json-type.<kind>`. */
export type ValueKind = 'text' | 'whole' | 'number' | 'boolean' | 'date' | 'moment' | 'time' | 'guid' | 'any';

const kinds: Readonly<Record<string, ValueKind>> = {
  'Edm.String': 'text',
  'Edm.Byte': 'whole',
  'Edm.SByte': 'whole',
  'Edm.Int16': 'whole',
  'Edm.Int32': 'whole',
  'Edm.Int64': 'whole',
  'Edm.Single': 'number',
  'Edm.Double': 'number',
  'Edm.Decimal': 'number',
  'Edm.Boolean': 'boolean',
  'Edm.Date': 'date',
  'Edm.DateTime': 'moment',
  'Edm.DateTimeOffset': 'moment',
  'Edm.TimeOfDay': 'time',
  'Edm.Guid': 'guid',
};

/** The kind of an attribute's type (API reference, section 2.4); one that we do not know takes any plain value. */
export function kindOf(type: string): ValueKind {
  return kinds[type] ?? 'any';
}

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(?:Z|[+-]\d\d:\d\d)$/;

/** Whether a JSON value fits. `null` empties a field, whatever its type. Dates must exist and moments name their zone. */
export function fits(value: unknown, kind: ValueKind): boolean {
  if (value === null) return true;
  switch (kind) {
    case 'whole':
      return Number.isSafeInteger(value);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'any':
      return typeof value !== 'object';
  }
  if (typeof value !== 'string') return false;
  switch (kind) {
    case 'text':
      return true;
    case 'date':
      return /^\d{4}-\d\d-\d\d$/.test(value) && DateTime.fromISO(value).isValid;
    case 'moment':
      return moment.test(value) && DateTime.fromISO(value).isValid;
    case 'time':
      return /^\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?$/.test(value) && DateTime.fromISO(value).isValid;
    case 'guid':
      return guid.test(value);
  }
}

/** Whether two values of a field mean the same: moments may be spelt in several ways, and absent is empty. */
export function sameValue(a: unknown, b: unknown, kind: ValueKind): boolean {
  const [left, right] = [a ?? null, b ?? null];
  if (left === right) return true;
  if (left === null || right === null) return false;
  switch (kind) {
    case 'whole':
    case 'number':
      return Number(left) === Number(right);
    case 'date':
      return String(left).slice(0, 10) === String(right).slice(0, 10);
    case 'moment':
      return Date.parse(String(left)) === Date.parse(String(right));
    case 'guid':
      return String(left).toLowerCase() === String(right).toLowerCase();
    default:
      return String(left) === String(right);
  }
}
