import { createLog } from '../../../src/base/log.js';
import { createOutbox, type Outbox, type OutboxOptions } from '../../../src/delivery/outbox.js';
import type { Conversation } from '../../../src/model/conversation.js';
import type { Delivery, Message } from '../../../src/model/message.js';
import { FakeClock, settle } from '../../fakes/fake-clock.js';
import { MemoryStore } from '../../fakes/memory-store.js';
import { RememberingSender } from '../../fakes/remembering-sender.js';
import { connectionId, conversation, delivery, keyOf, message } from '../store/samples.js';

/** An outbox on fakes, and words for what tests do with it. */
export class OutboxHarness {
  readonly clock = new FakeClock();
  readonly store = new MemoryStore();
  readonly sender = new RememberingSender();
  readonly gone: string[] = [];
  readonly outbox: Outbox;

  constructor(options: Partial<OutboxOptions> = {}) {
    this.outbox = createOutbox({
      store: this.store,
      sender: this.sender,
      clock: this.clock,
      log: createLog('silent'),
      tenantRps: 30,
      render: async (one) => ({ activity: activityOf(one) }),
      onGone: async (key, reason) => {
        this.gone.push(`${key} ${reason}`);
      },
      random: () => 1,
      ...options,
    });
  }

  async place(channel = 'ops', over: Partial<Conversation> = {}): Promise<void> {
    await this.store.saveConversation(keyOf(channel), () => conversation(over, channel));
  }

  /** Owes one version of a message; the first time as a new message. */
  async owe(id: string, over: { channel?: string; message?: Partial<Message>; delivery?: Partial<Delivery> } = {}) {
    const conversationKey = keyOf(over.channel);
    const known = await this.store.message(id);
    const next = message(id, { conversationKey, version: (known?.version ?? 0) + 1, ...over.message });
    const owed = delivery(`${id}/${next.version}`, id, {
      conversationKey,
      kind: known ? 'update' : 'post',
      createdAtMs: this.clock.now(),
      ...over.delivery,
    });
    const { version } = await this.store.connectionState(connectionId);
    await this.store.commit({ connectionId, expectedVersion: version, messages: [next], deliveries: [owed] });
  }

  async run(): Promise<void> {
    this.outbox.wake();
    await settle(10);
  }

  /** Lets time pass in small steps, so that what wakes up can finish before the next thing is due. */
  async pass(ms: number, stepMs = ms): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      await this.clock.advance(Math.min(stepMs, left));
      await settle(10);
    }
  }

  async state(deliveryId: string): Promise<string> {
    const found = await this.store.delivery(deliveryId);
    return `${found?.state}${found?.reason ? ` ${found.reason}` : ''}`;
  }

  /** Attempts that the store has recorded, of all deliveries given. */
  async recorded(...messageIds: string[]): Promise<number> {
    const lists = await Promise.all(messageIds.map((id) => this.store.deliveriesOfMessage(id)));
    return lists.flat().reduce((sum, one) => sum + one.attempts.length + (one.earlierAttempts ?? 0), 0);
  }
}

function activityOf(one: Message) {
  return {
    type: 'message' as const,
    summary: `${one.id} v${one.version}`,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' as const, content: {} }] as [
      { contentType: 'application/vnd.microsoft.card.adaptive'; content: Record<string, unknown> },
    ],
  };
}
