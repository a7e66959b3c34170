import { asHeraldError } from '../src/base/errors.js';
import type { CallOptions, Lane } from '../src/insights/port.js';
import type { CardContent } from '../src/model/card-content.js';
import type { Cost } from '../src/model/cost.js';
import { failureContent } from './failure.js';
import type { BotServices } from './services.js';
import { placeOf, type Turn } from './turn.js';

/** Whoever is told when the turn comes gets it, also at the end of a long queue. What fails ends much sooner. */
const patienceMs = 600_000;

export interface Question {
  connectionId: string;
  lane: Lane;
  /** The line that is answered, in its canonical form: shown while its turn is awaited. */
  command: string;
}

export interface Asking {
  /** For every call that is made to answer. */
  call: CallOptions;
  /** What it took so far. `readAtMs`: when the oldest part of the answer was read, epoch ms. */
  cost(readAtMs?: number): Cost;
}

/**
 * Answers a question that needs calls. Where a call has to wait for its slot, a card says at once when the turn comes,
 * and the answer, or what went wrong, takes its place; then there is nothing left to post and the result is undefined.
 * Throws what `work` throws while no card stands.
 */
export async function ask(
  { connectionId, lane, command }: Question,
  turn: Turn,
  services: BotServices,
  work: (asking: Asking) => Promise<CardContent>,
): Promise<CardContent | undefined> {
  let calls = 0;
  /** The card that stands, if any. Never rejects. */
  let card: Promise<string | undefined> = Promise.resolve(undefined);
  const asking: Asking = {
    call: {
      lane,
      deadlineMs: patienceMs,
      person: personKey(turn),
      onCall: () => {
        calls += 1;
      },
      onWait: (ms) => {
        const turnAtMs = services.clock.now() + ms;
        card = showWait(card, { situation: 'waiting', turnAtMs, command }, turn, services);
      },
    },
    cost: (readAtMs) => ({
      calls,
      limit: services.connections.client(connectionId).budget().limit,
      ...(readAtMs === undefined ? {} : { readAtMs }),
    }),
  };
  let content: CardContent;
  try {
    content = await work(asking);
  } catch (thrown) {
    if ((await card) === undefined) throw thrown;
    content = whatInstead(thrown, command, services);
  }
  const standing = await card;
  if (standing === undefined) return content;
  await services.answers.edit(standing, content);
  return undefined;
}

/** One card, however often there is something to wait for. Without it the answer still comes, as a post. */
async function showWait(
  earlier: Promise<string | undefined>,
  content: CardContent,
  turn: Turn,
  services: BotServices,
): Promise<string | undefined> {
  const standing = await earlier;
  try {
    if (standing === undefined) return (await services.answers.answer(placeOf(turn), content)).id;
    await services.answers.edit(standing, content);
  } catch (thrown) {
    services.log.warn({ err: asHeraldError(thrown) }, 'somebody could not be told to wait');
  }
  return standing;
}

/** Whoever waits when the product stops can ask again with a button when it is back. */
function whatInstead(thrown: unknown, command: string, services: BotServices): CardContent {
  return asHeraldError(thrown).code === 'budget-closed'
    ? { situation: 'interrupted', command }
    : failureContent(thrown, services);
}

/** The same for the same person, whatever conversation is used; people of different tenants never share one. */
export function personKey({ conversation, person }: Turn): string {
  return `${conversation.tenantId}/${person.aadObjectId ?? person.id}`;
}
