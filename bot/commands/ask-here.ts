import type { CardContent } from '../../src/model/card-content.js';
import { type Asking, ask } from '../asking.js';
import type { BotServices } from '../services.js';
import { connectionOf, type Turn } from '../turn.js';
import { noConnection } from './look-up.js';

/** Answers a typed line by calls to the environment that the conversation uses; `line` is its canonical form. */
export async function askHere(
  line: string,
  turn: Turn,
  services: BotServices,
  work: (connectionId: string, asking: Asking) => Promise<CardContent>,
): Promise<CardContent | undefined> {
  const connection = connectionOf(turn.conversation, services);
  if (!connection) return noConnection();
  const question = { connectionId: connection.id, lane: 'chat', command: line } as const;
  return ask(question, turn, services, (asking) => work(connection.id, asking));
}
