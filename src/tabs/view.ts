import { HeraldError } from '../base/errors.js';
import type { Connection } from '../model/connection.js';
import type { Conversation } from '../model/conversation.js';
import { type BoardPart, boardParts, type ChosenObject, type Tab } from '../model/tab.js';
import type { Access, Viewer } from './access.js';
import type { TabServices } from './services.js';

/** What one board shows, once it is known that its viewer may see it. */
export interface View {
  connection: Connection;
  conversations: Conversation[];
  shows: readonly BoardPart[];
  objects?: readonly ChosenObject[];
}

/** What the address asks for. */
export interface Asked {
  entity?: string;
  conversation?: string;
  connection?: string;
}

export function askedOf(query: URLSearchParams): Asked {
  const read = (name: keyof Asked) => {
    const value = query.get(name) ?? '';
    if (value.length > 400) throw new HeraldError('request-invalid', { message: `${name} is too long` });
    return value === '' ? {} : { [name]: value };
  };
  return { ...read('entity'), ...read('conversation'), ...read('connection') };
}

/**
 * Throws `tab-unknown` for an entity that is not of this conversation, `conversation-forbidden`, `connection-forbidden`,
 * `membership-unknown`.
 */
export async function viewOf(asked: Asked, viewer: Viewer, access: Access, services: TabServices): Promise<View> {
  const tab = asked.entity === undefined ? undefined : await tabOf(asked.entity, viewer, services);
  const conversations = await conversationsOf(asked, tab, viewer, access, services);
  const usable = access.connections(viewer);
  const [first] = conversations;
  const own = conversations.length === 1 ? usable.find((one) => one.id === first?.connectionId) : undefined;
  const wanted = tab?.connectionId ?? asked.connection;
  const connection = wanted === undefined ? (own ?? usable[0]) : usable.find((one) => one.id === wanted);
  if (!connection) throw new HeraldError('connection-forbidden');
  const shows = tab ? boardParts.filter((part) => tab.shows.includes(part)) : boardParts;
  return { connection, conversations, shows, ...(tab?.objects ? { objects: tab.objects } : {}) };
}

async function tabOf(entityId: string, viewer: Viewer, { store }: TabServices): Promise<Tab> {
  const tab = await store.tab(entityId);
  const isOwn = viewer.kind === 'anyone' || tab?.conversationKey.startsWith(`${viewer.tenantId}/`);
  if (!tab || !isOwn) throw new HeraldError('tab-unknown');
  return tab;
}

async function conversationsOf(
  { conversation }: Asked,
  tab: Tab | undefined,
  viewer: Viewer,
  access: Access,
  { store }: TabServices,
): Promise<Conversation[]> {
  if (conversation !== undefined) {
    const found = (await access.in(viewer, conversation)).conversation;
    if (tab && tab.conversationKey !== found.key) throw new HeraldError('tab-unknown');
    return [found];
  }
  if (tab) return [(await access.seat(viewer, await store.conversation(tab.conversationKey))).conversation];
  return (await access.everywhere(viewer)).seats.map((one) => one.conversation);
}
