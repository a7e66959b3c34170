import type { CompareOperator } from '../../src/model/query.js';

/** A value as written, without its quotes: what type it has is for the field to say. Null is the bare word `null`. */
export type Written = string | null;

/** A filter as read: names and values as people wrote them. Parts of one kind never stand directly in each other. */
export type Condition =
  | { kind: 'and' | 'or'; parts: Condition[] }
  | { kind: 'not'; part: Condition }
  | { kind: 'compare'; operator: CompareOperator; field: string; value: Written }
  | { kind: 'in'; field: string; values: Written[] }
  | { kind: 'text'; call: 'contains' | 'startswith'; field: string; text: string }
  | { kind: 'member'; segment: string };

/** One part alone stands for itself, and what is already of this kind is taken in. */
export function joinedBy(kind: 'and' | 'or', parts: Condition[]): Condition {
  const [first, ...others] = parts;
  if (first && others.length === 0) return first;
  return { kind, parts: parts.flatMap((part) => (part.kind === kind ? part.parts : [part])) };
}

/** The same condition with other names and values, for lines that are offered instead. */
export function renamed(
  condition: Condition,
  change: { field?: (field: string) => string; value?: (field: string, value: Written) => Written },
): Condition {
  const field = change.field ?? ((name: string) => name);
  const value = change.value ?? ((_: string, written: Written) => written);
  switch (condition.kind) {
    case 'and':
    case 'or':
      return { kind: condition.kind, parts: condition.parts.map((part) => renamed(part, change)) };
    case 'not':
      return { kind: 'not', part: renamed(condition.part, change) };
    case 'compare':
      return { ...condition, field: field(condition.field), value: value(condition.field, condition.value) };
    case 'in':
      return {
        ...condition,
        field: field(condition.field),
        values: condition.values.map((one) => value(condition.field, one)),
      };
    case 'text':
      return { ...condition, field: field(condition.field) };
    case 'member':
      return condition;
  }
}
