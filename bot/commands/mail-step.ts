import { readMailAddress } from '../../src/base/mail-address.js';
import type { Refusal } from '../../src/model/card-content.js';
import { personKey } from '../asking.js';
import { short } from '../grammar/problem.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';

/** A role is looked up while somebody waits, ms. */
const patienceMs = 30_000;

/**
 * Why these addresses may not be written to, the cheapest reason first: no mail server, a foreign domain, and last, as
 * it may cost a call, somebody who is no operator. `line`: the same command with an address of a domain; `without`: a
 * line that needs no e-mail.
 */
export async function refusedMail(
  addresses: readonly string[],
  line: (domain: string) => string,
  without: string,
  connectionId: string,
  turn: Turn,
  services: BotServices,
): Promise<Refusal | undefined> {
  const { mailDomains } = services;
  if (!mailDomains) return { key: 'email-not-set-up', example: without };
  const foreign = addresses.find((one) => !mailDomains.includes(readMailAddress(one)?.domain ?? ''));
  if (foreign !== undefined) {
    const facts = { address: short(foreign), domains: mailDomains.slice(0, 10).join(', ') };
    return { key: 'email-domain', facts, example: line(mailDomains[0] ?? '') };
  }
  return (await isOperator(connectionId, turn, services)) ? undefined : { key: 'email-operators', example: without };
}

export async function isOperator(connectionId: string, turn: Turn, services: BotServices): Promise<boolean> {
  const { onWait } = services;
  const call = {
    lane: 'chat' as const,
    deadlineMs: patienceMs,
    person: personKey(turn),
    ...(onWait ? { onWait } : {}),
  };
  return (await services.roles.of(turn.person, connectionId, call)) === 'operator';
}
