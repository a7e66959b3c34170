import type { EntityView } from '../../src/model/entity.js';
import type { Filter } from '../../src/model/query.js';

/** What an entity can be filtered by (API reference, section 6). Names are the entity's own. */
export interface Capability {
  /** Fields that filter by themselves. */
  fields: string[];
  /** Fields that filter only beside a CustomerId. */
  besideCustomer: string[];
  /** Whether membership of a segment can be asked. */
  members: boolean;
}

const customerId = 'CustomerId';
const activityFields = new Set(['ActivityTime', 'ActivityType', 'ActivityTypeDisplay']);

export function capabilityOf({ name, kind, sourceName, attributes }: EntityView): Capability {
  const named = (wanted: (field: string) => boolean) => attributes.map((one) => one.name).filter(wanted);
  const none: Capability = { fields: [], besideCustomer: [], members: false };
  if (sourceName !== undefined) return none;
  if (name === 'Customer') {
    // A flag that is absent says nothing: whether that works is for the service to say.
    const indexed = attributes.filter((one) => one.name === customerId || one.filterable !== false);
    return { ...none, fields: indexed.map((one) => one.name), members: true };
  }
  if (name === 'UnifiedActivity' || kind === 'unifiedActivity') {
    return {
      ...none,
      fields: named((field) => field === customerId || field === 'ActivityId'),
      besideCustomer: named((field) => activityFields.has(field)),
    };
  }
  return { ...none, fields: named((field) => field === customerId) };
}

/** Why a filter cannot be served, by the first field that is not; undefined where it can. */
export type Unserved = { field: string; reason: 'never' | 'beside-customer' } | { reason: 'members' };

export function unserved(filter: Filter, capability: Capability): Unserved | undefined {
  return check(filter, capability, false);
}

function check(filter: Filter, capability: Capability, beside: boolean): Unserved | undefined {
  switch (filter.kind) {
    case 'and': {
      const chosen = beside || filter.parts.some(choosesCustomer);
      return first(filter.parts, (part) => check(part, capability, chosen));
    }
    case 'or':
      return first(filter.parts, (part) => check(part, capability, beside));
    case 'not':
      return check(filter.part, capability, beside);
    case 'member':
      return capability.members ? undefined : { reason: 'members' };
    default: {
      const { field } = filter;
      if (capability.fields.includes(field)) return undefined;
      if (!capability.besideCustomer.includes(field)) return { field, reason: 'never' };
      return beside ? undefined : { field, reason: 'beside-customer' };
    }
  }
}

function choosesCustomer(filter: Filter): boolean {
  if (filter.kind === 'or') return filter.parts.every(choosesCustomer);
  const names = (filter.kind === 'compare' && filter.operator === 'eq') || filter.kind === 'in';
  return names && filter.field === customerId;
}

function first<T, U>(all: readonly T[], look: (one: T) => U | undefined): U | undefined {
  for (const one of all) {
    const found = look(one);
    if (found !== undefined) return found;
  }
  return undefined;
}
