import type { Row } from '../data/customers.js';

export type EdmType = 'Edm.String' | 'Edm.Int64' | 'Edm.Decimal' | 'Edm.Boolean' | 'Edm.Date' | 'Edm.DateTimeOffset';

export interface Column {
  name: string;
  type: EdmType;
  friendlyName?: string;
  semanticType?: string;
  searchable?: boolean;
  filterable?: boolean;
  sortable?: boolean;
}

/** A table (the API says entity) that can be queried. */
export interface Table {
  /** Short name and the name used in paths (API 2.4). */
  name: string;
  qualifiedName: string;
  entityType: string;
  dataflowType: string;
  sourceId?: string;
  sourceName?: string;
  columns: Column[];
  key: string;
  timestamp?: string;
  refreshedAtMs?: number;
  /** Ingested tables refuse `$filter` altogether (API 6). */
  ingested: boolean;
  rows: () => Row[];
  /** Tables that may be expanded, with the rows that belong to one customer. */
  expands?: Record<string, (customerId: string) => Row[]>;
}

/** Names are matched without regard to case (API 6). */
export function columnOf(table: Table, name: string): Column | undefined {
  const wanted = name.toLowerCase();
  return table.columns.find((column) => column.name.toLowerCase() === wanted);
}
