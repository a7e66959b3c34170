import type { Clock } from '../base/clock.js';
import { HeraldError } from '../base/errors.js';
import type { MemberRequest, SendOutcome } from '../delivery/sender.js';
import type { Conversation } from '../model/conversation.js';

/** How long an answer of Teams is kept, ms: who left sees the board no longer than this. */
const memberMs = 5 * 60_000;
const strangerMs = 30_000;
const mostKept = 10_000;

interface Answer {
  atMs: number;
  /** `29:...`; absent: no member. */
  id?: string;
}

/**
 * Who is in which conversation, as Teams says. Questions at the same time share one request. `of` gives the Teams id
 * of a member, undefined for a stranger; throws `membership-unknown` where Teams does not say.
 */
export function createMembers(deps: { ask(request: MemberRequest): Promise<SendOutcome>; clock: Clock }) {
  const { clock } = deps;
  const answers = new Map<string, Answer>();
  const asking = new Map<string, Promise<Answer>>();

  async function ask(conversation: Conversation, objectId: string): Promise<Answer> {
    const { serviceUrl, tenantId, id } = conversation;
    const target = { serviceUrl, tenantId, conversationId: id };
    const outcome = await deps.ask({ kind: 'member', target, memberId: objectId });
    const atMs = clock.monotonic();
    if (outcome.result === 'sent') return { atMs, id: outcome.activityId ?? objectId };
    const isStranger = outcome.result === 'gone' || (outcome.result === 'refused' && outcome.status === 404);
    if (isStranger) return { atMs };
    throw new HeraldError('membership-unknown', { message: `members: ${outcome.result}` });
  }

  return {
    async of(conversation: Conversation, objectId: string): Promise<string | undefined> {
      const key = JSON.stringify([conversation.key, objectId]);
      const known = answers.get(key);
      const keptMs = known?.id === undefined ? strangerMs : memberMs;
      if (known && clock.monotonic() - known.atMs < keptMs) return known.id;
      const question = asking.get(key) ?? ask(conversation, objectId).finally(() => asking.delete(key));
      asking.set(key, question);
      const answer = await question;
      answers.delete(key);
      answers.set(key, answer);
      const [oldest] = answers.keys();
      if (answers.size > mostKept && oldest !== undefined) answers.delete(oldest);
      return answer.id;
    },
  };
}

export type Members = ReturnType<typeof createMembers>;
