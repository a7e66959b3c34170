import type { Clock } from '../../base/clock.js';
import { Access } from './access.js';
import { CallLog } from './call-log.js';
import { CallWindow } from './call-window.js';
import { Memberships } from './data/membership.js';
import { Overlay } from './data/overlay.js';
import { tablesOf } from './data/tables.js';
import { Faults } from './faults.js';
import { applyTask } from './graph/effects.js';
import { RefreshGraph } from './graph/graph.js';
import { stepsOf } from './graph/steps.js';
import { writeHistory } from './history.js';
import { createInstance } from './instance.js';
import type { JsonObject } from './json.js';
import type { Membership } from './odata/compile-filter.js';
import type { Table } from './odata/table.js';
import { randomFor } from './random.js';
import type { InstanceState } from './state.js';
import { Timeline } from './timeline.js';
import type { PlannedValues } from './values.js';
import { contractStyle, type WireStyle } from './wire-style.js';

export interface WorldOptions {
  clock: Clock;
  seed: number;
  limit: number;
  windowMs: number;
  stepMs: number;
  customers: number;
  activities: number;
  /** Alder & Finch Production, unless told. */
  instanceId?: string | undefined;
  instanceName?: string | undefined;
}

/** Rows per CSV part of a table. */
const PARTITION_ROWS = 2000;

/** Everything behind the emulated address: the instance, its graph, and what guards the way to them. */
export class InsightsWorld {
  readonly timeline: Timeline;
  readonly instance: InstanceState;
  readonly graph: RefreshGraph;
  readonly planned: PlannedValues = { segments: new Map(), measures: new Map() };
  readonly access: Access;
  readonly window: CallWindow;
  readonly log = new CallLog();
  readonly faults = new Faults();
  readonly overlay: Overlay;
  readonly membership: Membership;
  /** The storage account's address. */
  storageUrl = 'https://localhost';
  style: WireStyle = { ...contractStyle };
  private readonly memberships: Memberships;

  constructor(options: WorldOptions) {
    const { clock, seed } = options;
    this.timeline = new Timeline(clock);
    this.instance = createInstance(options, seed, this.timeline.startMs, options.customers, options.activities);
    this.access = new Access(seed);
    this.window = new CallWindow(options.limit, options.windowMs);
    this.overlay = new Overlay(this.timeline);
    this.memberships = new Memberships(this.instance);
    this.membership = (name) => this.memberships.test(name);
    this.graph = new RefreshGraph({
      timeline: this.timeline,
      random: randomFor(seed, 'graph'),
      stepMs: options.stepMs,
      steps: () => stepsOf(this.instance),
      onChange: (task) => applyTask(this.instance, this.planned, task),
    });
    writeHistory(this.instance, this.graph, this.timeline.startMs);
  }

  tables(): Table[] {
    return tablesOf(this.instance, this.memberships).map((table) => this.overlay.over(table));
  }

  /** By the name used in paths; ingested tables are known by their qualified name. */
  table(name: string): Table | undefined {
    const wanted = name.toLowerCase();
    const found = tablesOf(this.instance, this.memberships).find(
      (table) => table.qualifiedName.toLowerCase() === wanted,
    );
    return found && this.overlay.over(found);
  }

  partitionNames(table: Table): string[] {
    const parts = Math.ceil(table.rows().length / PARTITION_ROWS);
    return Array.from({ length: parts }, (_, part) => `part-${String(part).padStart(5, '0')}`);
  }

  /** Where a part can be fetched with nothing but its address, as from a storage account. */
  partitionLocation(table: Table, name: string): string {
    return `${this.storageUrl}/partitions/${table.qualifiedName}/${name}.csv?sig=${this.access.partitionKey}`;
  }

  partitionAddress(table: Table, name: string, baseUrl: string): string {
    return `${new URL(baseUrl).origin}/partitions/${table.qualifiedName}/${name}.csv`;
  }

  /** What `proxy=true` answers: the parts and the headers to fetch them with (API 6). */
  partitionRequests(table: Table, baseUrl: string): JsonObject[] {
    return this.partitionNames(table).map((name) => ({
      uri: this.partitionAddress(table, name, baseUrl),
      headers: { 'x-partition-key': this.access.partitionKey },
    }));
  }

  /** One part as CSV without a header row, or undefined. */
  partitionCsv(tableName: string, part: string): string | undefined {
    const table = this.table(tableName);
    const index = table ? this.partitionNames(table).indexOf(part) : -1;
    if (!table || index < 0) return undefined;
    const rows = table.rows().slice(index * PARTITION_ROWS, (index + 1) * PARTITION_ROWS);
    return rows.map((row) => table.columns.map(({ name }) => csvField(row[name] ?? null)).join(',')).join('\r\n');
  }
}

function csvField(value: string | number | boolean | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
