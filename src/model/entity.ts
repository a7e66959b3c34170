/** A column of an entity (API reference, section 2.4). */
export interface AttributeView {
  name: string;
  /** What people call it; equal to `name` where nobody said. */
  friendlyName: string;
  /** As the service writes it: `Edm.String`, `Edm.Int64`, `Edm.Decimal`, `Edm.Date`, `Edm.DateTimeOffset`, ... */
  type: string;
  semanticType?: string;
  /** Flags of the search and filter index; absent: the service did not say. */
  searchable?: boolean;
  filterable?: boolean;
  sortable?: boolean;
}

/** One part of an entity's data as files. `location` is untrusted. */
export interface PartitionView {
  name: string;
  location: string;
  refreshedAtMs?: number;
  hasHeader: boolean;
}

/** An entity (the product's pages say table) that can be queried. */
export interface EntityView {
  /** Its name in addresses: the qualified one. */
  name: string;
  /** The contract's spelling, whatever case the service used: `profile`, `unifiedActivity`, `segment`, ... */
  kind: string;
  /** Absent for what Customer Insights made itself. */
  sourceName?: string;
  attributes: AttributeView[];
  /** Names of the key's attributes; empty where the service names none. */
  keys: string[];
  refreshedAtMs?: number;
  partitions: PartitionView[];
}

/** A row as it came: values are parsed JSON and untrusted. */
export type Row = Record<string, unknown>;

export interface RowsPage {
  rows: Row[];
  /** How many rows match, where the service says. */
  total?: number;
  /** The service has more rows behind these. */
  more: boolean;
}

/** Who holds a role at Customer Insights (API reference, section 2.9). */
export interface AssignmentView {
  principalId: string;
  principalType: 'user' | 'group' | 'app' | 'unknown';
  roles: string[];
}
