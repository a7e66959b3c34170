import type { AttributeView, EntityView } from '../../src/model/entity.js';
import { type Condition, renamed, type Written } from '../grammar/conditions.js';
import type { ItemsWish } from '../grammar/items.js';
import { printItems } from '../grammar/print-items.js';
import { type Problem, short } from '../grammar/problem.js';
import { type Capability, capabilityOf, type Unserved } from './capability.js';
import { findField } from './fields.js';
import { Refused } from './refused.js';

/** Names that one sentence can hold. */
const mostNames = 12;

/** What a question is bound to. */
export interface Subject {
  wish: ItemsWish;
  entity: EntityView;
}

/** The attribute that a name means. Throws `Refused` with the nearest. */
export function fieldOf(text: string, { wish, entity }: Subject): AttributeView {
  const match = findField(text, entity.attributes);
  if ('found' in match) return match.found;
  const near = 'several' in match ? match.several : match.nearest;
  throw new Refused({
    key: 'several' in match ? 'field-ambiguous' : 'field-unknown',
    facts: {
      text: short(text),
      entity: short(entity.name),
      fields: namesOf((near.length > 0 ? near : entity.attributes).map(({ name }) => name)),
    },
    suggestions: near.slice(0, 3).map(({ name }) => withField(wish, text, name)),
  });
}

/** Nothing at all can be asked of this entity but its rows as they come. */
export function entityUnserved({ wish, entity }: Subject): Refused {
  const key = entity.sourceName === undefined ? 'entity-not-filterable' : 'entity-ingested';
  return new Refused({ key, facts: { entity: short(entity.name) }, suggestions: [unfiltered(wish)] });
}

export function filterUnserved(reason: Unserved, { wish, entity }: Subject): Refused {
  const capability = capabilityOf(entity);
  const facts = { entity: short(entity.name), fields: namesOf(capability.fields) };
  const suggestions = [unfiltered(wish)];
  return new Refused({ ...problemOf(reason, facts, capability), suggestions });
}

function problemOf(reason: Unserved, facts: Record<string, string>, { fields, besideCustomer }: Capability): Problem {
  if (reason.reason === 'members') return { key: 'members-of-customers-only', facts };
  const { field } = reason;
  return reason.reason === 'never'
    ? { key: 'field-not-filterable', facts: { ...facts, field, fields: namesOf([...fields, ...besideCustomer]) } }
    : { key: 'field-beside-customer', facts: { ...facts, field } };
}

export function orderUnserved(field: string, { wish, entity }: Subject): Refused {
  const fields = entity.attributes.filter((one) => one.sortable !== false).map(({ name }) => name);
  const { orderBy: _, ...unsorted } = wish;
  return new Refused({
    key: fields.length > 0 ? 'field-not-sortable' : 'entity-not-sortable',
    facts: { field, entity: short(entity.name), fields: namesOf(fields) },
    suggestions: [printItems(unsorted)],
  });
}

/** The same question with one of its values written otherwise. */
export function withValue(wish: ItemsWish, of: string, from: Written, to: string): string {
  const value = (field: string, written: Written) => (field === of && written === from ? to : written);
  return printItems(withCondition(wish, (where) => renamed(where, { value })));
}

/** The same question with one of its fields spelt otherwise. */
function withField(wish: ItemsWish, from: string, to: string): string {
  const field = (name: string) => (name === from ? to : name);
  return printItems({
    ...withCondition(wish, (where) => renamed(where, { field })),
    ...(wish.orderBy ? { orderBy: wish.orderBy.map((one) => ({ ...one, field: field(one.field) })) } : {}),
    ...(wish.select ? { select: wish.select.map(field) } : {}),
  });
}

/** The same question with another filter. */
export function withCondition(wish: ItemsWish, change: (where: Condition) => Condition): ItemsWish {
  return wish.where ? { ...wish, where: change(wish.where) } : wish;
}

function unfiltered({ where: _, ...wish }: ItemsWish): string {
  return printItems(wish);
}

function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ');
  return names.length > mostNames ? `${shown}, …` : shown;
}
