import { asHeraldError } from '../src/base/errors.js';
import type { CallOptions, Lane } from '../src/insights/port.js';
import type { CardContent } from '../src/model/card-content.js';
import type { Cost } from '../src/model/cost.js';
import type { BotServices } from './services.js';
import { placeOf, type Turn } from './turn.js';
import { createWaiting } from './waiting.js';

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
  /**
   * Makes what takes the answer's place a little later: for a part that nobody should wait for. Where it fails the
   * answer stays as it is.
   */
  follow(more: () => Promise<CardContent>): void;
}

/**
 * Answers a question that needs calls. Where a call has to wait for its slot, a card says at once when the turn comes,
 * and the answer, or what went wrong, takes its place; then there is nothing left to post and the result is undefined.
 * So it is where something follows the answer. Throws what `work` throws while no card stands.
 */
export async function ask(
  { connectionId, lane, command }: Question,
  turn: Turn,
  services: BotServices,
  work: (asking: Asking) => Promise<CardContent>,
): Promise<CardContent | undefined> {
  let calls = 0;
  let more: (() => Promise<CardContent>) | undefined;
  const waiting = createWaiting(turn, services, { command });
  const asking: Asking = {
    call: {
      lane,
      deadlineMs: patienceMs,
      person: personKey(turn),
      onCall: () => {
        calls += 1;
      },
      onWait: waiting.onWait,
      ...(services.signal ? { signal: services.signal } : {}),
    },
    cost: (readAtMs) => ({
      calls,
      limit: services.connections.client(connectionId).budget().limit,
      ...(readAtMs === undefined ? {} : { readAtMs }),
    }),
    follow: (make) => {
      more = make;
    },
  };
  const answer = await waiting.guard(() => work(asking));
  if (!answer) return undefined;
  const content = withCost(answer, asking.cost());
  const shown = await waiting.settle(content);
  if (!more) return shown === undefined ? content : undefined;
  const id = shown ?? (await services.answers.answer(placeOf(turn), content)).id;
  try {
    await services.answers.edit(id, await more());
  } catch (thrown) {
    services.log.warn({ err: asHeraldError(thrown) }, 'an answer could not be completed');
  }
  return undefined;
}

/** What was spent is told also where it only found out that the answer is no, and where it started something. */
function withCost(content: CardContent, cost: Cost): CardContent {
  const { situation } = content;
  return (situation === 'refusal' || situation === 'run') && cost.calls > 0 ? { ...content, cost } : content;
}

/** The same for the same person, whatever conversation is used; people of different tenants never share one. */
export function personKey({ conversation, person }: Turn): string {
  return `${conversation.tenantId}/${person.aadObjectId ?? person.id}`;
}
