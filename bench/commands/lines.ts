/** What there is in the emulator to ask for. */
export interface Known {
  /** Keys of customers, as many as there are rounds. */
  customers: readonly string[];
}

/** One row of the table: its name, and the line that is typed in round `n` (from 0). */
export interface BenchLine {
  name: string;
  line(n: number, known: Known): string;
}

const customer = (n: number, { customers }: Known) => customers[n % customers.length] ?? '';

/**
 * Every command that answers with data, in the order of the design. Rounds differ where a repeated question would be
 * answered from what was just fetched. Lines of a command that there is not are left out.
 */
export const lines: readonly BenchLine[] = [
  { name: 'help', line: () => 'help' },
  { name: 'list', line: () => 'list' },
  { name: 'status', line: () => 'status' },
  { name: 'quota', line: () => 'quota' },
  { name: 'instance', line: () => 'instance' },
  { name: 'sources', line: () => 'sources' },
  { name: 'runs', line: () => 'runs' },
  { name: 'segments', line: () => 'segments' },
  { name: 'measures', line: () => 'measures' },
  { name: 'segment', line: () => 'segment VIP' },
  { name: 'measure', line: () => 'measure "Total revenue"' },
  { name: 'entities', line: () => 'entities' },
  { name: 'items', line: (n) => `items Customer skip ${100 * n}` },
  { name: 'items, filtered', line: (n) => `items Customer where City = "Braga" and TotalSpend > ${n}` },
  { name: 'item', line: (n, known) => `item Customer ${customer(n, known)}` },
  { name: 'search', line: (n) => `search "${['an', 'ma', 'lu', 'jo', 'sa'][n % 5]}${n}"` },
  { name: 'customer', line: (n, known) => `customer ${customer(n, known)}` },
  { name: 'activities', line: (n, known) => `activities ${customer(n, known)}` },
  { name: 'partitions', line: () => 'partitions Customer' },
  { name: 'partition', line: () => 'partition Customer part-00000' },
  {
    name: 'create (the card to confirm)',
    line: (n) => `create UnifiedActivity {"ActivityId":"bench-${n}"}`,
  },
  {
    name: 'update (the card to confirm)',
    line: (n, known) => `update Customer ${customer(n, known)} {"City":"Porto ${n}"}`,
  },
  { name: 'refresh', line: () => 'refresh unification' },
];
