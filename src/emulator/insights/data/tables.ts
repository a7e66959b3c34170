import type { Column, Table } from '../odata/table.js';
import { randomFor } from '../random.js';
import type { InstanceState } from '../state.js';
import type { Row } from './customers.js';
import type { Memberships } from './membership.js';
import type { SourceDefinition } from './sources.js';

const text = (name: string, extra: Partial<Column> = {}): Column => ({ name, type: 'Edm.String', ...extra });
const indexed = { searchable: true, filterable: true, sortable: true };
const usable = { filterable: true, sortable: true };
const customerId = text('CustomerId', usable);

const customerColumns: Column[] = [
  text('CustomerId', indexed),
  text('FullName', { ...indexed, friendlyName: 'Full name', semanticType: 'Person.FullName' }),
  text('FirstName', { ...indexed, friendlyName: 'First name' }),
  text('LastName', { ...indexed, friendlyName: 'Last name' }),
  text('EMail', { ...indexed, friendlyName: 'E-mail' }),
  text('Telephone', {}),
  text('City', indexed),
  text('Country', indexed),
  { name: 'BirthDate', type: 'Edm.Date', friendlyName: 'Birth date', ...usable },
  text('LoyaltyTier', { ...indexed, friendlyName: 'Loyalty tier' }),
  { name: 'LoyaltyPoints', type: 'Edm.Int64', ...usable },
  { name: 'TotalSpend', type: 'Edm.Decimal', friendlyName: 'Total spend', ...usable },
  { name: 'LastPurchase', type: 'Edm.DateTimeOffset', friendlyName: 'Last purchase', ...usable },
  { name: 'OptedIn', type: 'Edm.Boolean', ...usable },
  text('CRMContacts_Contacts_ContactId', usable),
  text('LoyaltyMembers_Members_MemberId', usable),
  text('PreviousCustomerId', {}),
];

const activityColumns: Column[] = [
  text('ActivityId', usable),
  customerId,
  { name: 'ActivityTime', type: 'Edm.DateTimeOffset', ...usable },
  text('ActivityType', usable),
  text('ActivityTypeDisplay', usable),
  text('ActivityName', { sortable: true }),
  text('Title', { sortable: true }),
  text('Description'),
  text('URL'),
];

/** All tables of the instance, the unified ones first. */
export function tablesOf(instance: InstanceState, memberships: Memberships): Table[] {
  const measureRow = (row: Row): Row => ({ CustomerId: row.CustomerId ?? null, LifetimeSpend: row.TotalSpend ?? null });
  const customer = (id: string) => instance.customers.at(instance.customers.indexOf(id) ?? -1);
  const refreshedAtMs = instance.profileStore.ingestedAtMs;
  return [
    {
      ...system('Customer', 'profile', 'conflationResolveConflicts', customerColumns, refreshedAtMs),
      rows: () => instance.customers.all(),
      expands: {
        UnifiedActivity: (id) => instance.activities.ofCustomer(id),
        Customer_Measure: (id) => [customer(id)].flatMap((row) => (row ? [measureRow(row)] : [])),
      },
    },
    {
      ...system('UnifiedActivity', 'unifiedActivity', 'unifiedActivity', activityColumns, refreshedAtMs),
      key: 'ActivityId',
      timestamp: 'ActivityTime',
      rows: () => instance.activities.all(),
    },
    {
      ...system('Customer_Measure', 'profileKpi', 'kpi', [customerId, decimal('LifetimeSpend')], refreshedAtMs),
      rows: () => instance.customers.all().map(measureRow),
    },
    ...segmentTables(instance, memberships),
    ...measureTables(instance),
    ...sourceTables(instance),
  ];
}

function decimal(name: string): Column {
  return { name, type: 'Edm.Decimal', sortable: true };
}

function system(name: string, entityType: string, dataflowType: string, columns: Column[], refreshedAtMs?: number) {
  return {
    name,
    qualifiedName: name,
    entityType,
    dataflowType,
    columns,
    key: columns[0]?.name ?? '',
    ingested: false,
    ...(refreshedAtMs === undefined ? {} : { refreshedAtMs }),
  };
}

function segmentTables(instance: InstanceState, memberships: Memberships): Table[] {
  return [...instance.segments.values()].map((segment) => ({
    ...system(segment.definition.name, 'segment', 'segmentation', [customerId], segment.evaluatedAtMs),
    rows: () => memberships.members(segment).map((id): Row => ({ CustomerId: id })),
  }));
}

function measureTables(instance: InstanceState): Table[] {
  return [...instance.measures.values()]
    .filter((measure) => measure.definition.kind === 'entity')
    .map((measure) => {
      const { name, dimensions = [] } = measure.definition;
      const columns = [...dimensions.map(({ alias }) => text(alias, { sortable: true })), decimal(name)];
      return {
        ...system(name, 'aggregateKpi', 'kpi', columns, measure.endedAtMs),
        rows: () => measureRows(instance, name, dimensions[0]?.alias),
      };
    });
}

function measureRows(instance: InstanceState, name: string, dimension: string | undefined): Row[] {
  const customers = instance.customers.all();
  if (dimension === undefined) {
    const value = instance.measures.get(name)?.history.findLast((evaluation) => evaluation.value !== undefined)?.value;
    return value === undefined ? [] : [{ [name]: Number(value) }];
  }
  const sums = new Map<string, number>();
  for (const row of customers) {
    const label = dimension === 'City' ? String(row.City) : String(row.LastPurchase).slice(0, 7);
    sums.set(label, (sums.get(label) ?? 0) + (dimension === 'City' ? Number(row.TotalSpend) : 1));
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([label, sum]) => ({ [dimension]: label, [name]: Math.round(sum * 100) / 100 }));
}

function sourceTables(instance: InstanceState): Table[] {
  return [...instance.sources.values()].flatMap(({ definition, lastRefreshAtMs }) =>
    definition.tables.map((table): Table => {
      const qualifiedName = `${definition.name}_${table.name}`;
      const columns = [text(table.key, { sortable: true }), text('CustomerRef'), text('Detail'), text('UpdatedOn')];
      return {
        ...system(
          table.name,
          table.activity ? 'activity' : 'profile',
          dataflowOf(definition),
          columns,
          lastRefreshAtMs,
        ),
        qualifiedName,
        sourceId: definition.id,
        sourceName: definition.name,
        ingested: true,
        rows: () => sourceRows(instance, definition, table, qualifiedName),
      };
    }),
  );
}

function dataflowOf(definition: SourceDefinition): string {
  return definition.kind === 'attachCds' || definition.kind === 'attachCdm' ? definition.kind : 'powerQuery';
}

function sourceRows(
  instance: InstanceState,
  definition: SourceDefinition,
  table: SourceDefinition['tables'][number],
  qualifiedName: string,
): Row[] {
  if (table.activity) {
    return instance.activities.fromTable(qualifiedName).map((row) => ({
      [table.key]: String(row.ActivityId).replace('act', table.name.toLowerCase()),
      CustomerRef: row.CustomerId ?? null,
      Detail: row.Description ?? null,
      UpdatedOn: row.ActivityTime ?? null,
    }));
  }
  const alternateKey = `${qualifiedName}_${table.key}`;
  return instance.customers.all().flatMap((row, index): Row[] => {
    const key = row[alternateKey] ?? null;
    if (key === null) return [];
    const day = randomFor(instance.seed, definition.name, index).int(0, 89);
    return [
      {
        [table.key]: key,
        CustomerRef: row.CustomerId ?? null,
        Detail: row.FullName ?? null,
        UpdatedOn: new Date(instance.createdAtMs + (410 + day) * 86_400_000).toISOString(),
      },
    ];
  });
}
