import type { Log } from '../base/log.js';
import type { CardContent } from '../model/card-content.js';
import type { Conversation, ConversationKey } from '../model/conversation.js';
import type { Store } from '../store/store.js';

export interface GoneDeps {
  store: Store;
  log: Log;
  fallback: ConversationKey | undefined;
  answer(to: { conversationKey: ConversationKey }, content: CardContent): Promise<unknown>;
}

/**
 * Tells somebody when a conversation no longer takes our posts: the creators of its subscriptions in their personal
 * chats, else the fallback conversation. Returns false when nobody could be told.
 */
export function createGoneNotice(deps: GoneDeps) {
  const { store, log } = deps;

  async function creatorsOf(key: ConversationKey): Promise<Conversation[]> {
    const creators = new Set((await store.subscriptions({ conversationKey: key })).map((one) => one.createdBy.id));
    const reachable = (await store.conversations()).filter(
      (one) => one.type === 'personal' && one.installed && !one.suspended,
    );
    return reachable.filter((one) => one.user && creators.has(one.user.id));
  }

  return async function tell(key: ConversationKey, reason: string): Promise<boolean> {
    const gone = await store.conversation(key);
    const creators = (await creatorsOf(key)).map((one) => one.key).filter((one) => one !== key);
    const fallback =
      deps.fallback && deps.fallback !== key && (await store.conversation(deps.fallback)) ? [deps.fallback] : [];
    const told = creators.length > 0 ? creators : fallback;
    const content: CardContent = {
      situation: 'done',
      key: 'conversation-gone',
      facts: { conversation: gone?.name ?? gone?.type ?? 'channel', reason },
    };
    for (const conversationKey of told) await deps.answer({ conversationKey }, content);
    log.warn(
      { conversation: key, reason, told: told.length },
      'a conversation no longer takes posts; its subscriptions are suspended',
    );
    return told.length > 0;
  };
}
