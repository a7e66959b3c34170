import odataQuery, { type PlainObject, raw, type Value } from 'odata-query';
import { HeraldError } from '../base/errors.js';
import type { DataQuery, Filter, Literal } from '../model/query.js';

// The package's types describe its CommonJS file; what Node loads is the module, whose default is the function itself.
const buildQuery = odataQuery as unknown as typeof odataQuery.default;

/**
 * The parameters of a data request (API reference, section 6). The library writes the filter: quoting and dates are
 * its work. Throws `internal` for a filter that says nothing, which the library would drop silently.
 */
export function dataParameters({ filter, orderBy, select, search, expand, top, skip }: DataQuery): URLSearchParams {
  const parameters = new URLSearchParams();
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') parameters.set(name, value);
  };
  if (filter) set('$filter', filterText(filter));
  set('$orderby', orderBy?.map((one) => field(one.field) + (one.descending ? ' desc' : '')).join(','));
  set('$select', select?.map(field).join(','));
  // A double quote cannot be told inside a phrase of the search index: it is a blank there.
  if (search !== undefined) set('$search', JSON.stringify(search.replace(/["\\]/g, ' ').trim()));
  set('$expand', expand?.join(','));
  set('$top', top?.toString());
  set('$skip', skip?.toString());
  return parameters;
}

export function filterText(filter: Filter): string {
  return built(plain(filter));
}

function built(filter: PlainObject | string): string {
  const query = buildQuery({ filter }).replace(/^\?/, '').replaceAll('+', '%2B');
  const text = new URLSearchParams(query).get('$filter');
  if (!text) throw new HeraldError('internal', { message: 'a filter that says nothing' });
  return text;
}

function plain(filter: Filter): PlainObject | string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { [filter.kind]: filter.parts.map(plain) };
    case 'not': {
      const part = plain(filter.part);
      // The library takes a text behind `not` for a value; inside a list it is a condition.
      return { not: typeof part === 'string' ? { and: [part] } : part };
    }
    case 'compare':
      return { [field(filter.field)]: { [filter.operator]: value(filter.value) } };
    case 'in':
      return { [field(filter.field)]: { in: filter.values.map(value) } };
    case 'text':
      return { [field(filter.field)]: { [filter.call]: filter.text } };
    case 'member':
      return member(filter.segment);
  }
}

/** Names are written as they are, and the library has meanings of its own for some. */
function field(name: string): string {
  return shaped(name, /^(?!(?:and|or|not)$)[\p{L}_][\p{L}\p{N}_]*$/u);
}

/** Decimals and dates are written as they are: their shape is checked here, whatever was checked before. */
function value(literal: Literal): Value | null {
  switch (literal.type) {
    case 'string':
      return literal.value;
    case 'boolean':
      return literal.value;
    case 'null':
      return null;
    case 'guid':
      return { type: 'guid', value: shaped(literal.value, /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i) };
    case 'number':
      return raw(shaped(literal.value, /^-?\d+(?:\.\d+)?$/));
    case 'date':
      return raw(shaped(literal.value, /^\d{4}-\d\d-\d\d$/));
    case 'date-time':
      return raw(shaped(literal.value, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/));
  }
}

function shaped(text: string, shape: RegExp): string {
  if (!shape.test(text)) throw new HeraldError('internal', { message: 'a part of a filter that has the wrong shape' });
  return text;
}

/** The library knows no functions of the service's own; it still writes the quoted name. */
function member(segment: string): string {
  const quoted = built({ name: { eq: segment } }).slice('name eq '.length);
  // A text stands in the library's address as it is.
  return encodeURIComponent(`IsMemberOfSegment(${quoted})`);
}
