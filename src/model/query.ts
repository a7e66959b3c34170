/** A value of a filter, already of the type that its attribute has. */
export type Literal =
  | { type: 'string'; value: string }
  /** Decimal text, so that no digit is lost. */
  | { type: 'number'; value: string }
  | { type: 'boolean'; value: boolean }
  /** `yyyy-mm-dd`. */
  | { type: 'date'; value: string }
  /** ISO with `Z`. */
  | { type: 'date-time'; value: string }
  | { type: 'guid'; value: string }
  | { type: 'null' };

export type CompareOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';

/** A filter whose fields are spelt as the entity spells them. Built into OData by `src/insights/data-query.ts` alone. */
export type Filter =
  | { kind: 'and' | 'or'; parts: Filter[] }
  | { kind: 'not'; part: Filter }
  | { kind: 'compare'; operator: CompareOperator; field: string; value: Literal }
  | { kind: 'in'; field: string; values: Literal[] }
  | { kind: 'text'; call: 'contains' | 'startswith'; field: string; text: string }
  /** By the segment's API name. */
  | { kind: 'member'; segment: string };

/** What is asked of one entity (API reference, section 6). */
export interface DataQuery {
  filter?: Filter;
  orderBy?: { field: string; descending: boolean }[];
  select?: string[];
  /** One term or phrase for the search index. */
  search?: string;
  expand?: string[];
  top?: number;
  skip?: number;
}
