/** One Customer Insights environment and who may use it. Immutable while the process runs. */
export interface Connection {
  id: string;
  name: string;
  instanceId: string;
  /** Teams tenants that may use it. Empty in local mode alone, where there is one machine and no stranger. */
  tenants: string[];
}

export function mayUse({ tenants }: Connection, tenantId: string): boolean {
  return tenants.length === 0 || tenants.includes(tenantId);
}

/** What to call a connection on a card; undefined where there is no other that could be meant. */
export function instanceNameOf(usable: readonly Connection[], id: string | undefined): string | undefined {
  return usable.length > 1 ? usable.find((one) => one.id === id)?.name : undefined;
}
