/** `tenant/conversation`, the plain conversation id without `;messageid=`. */
export type ConversationKey = string;

export interface Person {
  /** `29:...`, specific to this bot. */
  id: string;
  aadObjectId?: string;
  name: string;
}

export interface DigestSettings {
  /** Local time `hh:mm`; absent: 08:00. */
  at?: string;
  off?: true;
  /** What was due before this is not made up for. */
  changedAtMs: number;
}

/** A place in Teams that talked to us or that we may talk to. Stored with a schema version. */
export interface Conversation {
  v: 1;
  key: ConversationKey;
  tenantId: string;
  /** Plain id: without `;messageid=`. */
  id: string;
  type: 'personal' | 'groupChat' | 'channel';
  name?: string;
  /** Channels: the team's id and name where Teams told them. */
  team?: { id: string; name?: string };
  /** Personal chats: whose it is. */
  user?: Person;
  serviceUrl: string;
  botId: string;
  botName?: string;
  /** BCP 47 tag chosen by `language`; absent: the default. */
  locale?: string;
  /** IANA zone chosen by `timezone`; absent: the default. */
  timeZone?: string;
  /** The connection this conversation uses; absent: the first one its tenant may use. */
  connectionId?: string;
  /** The daily digest; absent: at 08:00. */
  digest?: DigestSettings;
  installed: boolean;
  /** Greeted after it was added; a removal clears it. */
  greeted?: true;
  /** Set while Teams refuses our posts; the next install or message clears it. */
  suspended?: { reason: string; atMs: number };
  /** The next subscription number. Numbers are never reused. */
  nextNumber: number;
  lastInboundAtMs: number;
}

export function conversationKey(tenantId: string, conversationId: string): ConversationKey {
  return `${tenantId}/${plainConversationId(conversationId)}`;
}

/** Teams marks a thread by `;messageid=<root>` behind the channel's id (Teams reference 1.1). */
export function plainConversationId(conversationId: string): string {
  return conversationId.split(';messageid=')[0] ?? conversationId;
}

/** Tenant ids hold no slash. */
export function tenantOfKey(key: ConversationKey): string {
  return key.split('/')[0] ?? '';
}

export function threadOf(conversationId: string): string | undefined {
  return conversationId.split(';messageid=')[1];
}
