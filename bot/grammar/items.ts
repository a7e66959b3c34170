import type { EntityView } from '../../src/model/entity.js';
import type { DataQuery } from '../../src/model/query.js';
import type { Condition } from './conditions.js';

/** Rows that one question may have: more would hold up everybody else. */
export const mostRows = 5000;

/** What `items` asks for, as read: names and values as people wrote them. */
export interface ItemsWish {
  entity: string;
  where?: Condition;
  orderBy?: { field: string; descending: boolean }[];
  select?: string[];
  /** 1 to `mostRows`. */
  top?: number;
  skip?: number;
}

/** A question for rows, bound to its entity: every name is the entity's own, every value has its field's type. */
export interface ItemsRequest {
  connectionId: string;
  entity: EntityView;
  /** Which rows, in which order, with which fields; how many is said by `top` and `skip`. */
  query: Omit<DataQuery, 'top' | 'skip'>;
  /** Rows wanted, 1 to `mostRows`; absent: as many as there are, a page at a time. */
  top?: number;
  skip: number;
  /** The canonical line that asks for the same. */
  line: string;
}
