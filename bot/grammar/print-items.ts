import type { Condition, Written } from './conditions.js';
import type { ItemsWish } from './items.js';
import { isPlainName } from './items-words.js';
import { joined } from './print.js';
import { quote } from './tokens.js';

/** The canonical line of a question for rows: it reads back as the same question. */
export function printItems({ entity, where, orderBy, select, top, skip }: ItemsWish): string {
  return joined(
    'items',
    printPlain(entity),
    where && `where ${printCondition(where)}`,
    orderBy &&
      `order by ${orderBy.map(({ field, descending }) => `${printPlain(field)}${descending ? ' desc' : ''}`).join(', ')}`,
    select && `select ${select.map(printPlain).join(', ')}`,
    top !== undefined && `top ${top}`,
    skip !== undefined && `skip ${skip}`,
  );
}

/** A name of an entity or a field. */
export function printPlain(name: string): string {
  return isPlainName(name) ? name : quote(name);
}

const symbols = { eq: '=', ne: '!=', gt: '>', ge: '>=', lt: '<', le: '<=' } as const;

function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
      return condition.parts
        .map((part) => (part.kind === 'or' ? `(${printCondition(part)})` : printCondition(part)))
        .join(' and ');
    case 'or':
      return condition.parts.map(printCondition).join(' or ');
    case 'not': {
      const { part } = condition;
      const isJoined = part.kind === 'and' || part.kind === 'or';
      return isJoined ? `not (${printCondition(part)})` : `not ${printCondition(part)}`;
    }
    case 'compare':
      return `${printPlain(condition.field)} ${symbols[condition.operator]} ${printValue(condition.value)}`;
    case 'in':
      return `${printPlain(condition.field)} in (${condition.values.map(printValue).join(', ')})`;
    case 'text': {
      const word = condition.call === 'contains' ? 'contains' : 'starts with';
      return `${printPlain(condition.field)} ${word} ${quote(condition.text)}`;
    }
    case 'member':
      return `in segment ${quote(condition.segment)}`;
  }
}

/** Numbers and dates need no quotes, and read better without. */
function printValue(value: Written): string {
  if (value === null) return 'null';
  return /^-?\d+(?:\.\d+)?$|^\d{4}-\d\d-\d\d(?:T[\d:.]+Z)?$|^(?:true|false)$/.test(value) ? value : quote(value);
}
