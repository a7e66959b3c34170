import { connectionOf } from '../turn.js';
import { noConnection } from './look-up.js';
import type { CommandSpec } from './spec.js';

/** Runs, poll health and ages, from what is known already: it costs no call. */
export const status: CommandSpec<'status'> = {
  name: 'status',
  usage: 'status',
  descriptionKey: 'help.status',
  examples: ['status'],
  menu: true,
  async run(_command, turn, services) {
    const connection = connectionOf(turn.conversation, services);
    if (!connection) return noConnection();
    const facts = await services.connections.status(connection.id);
    const lastPostAtMs = await services.store.lastPostAtMs(turn.conversation.key);
    return { situation: 'status', status: { ...facts, ...(lastPostAtMs === undefined ? {} : { lastPostAtMs }) } };
  },
};
