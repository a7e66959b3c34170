import { z } from 'zod';
import { type Content, readBotActivity } from './bot-activity.js';
import {
  activityNotFound,
  badArgument,
  badSyntax,
  conversationNotFound,
  forbidden,
  type Reply,
} from './connector-reply.js';
import type { DeskEvents } from './events.js';
import type { DeskMessage, Feed } from './feed.js';
import type { Place, World } from './world.js';

export interface Tenant {
  world: World;
  feed: Feed;
  events: DeskEvents;
}

const createSchema = z.looseObject({
  activity: z.unknown().optional(),
  members: z.array(z.looseObject({ id: z.string() })).nullish(),
  channelData: z.looseObject({ channel: z.looseObject({ id: z.string() }).nullish() }).nullish(),
});

/** The thread named behind a conversation id. */
export function threadOf(conversationId: string): string | undefined {
  return conversationId.split(';messageid=')[1];
}

/** Posts what the bot sent. The conversation id alone decides where it lands (Teams reference 2.2). */
export function post(tenant: Tenant, place: Place, thread: string | undefined, body: unknown): Reply {
  const { world, feed, events } = tenant;
  const rootId = place.type === 'channel' ? thread : undefined;
  if (rootId !== undefined && feed.get(rootId)?.conversationId !== place.id) return conversationNotFound;
  const activity = readBotActivity(body);
  if (activity.kind === 'refused') return badSyntax(activity.reason);
  const inThread = rootId === undefined ? {} : { rootId };
  if (activity.kind === 'typing') {
    events.emit({ type: 'typing', conversationId: place.id, ...inThread });
    return { status: 202, body: {} };
  }
  const replyToId = activity.replyToId === undefined ? {} : { replyToId: activity.replyToId };
  if (asksForFile(activity.parts) && place.type !== 'personal') return filesInPersonalChats;
  const from = { ...world.bot, bot: true };
  const posted = activity.parts.map((part) =>
    feed.add({ conversationId: place.id, from, ...inThread, ...replyToId }, part),
  );
  return posted.length === 1 && posted[0] ? { status: 201, body: { id: posted[0].id } } : { status: 202, body: {} };
}

export function update(tenant: Tenant, place: Place, activityId: string, body: unknown): Reply {
  const message = ownMessage(tenant, place, activityId);
  if ('status' in message) return message;
  const activity = readBotActivity(body);
  if (activity.kind === 'refused') return badSyntax(activity.reason);
  // What Teams makes of a split message here is not documented, so nobody may rely on it.
  if (activity.kind === 'typing' || activity.parts.length > 1) return badSyntax('An update is one message.');
  if (asksForFile(activity.parts) && place.type !== 'personal') return filesInPersonalChats;
  tenant.feed.edit(message.id, activity.parts[0]);
  return { status: 200, body: { id: message.id } };
}

export function remove(tenant: Tenant, place: Place, activityId: string): Reply {
  const message = ownMessage(tenant, place, activityId);
  if ('status' in message) return message;
  tenant.feed.remove(message.id);
  return { status: 200, body: {} };
}

const filesInPersonalChats = badArgument('Bots offer files in personal chats only.');

function asksForFile(parts: readonly Content[]): boolean {
  return parts.some((part) => part.file?.kind === 'consent');
}

/** A bot may change its own messages alone; for those of people it gets 403 (Teams reference 1.6). */
function ownMessage(tenant: Tenant, place: Place, activityId: string): DeskMessage | Reply {
  const message = tenant.feed.get(activityId);
  if (!message || message.conversationId !== place.id || message.deleted) return activityNotFound;
  return message.from.bot ? message : forbidden('BotNotInConversationRoster');
}

/** A new thread in a channel, or the chat with one person. A bot cannot make group chats (Teams reference 2.1). */
export function create(tenant: Tenant, body: unknown): Reply {
  const parsed = createSchema.safeParse(body);
  if (!parsed.success) return badSyntax('The body is no conversation.');
  const { activity, members, channelData } = parsed.data;
  const channelId = channelData?.channel?.id;
  if (channelId !== undefined) return createThread(tenant, channelId, activity);
  if (members?.length !== 1 || !members[0]) return badArgument('A bot can create chats with one person only.');
  const { world } = tenant;
  const person = world.person(members[0].id);
  if (!person) return badArgument('The member is not known in this tenant.');
  const place = world.personalChat(person);
  if (!world.all().some((one) => one.installed && one.memberIds.includes(person.id))) {
    return forbidden('BotNotInConversationRoster');
  }
  if (!place.installed) {
    world.setInstalled(place, true);
    tenant.events.emit({ type: 'places' });
  }
  if (activity === undefined) return { status: 201, body: { id: place.id } };
  const posted = post(tenant, place, undefined, activity);
  if (posted.status >= 300) return posted;
  return { status: 201, body: { id: place.id, ...activityIdOf(posted) } };
}

function createThread(tenant: Tenant, channelId: string, activity: unknown): Reply {
  const place = tenant.world.place(channelId);
  if (place?.type !== 'channel') return conversationNotFound;
  if (!place.installed) return forbidden('BotNotInConversationRoster');
  const posted = post(tenant, place, undefined, activity);
  const id = activityIdOf(posted);
  if (!id.activityId) return posted;
  return { status: 201, body: { id: `${place.id};messageid=${id.activityId}`, ...id } };
}

function activityIdOf(reply: Reply): { activityId?: string } {
  const parsed = z.object({ id: z.string() }).safeParse(reply.body);
  return parsed.success ? { activityId: parsed.data.id } : {};
}
