import type { Table } from '../odata/table.js';
import type { Timeline } from '../timeline.js';
import type { Row } from './customers.js';

interface Change {
  fields: Row;
  untilMs: number;
}

/** Real-time writes: laid over the tables until they run out (API 2.3). They never move segments or measures. */
export class Overlay {
  private readonly created = new Map<string, Map<string, Change>>();
  private readonly changed = new Map<string, Map<string, Change[]>>();

  constructor(private readonly timeline: Timeline) {}

  /** False when the key is taken. */
  create(table: Table, key: string, fields: Row, untilMs: number): boolean {
    if (table.rows().some((row) => row[table.key] === key)) return false;
    const rows = this.created.get(table.qualifiedName) ?? new Map<string, Change>();
    rows.set(key, { fields, untilMs });
    this.created.set(table.qualifiedName, rows);
    return true;
  }

  update(table: Table, key: string, fields: Row, untilMs: number): void {
    const rows = this.changed.get(table.qualifiedName) ?? new Map<string, Change[]>();
    rows.set(key, [...(rows.get(key) ?? []), { fields, untilMs }]);
    this.changed.set(table.qualifiedName, rows);
  }

  /** The table as it reads now. */
  over(table: Table): Table {
    const created = this.created.get(table.qualifiedName);
    const changed = this.changed.get(table.qualifiedName);
    if (!created && !changed) return table;
    const nowMs = this.timeline.now();
    const holds = (change: Change) => change.untilMs > nowMs;
    return {
      ...table,
      rows: () => [
        ...table.rows().map((row) => {
          const changes = changed?.get(String(row[table.key]))?.filter(holds) ?? [];
          return changes.length === 0 ? row : Object.assign({}, row, ...changes.map((change) => change.fields));
        }),
        ...[...(created?.values() ?? [])].filter(holds).map((change) => change.fields),
      ],
    };
  }
}
