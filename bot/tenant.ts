import { HeraldError } from '../src/base/errors.js';
import type { InsightsClient } from '../src/insights/port.js';
import { type ConversationKey, tenantOfKey } from '../src/model/conversation.js';
import type { Store } from '../src/store/store.js';
import type { PeopleMemory } from './people/memory.js';
import type { BotServices, Connections, HostServices } from './services.js';
import { connectionOf } from './turn.js';

/**
 * The services as people of one tenant may use them. Every way to a connection is checked here, before any cache,
 * merged call or history is asked; one that the tenant may not use is `connection-forbidden`, whether there is such a
 * connection or not. What other tenants have in the store reads as absent.
 */
export function servicesFor(tenantId: string, { allConnections, ...host }: HostServices): BotServices {
  const mayReach = (id: string) => allConnections.visible(tenantId).some((one) => one.id === id);
  const mine = (id: string) => {
    if (mayReach(id)) return id;
    throw new HeraldError('connection-forbidden', { message: `no connection ${id} for this tenant` });
  };
  const services: BotServices = {
    ...host,
    store: tenantStore(tenantId, host.store, mine),
    people: tenantPeople(tenantId, host.people, mine),
    connections: tenantConnections(tenantId, allConnections, mine),
    answers: {
      ...host.answers,
      // An answer that names no connection is about the one that its conversation uses.
      async answer(to, content) {
        const conversation = to.connectionId === undefined && (await host.store.conversation(to.conversationKey));
        const connectionId = conversation ? connectionOf(conversation, services)?.id : to.connectionId;
        return host.answers.answer({ ...to, ...(connectionId === undefined ? {} : { connectionId }) }, content);
      },
    },
    roles: {
      ...host.roles,
      of: async (person, id, call) => (mayReach(id) ? host.roles.of(person, id, call) : 'viewer'),
    },
  };
  return services;
}

function tenantConnections(tenantId: string, all: Connections, mine: (id: string) => string): Connections {
  return {
    visible: (asked) => (asked === tenantId ? all.visible(tenantId) : []),
    reading: (id) => all.reading(mine(id)),
    client: (id) => amongOwn(tenantId, all.client(mine(id))),
    status: (id) => all.status(mine(id)),
    entities: async (id, call) => all.entities(mine(id), call),
    pollSoon: (id) => all.pollSoon(mine(id)),
  };
}

function tenantPeople(tenantId: string, people: PeopleMemory, mine: (id: string) => string): PeopleMemory {
  return {
    keep: (list) => people.keep({ ...list, connectionId: mine(list.connectionId) }),
    kept(id) {
      const list = people.kept(id);
      return list && tenantOfKey(list.conversationKey) === tenantId ? list : undefined;
    },
    membershipsOf: (connectionId, customerId) => people.membershipsOf(mine(connectionId), customerId),
  };
}

/** A connection may serve several tenants: who else uses up its calls is theirs to know. */
function amongOwn(tenantId: string, client: InsightsClient): InsightsClient {
  return {
    ...client,
    budget() {
      const view = client.budget();
      const people = Object.entries(view.usedByPerson).filter(([person]) => person.startsWith(`${tenantId}/`));
      return { ...view, usedByPerson: Object.fromEntries(people) };
    },
  };
}

/** Ids in buttons are guessed sooner or later. A connection's state stays readable: who leaves must be let go. */
function tenantStore(tenantId: string, store: Store, mine: (id: string) => string): Store {
  const isOwn = (key: ConversationKey) => tenantOfKey(key) === tenantId;
  const own = <T extends { conversationKey: ConversationKey }>(one: T | undefined) =>
    one && isOwn(one.conversationKey) ? one : undefined;
  const narrowed: Partial<Store> = {
    conversation: async (key) => (isOwn(key) ? store.conversation(key) : undefined),
    conversations: async () => (await store.conversations()).filter((one) => one.tenantId === tenantId),
    subscription: async (id) => own(await store.subscription(id)),
    subscriptions: async (filter) => (await store.subscriptions(filter)).filter(own),
    message: async (id) => own(await store.message(id)),
    alert: async (id) => own(await store.alert(id)),
    delivery: async (id) => own(await store.delivery(id)),
    deliveryCounts: () => store.deliveryCounts(tenantId),
    evaluations: async (id, ...rest) => store.evaluations(mine(id), ...rest),
  };
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(narrowed, name) ?? Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
