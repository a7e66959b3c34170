export type CompareOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export const compareOperators: ReadonlySet<string> = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);

export type Literal =
  | { kind: 'string'; value: string }
  | { kind: 'number'; value: number }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'date'; value: string }
  | { kind: 'date-time'; epochMs: number }
  | { kind: 'null' };

/** A `$filter` as parsed; property names are as written. */
export type FilterTree =
  | { kind: 'and' | 'or'; left: FilterTree; right: FilterTree }
  | { kind: 'not'; operand: FilterTree }
  | { kind: 'compare'; operator: CompareOperator; property: string; literal: Literal }
  | { kind: 'in'; property: string; literals: Literal[] }
  | { kind: 'text'; call: 'contains' | 'startswith'; property: string; text: string }
  | { kind: 'member'; segment: string }
  | { kind: 'property'; property: string };
