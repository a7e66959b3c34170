import type { CallOptions } from '../src/insights/port.js';
import type { Refusal } from '../src/model/card-content.js';
import type { Person } from '../src/model/conversation.js';
import type { BotServices } from './services.js';
import type { Turn } from './turn.js';

/** More names than these say nothing to a reader. */
const mostNames = 5;

/**
 * Undefined for an operator of the connection; for others the refusal, which says who can. Costs at most one call, for
 * whoever the configuration does not name.
 */
export async function operatorsOnly(
  turn: Turn,
  connectionId: string,
  call: CallOptions,
  services: BotServices,
): Promise<Refusal | undefined> {
  if ((await services.roles.of(turn.person, connectionId, call)) === 'operator') return undefined;
  const names = await knownOperators(turn, connectionId, services);
  return names.length > 0
    ? { key: 'operators-only', facts: { names: names.join(', ') } }
    : { key: 'operators-only-roles' };
}

/** Operators among the people that this conversation has told us of: who is mentioned, and who subscribed here. */
async function knownOperators(turn: Turn, connectionId: string, services: BotServices): Promise<string[]> {
  const subscriptions = await services.store.subscriptions({ conversationKey: turn.conversation.key });
  const people: Person[] = [
    ...turn.people,
    ...subscriptions.flatMap(({ createdBy, mentions }) => [createdBy, ...(mentions ?? [])]),
  ];
  const operators = people.filter((person) => services.roles.isKnownOperator(person, connectionId));
  return [...new Set(operators.map(({ name }) => name).filter((name) => name !== ''))].slice(0, mostNames);
}
