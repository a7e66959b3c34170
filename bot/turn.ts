import { type Doer, writeAudit } from '../src/alerts/by-person.js';
import type { AnswerPlace } from '../src/delivery/answer.js';
import type { RenderContext } from '../src/delivery/render.js';
import type { CardContent, Refusal } from '../src/model/card-content.js';
import { instanceNameOf } from '../src/model/connection.js';
import type { Conversation, Person } from '../src/model/conversation.js';
import type { BotServices } from './services.js';

/** Who is talking, and where: all that a command or a card action needs to know of the activity. */
export interface Turn {
  conversation: Conversation;
  /** Root message id of the thread it was said in. */
  threadId?: string;
  /** Channels alone; standard unless Teams says otherwise. */
  channelType: 'standard' | 'private' | 'shared';
  person: Person;
  /** People mentioned besides the bot. */
  people: Person[];
  client: { locale?: string; timeZone?: string };
  /** The language of this conversation. */
  locale: string;
  /** What the conversation used when this was said; absent where its tenant may use none. */
  connectionId?: string;
  /** The bot is not in this conversation: nothing can be posted or kept there, and a card has to name its environment. */
  absent?: true;
}

/** A card action may also change the card it was pressed on, for whoever pressed it. */
export interface Reply {
  /** Posted where the turn came from. */
  post?: CardContent;
  /** Given back to the card at once. Where the client cannot show it there it is posted, unless `post` is there. */
  inPlace?: CardContent;
  /** A message of ours whose card, as it is now, is given back at once. Everybody else gets its edit. */
  shows?: string;
  /** Told to the person who pressed; posted where the client cannot tell. */
  aside?: Refusal;
  /** The connection that the cards tell about, where it is not the turn's. */
  connectionId?: string;
}

/** Where answers to this turn go. */
export function placeOf({ conversation, threadId, connectionId }: Turn): AnswerPlace {
  return {
    conversationKey: conversation.key,
    ...(threadId ? { threadId } : {}),
    ...(connectionId === undefined ? {} : { connectionId }),
  };
}

/** The same turn about another connection of its tenant. */
export function turnOn(connectionId: string, turn: Turn): Turn {
  return { ...turn, connectionId, conversation: { ...turn.conversation, connectionId } };
}

/** The turn, about the connection that the reply's cards tell about. */
export function aboutOf({ connectionId }: Reply, turn: Turn): Turn {
  return connectionId === undefined ? turn : turnOn(connectionId, turn);
}

/** In whose words a card is written that is given back at once. */
export function renderContextOf(turn: Turn, services: BotServices): RenderContext {
  const { conversation, locale, connectionId, absent } = turn;
  const usable = services.connections.visible(conversation.tenantId);
  const instanceName = absent
    ? usable.find((one) => one.id === connectionId)?.name
    : instanceNameOf(usable, connectionId);
  return {
    locale,
    timeZone: conversation.timeZone ?? services.defaults.timeZone,
    nowMs: services.clock.now(),
    ...(instanceName === undefined ? {} : { instanceName }),
  };
}

export async function post(turn: Turn, content: CardContent, services: BotServices): Promise<void> {
  await services.answers.answer(placeOf(turn), content);
}

/** The connection this conversation uses, looked up anew: what a tenant may use can change between two starts. */
export function connectionOf(conversation: Conversation, services: BotServices) {
  const visible = services.connections.visible(conversation.tenantId);
  return visible.find((connection) => connection.id === conversation.connectionId) ?? visible[0];
}

/** Whoever is talking, as the one who changes something here. */
export function doerOf(turn: Turn, { store, clock, wake }: BotServices): Doer {
  return { store, person: turn.person, conversationKey: turn.conversation.key, nowMs: clock.now(), wake };
}

export function audit(turn: Turn, action: string, facts: Record<string, string>, services: BotServices): Promise<void> {
  return writeAudit(doerOf(turn, services), action, facts);
}
