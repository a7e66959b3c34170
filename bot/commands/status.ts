import { isLive } from '../../src/model/alert.js';
import { connectionOf } from '../turn.js';
import { subscriptionsOf } from './list.js';
import { noConnection } from './look-up.js';
import { bare, type Command, type CommandSpec } from './spec.js';

/** Runs, poll health and ages, from what is known already: it costs no call. */
export const status: CommandSpec<Command<'status'>> = {
  ...bare('status'),
  words: ['status', 'күй'],
  usage: 'status',
  descriptionKey: 'help.status',
  examples: ['status'],
  async run(_command, turn, services) {
    const connection = connectionOf(turn.conversation, services);
    if (!connection) return noConnection();
    const facts = services.connections.status(connection.id);
    const { store } = services;
    const { key } = turn.conversation;
    const [lastPostAtMs, here, { alerts }, counts, conversations] = await Promise.all([
      store.lastPostAtMs(key),
      subscriptionsOf(turn.conversation, services),
      store.connectionState(connection.id),
      store.deliveryCounts(),
      store.conversations(),
    ]);
    const status = {
      ...facts,
      deliveries: {
        waiting: counts.owed + counts['in-flight'],
        ambiguous: counts.ambiguous,
        failed: counts.failed,
        suspendedConversations: conversations.filter((one) => one.suspended).length,
      },
      // What others watch is theirs to know, and these numbers must be those of the list.
      subscriptions: here.length,
      openAlerts: alerts.filter((alert) => isLive(alert) && alert.conversationKey === key).length,
      ...(lastPostAtMs === undefined ? {} : { lastPostAtMs }),
    };
    return { situation: 'status', status };
  },
};
