import { type Conversation, type Person, plainConversationId, threadOf } from '../../src/model/conversation.js';
import { channelTypeOf, clientOf, type InboundActivity } from '../activity.js';
import { personKey } from '../asking.js';
import { keyOf, refreshed, remember, sameTeam } from '../conversations.js';
import { personOf } from '../message-text.js';
import type { BotServices } from '../services.js';
import { connectionOf, type Turn } from '../turn.js';

interface Guest {
  turn: Turn;
  /** The same, but personal fields are shown only where it is certain that nobody else reads what is inserted. */
  services: BotServices;
}

/**
 * The turn of a person who uses the messaging extension, or a card that was inserted by it. That proves nothing about
 * the bot: it may not be in the conversation, so nothing is stored or revived. Where it is not, the settings of the
 * person's own chat with the bot apply, and those of the product where there is none. `wanted` is the connection that
 * an inserted card is about. Undefined when nobody is named as the author.
 */
export async function guestOf(
  activity: InboundActivity,
  wanted: string | undefined,
  services: BotServices,
): Promise<Guest | undefined> {
  if (!activity.from) return undefined;
  const person = personOf(activity.from);
  const known = (await services.store.conversation(keyOf(activity))) ?? (await channelOfTeam(activity, services));
  const isHere = known?.installed === true && !known.suspended;
  const settled = known ?? (await ownChat(person, services));
  const chosen = known ?? { ...refreshed(undefined, activity, services.clock.now()), ...settingsOf(settled) };
  const isOwn = known?.type === 'personal' && isSame(known.user, person) && !known.id.startsWith('19:');
  // A chat of two people is called personal as well.
  const type = chosen.type === 'personal' && !isOwn ? 'groupChat' : chosen.type;
  const conversation: Conversation = { ...chosen, type, ...usable(wanted, chosen, services) };
  const connection = connectionOf(conversation, services);
  const threadId = threadOf(activity.conversation.id);
  const turn: Turn = {
    conversation,
    person,
    people: [],
    client: clientOf(activity),
    locale: conversation.locale ?? services.defaults.locale,
    channelType: channelTypeOf(activity),
    ...(threadId ? { threadId } : {}),
    ...(connection ? { connectionId: connection.id } : {}),
    ...(isHere ? {} : { absent: true as const }),
  };
  services.names.met(personKey(turn), person.name);
  // What is found in the box above Teams can be taken anywhere.
  const isAnywhere = activity.channelData?.source?.name?.toLowerCase() === 'commandbox';
  const shows = (one: Conversation) => !isAnywhere && services.showsPersonalData(one);
  return { turn, services: { ...services, showsPersonalData: shows } };
}

/** A channel that was silent until now, of a team that the bot is in: it is in that channel as well, and remembers it. */
async function channelOfTeam(activity: InboundActivity, services: BotServices): Promise<Conversation | undefined> {
  const isChannel = activity.channelData?.channel?.id === plainConversationId(activity.conversation.id);
  if (!isChannel || channelTypeOf(activity) !== 'standard') return undefined;
  const team = await sameTeam(activity, services);
  const isIn = team.some(({ type, installed, suspended }) => type === 'channel' && installed && !suspended);
  return isIn ? remember(activity, true, services) : undefined;
}

/** The chat of a person with the bot, where there is one. */
export async function ownChat(person: Person, services: BotServices): Promise<Conversation | undefined> {
  const all = await services.store.conversations();
  return all.find((one) => one.type === 'personal' && isSame(one.user, person));
}

function isSame(one: Person | undefined, other: Person): boolean {
  if (!one) return false;
  return one.aadObjectId !== undefined ? one.aadObjectId === other.aadObjectId : one.id === other.id;
}

function settingsOf(from: Conversation | undefined): Partial<Conversation> {
  return {
    ...(from?.locale ? { locale: from.locale } : {}),
    ...(from?.timeZone ? { timeZone: from.timeZone } : {}),
    ...(from?.connectionId ? { connectionId: from.connectionId } : {}),
  };
}

function usable(wanted: string | undefined, { tenantId }: Conversation, services: BotServices) {
  const found = services.connections.visible(tenantId).find((one) => one.id === wanted);
  return found ? { connectionId: found.id } : {};
}
