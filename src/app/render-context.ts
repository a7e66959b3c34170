import type { Clock } from '../base/clock.js';
import type { Config } from '../config/config.js';
import type { RenderContext } from '../delivery/render.js';
import type { Message } from '../model/message.js';
import type { Store } from '../store/store.js';

export interface RenderContextDeps {
  store: Store;
  clock: Clock;
  config: Config;
}

/** In whose words a message is written: those of its conversation, as it is set up now. */
export async function contextOf(message: Message, { store, clock, config }: RenderContextDeps): Promise<RenderContext> {
  const conversation = await store.conversation(message.conversationKey);
  const usable = config.connections.filter((one) => !conversation || one.tenants.includes(conversation.tenantId));
  const instance = usable.length > 1 ? usable.find((one) => one.id === message.connectionId) : undefined;
  return {
    locale: conversation?.locale ?? config.values.DEFAULT_LOCALE,
    timeZone: conversation?.timeZone ?? config.values.DEFAULT_TIME_ZONE,
    nowMs: clock.now(),
    ...(instance ? { instanceName: instance.name } : {}),
  };
}
