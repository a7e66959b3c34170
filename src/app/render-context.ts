import type { Clock } from '../base/clock.js';
import type { Config } from '../config/config.js';
import type { RenderContext } from '../delivery/render.js';
import { instanceNameOf, mayUse } from '../model/connection.js';
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
  const usable = config.connections.filter((one) => conversation && mayUse(one, conversation.tenantId));
  const instance = instanceNameOf(usable, message.about ?? message.connectionId);
  return {
    locale: conversation?.locale ?? config.values.DEFAULT_LOCALE,
    timeZone: conversation?.timeZone ?? config.values.DEFAULT_TIME_ZONE,
    nowMs: clock.now(),
    ...(instance === undefined ? {} : { instanceName: instance }),
  };
}
