import { z } from 'zod';
import { HeraldError } from '../../src/base/errors.js';
import { newId } from '../../src/base/ids.js';
import { isWordKey, say } from '../../src/delivery/words.js';
import type { CardContent, Refusal } from '../../src/model/card-content.js';
import type { FileContent } from '../../src/model/content/file.js';
import type { Message } from '../../src/model/message.js';
import type { HttpReply } from '../../src/server/route.js';
import { runAction } from '../actions/index.js';
import { parseCommand } from '../commands/index.js';
import { invokeCard, invokeText } from '../invoke.js';
import type { BotServices } from '../services.js';
import { aboutOf, type Reply, renderContextOf, type Turn } from '../turn.js';
import { inTime } from './in-time.js';
import { asInserted } from './inserted-card.js';

const name = 'adaptiveCard/action';
const words = (text: string) => invokeText(name, text);

/** For drawing the card once the time is over, ms. */
const marginMs = 300;
/** Commands that only look: their answer takes the card's place for whoever pressed. */
const looks = new Set([
  'segment',
  'measure',
  'segments',
  'measures',
  'sources',
  'runs',
  'search',
  'customer',
  'activities',
  'help',
]);
/** Buttons that turn a page do the same. */
const leafs = new Set(['leaf', 'objects-page', 'items-page']);
const line = z.looseObject({ command: z.string() });

/** Whether the answer takes the place of the inserted card, which nobody could edit. */
export function onlyLooks({ verb, data }: { verb: string; data: unknown }): boolean {
  if (leafs.has(verb)) return true;
  const parsed = line.safeParse(data);
  if (verb !== 'run' || !parsed.success) return false;
  const command = parseCommand(parsed.data.command);
  return command.ok && looks.has(command.value.name);
}

/**
 * The answer to a button of an inserted card that only looks, given back in the invoke: nothing is posted, since the bot
 * may not be in the conversation and cannot edit what is not its own.
 */
export function lookedUp(
  action: { verb: string; data: unknown },
  turn: Turn,
  services: BotServices,
): Promise<HttpReply> {
  return inTime(
    async ({ call: { signal, onWait }, leftMs }) => {
      const told = (ms: number) => onWait?.(ms);
      const held = holding(services, told);
      const own: BotServices = { ...services, answers: held.answers, onWait: told, ...(signal ? { signal } : {}) };
      const done = new AbortController();
      // What follows an answer is left out where it takes too long.
      const late = services.clock.sleep(leftMs() - marginMs, done.signal).then((): Reply => ({}));
      const reply = await Promise.race([runAction(action.verb, action.data, turn, own), late]);
      done.abort();
      return shown(reply, held.last(), turn, services);
    },
    words,
    turn,
    services,
  );
}

function shown(reply: Reply, held: CardContent | undefined, turn: Turn, services: BotServices): HttpReply {
  if (reply.aside) return words(asideWords(reply.aside, turn));
  const content = reply.post ?? reply.inPlace ?? held;
  if (!content || isTooLate(content)) {
    throw new HeraldError('budget-deadline', { message: 'an inserted card cannot wait' });
  }
  const about = aboutOf(reply, turn);
  const { card } = services.render(settled(content), renderContextOf(about, services));
  return invokeCard(about.connectionId === undefined ? card : asInserted(card, about.connectionId));
}

export function asideWords(aside: Refusal, turn: Turn): string {
  const key = `refusal.${aside.key}`;
  return say(turn.locale, isWordKey(key) ? key : 'invoke.unreadable', aside.facts);
}

function isTooLate(content: CardContent): boolean {
  return content.situation === 'error' && content.code === 'budget-deadline';
}

/** This copy is not edited any more, so nothing on it is still being looked up. */
function settled(content: CardContent): CardContent {
  if (content.situation !== 'profile') return content;
  const { checking: _, ...segments } = content.segments;
  return { ...content, segments };
}

/** Takes what would be posted, and gives the last of it. That somebody has to wait is no answer: it is told. */
function holding({ clock }: BotServices, onWait: (ms: number) => void) {
  let last: CardContent | undefined;
  const take = (content: CardContent | FileContent) => {
    if (content.situation === 'waiting') onWait(content.turnAtMs - clock.now());
    else if (content.situation !== 'file-consent' && content.situation !== 'file-sent') last = content;
  };
  const answers: BotServices['answers'] = {
    async answer({ conversationKey }, content): Promise<Message> {
      take(content);
      const subject = { kind: 'card' as const, content: content as CardContent };
      return { v: 1, id: newId(), conversationKey, subject, version: 1, sentVersion: 0, createdAtMs: clock.now() };
    },
    async edit(_messageId, content) {
      take(content);
    },
  };
  return { answers, last: () => last };
}
