/** One Customer Insights environment and who may use it. Immutable while the process runs. */
export interface Connection {
  id: string;
  name: string;
  instanceId: string;
  /** Teams tenants that may use it. */
  tenants: string[];
}
