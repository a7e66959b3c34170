import type { CardContent } from '../../src/model/card-content.js';
import { type Asking, ask } from '../asking.js';
import { noConnection, refuse } from '../commands/look-up.js';
import type { BotServices } from '../services.js';
import { audit, connectionOf, type Turn } from '../turn.js';
import { type Desk, openDesk } from './desk.js';

/**
 * Answers a question about people of the instance that the conversation uses. `command` may be shown and stored while
 * the answer is awaited, so it holds no words of a search.
 */
export async function askAboutPeople(
  command: string,
  turn: Turn,
  services: BotServices,
  work: (desk: Desk, asking: Asking) => Promise<CardContent>,
): Promise<CardContent | undefined> {
  const connection = connectionOf(turn.conversation, services);
  if (!connection) return noConnection();
  const question = { connectionId: connection.id, lane: 'search' as const, command };
  return ask(question, turn, services, async (asking) => {
    const desk = await openDesk(connection.id, turn, services, asking);
    return desk ? work(desk, asking) : refuse({ key: 'no-profiles' });
  });
}

/** How a person was looked up, and which one it was where it was one. */
export interface LookUp {
  how: 'search' | 'customer' | 'activities' | 'dialog' | 'extension';
  customerId?: string;
  found: number;
}

/**
 * Every look-up is an audit line, written before its answer is shown. The words of a search are left out: they are
 * names and addresses, the audit is kept for 400 days, and it shall tell who looked at whom, not become a second place
 * where people are found by name. For the same reason an id is kept only where it is a customer's.
 */
export async function auditLookUp({ how, customerId, found }: LookUp, desk: Desk): Promise<void> {
  const facts = {
    how,
    connection: desk.connectionId,
    found: String(found),
    masked: desk.masked ? 'yes' : 'no',
    ...(customerId === undefined ? {} : { customerId }),
  };
  await audit(desk.turn, 'look-up', facts, desk.services);
}
