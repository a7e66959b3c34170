import type { AttributeView, EntityView } from '../../src/model/entity.js';
import type { DataQuery, Filter } from '../../src/model/query.js';
import type { Condition, Written } from '../grammar/conditions.js';
import type { ItemsWish } from '../grammar/items.js';
import { type Problem, short } from '../grammar/problem.js';
import { entityUnserved, fieldOf, filterUnserved, orderUnserved, type Subject, withValue } from './bind-refusals.js';
import { BadValue, bindComparison, bindList, kindOf } from './bind-value.js';
import { capabilityOf, unserved } from './capability.js';
import { Refused } from './refused.js';

export interface BindContext {
  /** IANA zone that days and times without an offset are meant in. */
  zone: string;
  /** API name of the segment that a name means, or why there is none. */
  segment(text: string): { name: string } | { problem: Problem };
}

export type Bound = { query: Omit<DataQuery, 'top' | 'skip'> } | { problem: Problem };

interface Binding extends Subject, BindContext {}

/** Gives every name and value of a question its meaning in the entity. What Customer Insights cannot serve is refused. */
export function bind(wish: ItemsWish, entity: EntityView, context: BindContext): Bound {
  const on: Binding = { wish, entity, ...context };
  try {
    const filter = wish.where && boundFilter(wish.where, on);
    const orderBy = wish.orderBy?.map(({ field, descending }) => ({ field: sortable(field, on), descending }));
    const select = wish.select?.map((field) => fieldOf(field, on).name);
    return {
      query: {
        ...(filter ? { filter } : {}),
        ...(orderBy ? { orderBy } : {}),
        ...(select ? { select: [...new Set(select)] } : {}),
      },
    };
  } catch (thrown) {
    if (thrown instanceof Refused) return { problem: thrown.problem };
    throw thrown;
  }
}

function boundFilter(where: Condition, on: Binding): Filter {
  const capability = capabilityOf(on.entity);
  if (capability.fields.length === 0 && !capability.members) throw entityUnserved(on);
  const filter = boundCondition(where, on);
  const reason = unserved(filter, capability);
  if (reason) throw filterUnserved(reason, on);
  return filter;
}

function boundCondition(condition: Condition, on: Binding): Filter {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind, parts: condition.parts.map((part) => boundCondition(part, on)) };
    case 'not': {
      const { part } = condition;
      return part.kind === 'not' ? boundCondition(part.part, on) : { kind: 'not', part: boundCondition(part, on) };
    }
    case 'member': {
      const found = on.segment(condition.segment);
      if ('problem' in found) throw new Refused(found.problem);
      return { kind: 'member', segment: found.name };
    }
    case 'text': {
      const { call, text } = condition;
      const attribute = filterable(condition.field, on);
      if (kindOf(attribute) !== 'string') {
        throw new Refused({ key: 'only-text', facts: { field: attribute.name, text: short(text) } });
      }
      return { kind: 'text', call, field: attribute.name, text };
    }
    case 'compare':
    case 'in':
      return withValues(condition, on);
  }
}

/** A value that can be written otherwise is offered in the whole line. */
function withValues(condition: Extract<Condition, { kind: 'compare' | 'in' }>, on: Binding): Filter {
  const attribute = filterable(condition.field, on);
  const checked = <T>(value: Written, read: () => T): T => {
    try {
      return read();
    } catch (thrown) {
      if (!(thrown instanceof BadValue) || thrown.instead.length === 0) throw thrown;
      const suggestions = thrown.instead.slice(0, 4).map((other) => withValue(on.wish, condition.field, value, other));
      throw new Refused({ ...thrown.problem, suggestions });
    }
  };
  if (condition.kind === 'compare') {
    const { operator, value } = condition;
    return checked(value, () => bindComparison(attribute, operator, value, on.zone));
  }
  for (const value of condition.values) checked(value, () => bindList(attribute, [value], on.zone));
  return bindList(attribute, condition.values, on.zone);
}

/** Whether the entity can be filtered by a field is told before its value is looked at. */
function filterable(text: string, on: Binding): AttributeView {
  const attribute = fieldOf(text, on);
  const { fields, besideCustomer } = capabilityOf(on.entity);
  if (fields.includes(attribute.name) || besideCustomer.includes(attribute.name)) return attribute;
  throw filterUnserved({ field: attribute.name, reason: 'never' }, on);
}

function sortable(text: string, on: Binding): string {
  const { name, sortable: flag } = fieldOf(text, on);
  if (flag === false) throw orderUnserved(name, on);
  return name;
}
