import { type Conversation, conversationKey, plainConversationId } from '../src/model/conversation.js';
import { type InboundActivity, tenantsOf } from './activity.js';
import { personOf } from './message-text.js';
import type { BotServices } from './services.js';

/** A conversation that talks every second must not write every second. */
const restMs = 10 * 60_000;

export function keyOf(activity: InboundActivity): string {
  return conversationKey(tenantsOf(activity)[0] ?? '', activity.conversation.id);
}

function typeOf(activity: InboundActivity): Conversation['type'] {
  const { id, conversationType } = activity.conversation;
  if (conversationType) return conversationType;
  if (/@thread\.(?:tacv2|skype)/.test(id)) return 'channel';
  return id.startsWith('19:') ? 'groupChat' : 'personal';
}

/** The record as this activity makes it. What people have set stays. Pure. */
export function refreshed(now: Conversation | undefined, activity: InboundActivity, nowMs: number): Conversation {
  const { team, channel } = activity.channelData ?? {};
  const type = typeOf(activity);
  const name = (type === 'channel' ? channel?.name : activity.conversation.name) ?? now?.name;
  const teamName = team?.name ?? (team?.id === now?.team?.id ? now?.team?.name : undefined);
  const botName = activity.recipient?.name ?? now?.botName;
  return {
    ...(now ?? { v: 1, installed: false, nextNumber: 1 }),
    key: keyOf(activity),
    tenantId: tenantsOf(activity)[0] ?? '',
    id: plainConversationId(activity.conversation.id),
    type,
    serviceUrl: activity.serviceUrl,
    botId: activity.recipient?.id ?? now?.botId ?? '',
    lastInboundAtMs: nowMs,
    ...(name === undefined ? {} : { name }),
    ...(botName === undefined ? {} : { botName }),
    ...(type === 'personal' && activity.from ? { user: personOf(activity.from) } : {}),
    ...(team ? { team: { id: team.id, ...(teamName === undefined ? {} : { name: teamName }) } } : {}),
  };
}

/**
 * Keeps the record true to what the activity tells, its service URL above all. `talks`: a person used the bot here,
 * which proves that it is installed, and that Teams takes our posts again.
 */
export async function remember(
  activity: InboundActivity,
  talks: boolean,
  services: BotServices,
): Promise<Conversation> {
  const nowMs = services.clock.now();
  const key = keyOf(activity);
  const change = (now: Conversation | undefined) => {
    const next = refreshed(now, activity, nowMs);
    return talks ? { ...next, installed: true } : next;
  };
  const known = await services.store.conversation(key);
  if (known && !known.suspended && unchanged(known, change(known))) return known;
  const saved = await services.store.saveConversation(key, change);
  if (!talks || !saved.suspended) return saved;
  await services.revive(key);
  return (await services.store.conversation(key)) ?? saved;
}

function unchanged(known: Conversation, next: Conversation): boolean {
  const rested = next.lastInboundAtMs - known.lastInboundAtMs < restMs;
  const still = { ...next, lastInboundAtMs: known.lastInboundAtMs };
  const fields = (one: Conversation) => JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  return rested && fields(still) === fields(known);
}

/** An app is added to a team as a whole: what holds for one channel holds for all we know of. */
export async function sameTeam(activity: InboundActivity, services: BotServices): Promise<Conversation[]> {
  const team = activity.channelData?.team?.id;
  const tenants = tenantsOf(activity);
  if (!team) return [];
  const all = await services.store.conversations();
  return all.filter((known) => known.team?.id === team && tenants.includes(known.tenantId));
}
