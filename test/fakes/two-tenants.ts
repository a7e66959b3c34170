import type { Connections } from '../../bot/services.js';
import type { Connection } from '../../src/model/connection.js';
import { BotWorld, tenant } from './bot-world.js';

export const otherTenant = 'tenant-2';

export const north: Connection = { id: 'north', name: 'North', instanceId: 'i-north', tenants: [tenant] };
export const shared: Connection = {
  id: 'shared',
  name: 'Shared',
  instanceId: 'i-shared',
  tenants: [tenant, otherTenant],
};
export const south: Connection = { id: 'south', name: 'South pole', instanceId: 'i-south', tenants: [otherTenant] };

/** A bot with three connections and two tenants, of which each may use two. `reached` is what was really asked. */
export class TwoTenants extends BotWorld {
  readonly reached: string[] = [];
  usable: Connection[] = [north, shared, south];

  constructor() {
    super();
    const inner = this.services.connections;
    const reached = (id: string) => {
      this.reached.push(id);
      return id;
    };
    const all: Connections = {
      visible: (tenantId) => this.usable.filter((one) => one.tenants.includes(tenantId)),
      reading: (id) => {
        const reading = inner.reading(reached(id));
        return reading && { ...reading, connectionId: id };
      },
      client: (id) => inner.client(reached(id)),
      status: (id) => inner.status(reached(id)),
      entities: (id, call) => inner.entities(reached(id), call),
      pollSoon: (id) => inner.pollSoon(reached(id)),
    };
    this.services.connections = all;
  }

  override start(): Promise<string> {
    return super.start({ allowedTenants: [tenant, otherTenant] });
  }
}
