import { say, type WordKey } from '../../src/delivery/words.js';
import type { HttpReply } from '../../src/server/route.js';
import { type Candidate, fold } from '../commands/match.js';
import { sourceCandidate, valueCandidate } from '../commands/objects.js';
import { short } from '../grammar/problem.js';
import type { BotServices } from '../services.js';
import { connectionOf, type Turn } from '../turn.js';
import { type Known, knownOf } from './known.js';
import { type Linked, readLink } from './link-patterns.js';
import { type Place, placeOn } from './search/search.js';
import { sourceFound } from './search/sources.js';
import { valueFound } from './search/values.js';
import { type Found, resultsReply, searchWords } from './wire.js';

/**
 * The card of what an address of the Customer Insights app leads to, or words: they stay with the person who pasted it,
 * a card would go with the message. An environment that the tenant may not use is not told from one that is unknown.
 * Costs no call.
 */
export async function unfolded(address: string, turn: Turn, services: BotServices): Promise<HttpReply> {
  const words = (key: WordKey, facts?: Record<string, string>) => searchWords(say(turn.locale, key, facts));
  const linked = readLink(address, services.linkPatterns);
  if (!linked) return words('extension.link-unreadable');
  const { instanceId } = linked;
  const usable = services.connections.visible(turn.conversation.tenantId);
  const connection =
    instanceId === undefined
      ? connectionOf(turn.conversation, services)
      : usable.find((one) => one.instanceId.toLowerCase() === instanceId);
  if (!connection) return words(instanceId === undefined ? 'refusal.no-connection' : 'extension.link-instance');
  const known = await knownOf(connection.id, services);
  if (!known[`${linked.kind}s`]) return words('extension.unread');
  const found = await foundBehind(linked, known, placeOn(connection.id, turn, services));
  return found ? resultsReply([found]) : words('extension.link-gone', { kind: linked.kind, name: short(linked.name) });
}

async function foundBehind({ kind, name }: Linked, known: Known, at: Place): Promise<Found | undefined> {
  if (kind === 'source') {
    const source = pick(known.sources?.map(sourceCandidate), name);
    return source && sourceFound(source.view, at);
  }
  const views = kind === 'segment' ? known.segments : known.measures;
  const one = pick(
    views?.map((view) => valueCandidate(view)),
    name,
  );
  return one && valueFound(one.view, at);
}

/** By what stays the same when people rename it, else by what they call it. */
function pick<C extends Candidate>(all: readonly C[] | undefined, name: string): C | undefined {
  const wanted = fold(name);
  return (
    all?.find(({ id }) => id === name) ?? all?.find((one) => one.spellings.some((other) => fold(other) === wanted))
  );
}
