import { composeMessage, replyDropped } from '../../../src/alerts/compose.js';
import { createIntake, type Detection, type Intake } from '../../../src/alerts/intake.js';
import { createLog } from '../../../src/base/log.js';
import type { Alert } from '../../../src/model/alert.js';
import type { CardContent } from '../../../src/model/card-content.js';
import { type Conversation, type ConversationKey, conversationKey } from '../../../src/model/conversation.js';
import type { Message } from '../../../src/model/message.js';
import type { Observation } from '../../../src/model/observation.js';
import type { Reading } from '../../../src/model/reading.js';
import type { Subscription, SubscriptionDraft } from '../../../src/model/subscription.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { MemoryStore } from '../../fakes/memory-store.js';

export const connection = { id: 'crm', name: 'CRM', instanceId: 'i', tenants: ['t'] };
export const person = { id: '29:ann', name: 'Ann' };

/** One request to Teams as the outbox would make it. */
export interface Sent {
  kind: string;
  conversationKey: ConversationKey;
  messageId: string;
  content: CardContent;
}

/** A store, an intake, and an outbox that always succeeds: what happens goes in, what Teams would get comes out. */
export class World {
  readonly clock = new FakeClock();
  readonly store = new MemoryStore();
  readonly sent: Sent[] = [];
  readonly dropped: { messageId: string; reason: string }[] = [];
  private next: Detection = { seen: 0, observations: [], baseline: false };
  private turn = 0;
  readonly intake: Intake = createIntake({
    store: this.store,
    connection,
    detect: () => this.next,
    clock: this.clock,
    log: createLog('silent'),
    settings: { failedHoldMs: 900_000, gapMs: 120_000 },
    onCommitted: () => undefined,
  });

  async conversation(name = 'ops', over: Partial<Conversation> = {}): Promise<Conversation> {
    const key = conversationKey('t', name);
    return this.store.saveConversation(key, (now) => ({ ...(now ?? place(name)), ...over }));
  }

  async subscribe(draft: Partial<SubscriptionDraft> & Pick<SubscriptionDraft, 'trigger'>): Promise<Subscription> {
    const key = draft.conversationKey ?? conversationKey('t', 'ops');
    if (!(await this.store.conversation(key))) await this.conversation(key.slice(2));
    const { subscription } = await this.store.addSubscription({
      connectionId: connection.id,
      createdBy: person,
      createdAtMs: 0,
      ...draft,
      conversationKey: key,
    });
    return subscription;
  }

  /** A reading in which this was found. */
  async happens(...observations: Observation[]): Promise<void> {
    await this.afterGap(undefined, ...observations);
  }

  async afterGap(gap: { fromMs: number; toMs: number } | undefined, ...observations: Observation[]): Promise<void> {
    this.turn += 1;
    this.next = { seen: this.turn, observations, baseline: false, ...(gap ? { gap } : {}) };
    await this.intake.reading(emptyReading());
  }

  /** Sends what is owed and due. Suspended deliveries wait. */
  async send(): Promise<void> {
    const due = (await this.store.openDeliveries()).filter(
      (d) => d.kind !== 'mail' && d.state === 'owed' && d.notBeforeMs <= this.clock.now(),
    );
    for (const delivery of due) {
      const message = await this.store.message(delivery.messageId);
      if (!message) throw new Error(`delivery ${delivery.id} of no message`);
      const drop = await this.replyDropped(message);
      const content = drop ? { drop } : composeMessage(message, await this.store.alertsOfMessage(message.id));
      if ('drop' in content) {
        await this.store.setDeliveryState([delivery.id], 'dropped', content.drop);
        this.dropped.push({ messageId: message.id, reason: content.drop });
        continue;
      }
      const kind = message.sent ? 'update' : 'post';
      const atMs = this.clock.now();
      await this.store.beginAttempt(delivery.id, { startedAtMs: atMs });
      this.sent.push({ kind, conversationKey: message.conversationKey, messageId: message.id, content });
      const sent = { activityId: message.id, conversationId: 'c', serviceUrl: 's', atMs, version: message.version };
      await this.store.endAttempt(delivery.id, {
        state: 'sent',
        attempt: { startedAtMs: atMs, endedAtMs: atMs },
        sent,
      });
    }
  }

  private async replyDropped(message: Message): Promise<string | undefined> {
    const card = message.replyToMessageId ? await this.store.message(message.replyToMessageId) : undefined;
    return replyDropped(message, card, card ? await this.store.alertsOfMessage(card.id) : []);
  }

  /** `happens`, then everything due is sent; what Teams got this time, shortly. */
  async tell(...observations: Observation[]): Promise<string[]> {
    const before = this.sent.length;
    await this.happens(...observations);
    await this.send();
    return this.sent.slice(before).map(brief);
  }

  async alerts(): Promise<Alert[]> {
    return (await this.store.connectionState(connection.id)).alerts;
  }

  posts(): Sent[] {
    return this.sent.filter((s) => s.kind === 'post');
  }

  /** Reasons given for one observation, in order, each once. */
  async reasons(observationId: string, key = conversationKey('t', 'ops')): Promise<string[]> {
    const decisions = await this.store.decisions({ conversationKey: key }, 10_000);
    return [...new Set(decisions.filter((d) => d.observationId === observationId).map((d) => d.reason))];
  }
}

/** `post alert Shop:open` or `update notice unification-completed`. */
export function brief({ kind, content }: Sent): string {
  switch (content.situation) {
    case 'alert':
      return `${kind} ${content.alerts.map((a) => `${a.object.name}:${a.state}`).join(' ')}`;
    case 'collected': {
      const notices = content.notices.length > 0 ? ` + ${content.notices.map((one) => one.trigger).join(' ')}` : '';
      return `${kind} ${content.why} ${content.alerts.map((a) => `${a.object.name}:${a.state}`).join(' ')}${notices}`;
    }
    case 'notice':
      return `${kind} notice ${content.observation.trigger}${content.profiles ? ` ${content.profiles}` : ''}`;
    case 'catch-up':
      return `${kind} catch-up ${content.over.map((o) => o.id).join(' ')}`;
    case 'reading-health':
      return `${kind} health ${content.observation.trigger === 'reading-health' ? content.observation.state : ''}`;
    case 'run-reply':
      return `${kind} reply ${content.failed.map((one) => one.name || one.operation).join(' ')}`;
    case 'run': {
      const problems = (content.alerts ?? []).map((a) => ` ${a.object.name}:${a.state}`);
      const state = content.lost ? 'lost' : content.unwatched ? 'unwatched' : content.status;
      return `${kind} run ${content.jobId} ${state}${problems.join('')}`;
    }
    default:
      return `${kind} ${content.situation}`;
  }
}

export function emptyReading(over: Partial<Reading> = {}): Reading {
  return { connectionId: connection.id, atMs: 0, readAtMs: {}, ...over };
}

function place(name: string): Conversation {
  return {
    v: 1,
    key: conversationKey('t', name),
    tenantId: 't',
    id: name,
    type: 'channel',
    serviceUrl: 'http://127.0.0.1:1/',
    botId: '28:bot',
    installed: true,
    nextNumber: 1,
    lastInboundAtMs: 0,
  };
}
