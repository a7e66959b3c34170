import type { ConversationKey } from '../model/conversation.js';

/** Where something is told: a conversation, or one thread of it. */
export interface Place {
  conversationKey: ConversationKey;
  threadId?: string;
}

export function placeOf(from: Place): Place {
  const { conversationKey, threadId } = from;
  return threadId === undefined ? { conversationKey } : { conversationKey, threadId };
}

export function placeKey(place: Place): string {
  return place.threadId === undefined ? place.conversationKey : `${place.conversationKey};${place.threadId}`;
}

export function samePlace(a: Place, b: Place): boolean {
  return a.conversationKey === b.conversationKey && a.threadId === b.threadId;
}

/** Things of one place together, in the order of their first member. */
export function byPlace<T extends Place>(members: readonly T[]): { place: Place; members: T[] }[] {
  const groups = new Map<string, { place: Place; members: T[] }>();
  for (const member of members) {
    const key = placeKey(member);
    const group = groups.get(key) ?? { place: placeOf(member), members: [] };
    group.members.push(member);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Things of one conversation together; a thread only where all of them speak there. */
export function perConversation<T extends Place>(members: readonly T[]): { place: Place; members: T[] }[] {
  const places = byPlace(members);
  return byPlace(members.map(({ conversationKey }) => ({ conversationKey }))).map(({ place }) => {
    const own = places.filter((one) => one.place.conversationKey === place.conversationKey);
    const [only] = own;
    return { place: own.length === 1 && only ? only.place : place, members: own.flatMap((one) => one.members) };
  });
}
