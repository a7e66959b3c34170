import { dueRows } from '../../../../src/alerts/due/index.js';
import { createTicker } from '../../../../src/alerts/due/ticker.js';
import { changeLife } from '../../../../src/alerts/life/act.js';
import { lifeChange } from '../../../../src/alerts/life/change.js';
import type { LifeEvent } from '../../../../src/alerts/life/machine.js';
import { snoozeSubscriptions, wakeSubscriptions } from '../../../../src/alerts/life/snoozing.js';
import { createLog } from '../../../../src/base/log.js';
import { isLive } from '../../../../src/model/alert.js';
import type { Delivery } from '../../../../src/model/message.js';
import type { Reading } from '../../../../src/model/reading.js';
import type { SnoozeUntil } from '../../../../src/model/snooze.js';
import { connection, person, World } from '../world.js';

export const dayMs = 86_400_000;

/** A world in which people press buttons and time passes. */
export class LivingWorld extends World {
  reading: Reading | undefined;

  /** Does an event to every live alert, as a button does to those of its card. */
  async press(event: LifeEvent): Promise<void> {
    await changeLife(this.store, connection.id, this.clock.now(), (view) =>
      lifeChange(
        view,
        view.state.alerts.filter(isLive).map((alert) => ({ alertId: alert.id, event })),
      ),
    );
  }

  acknowledge(by = person): Promise<void> {
    const atMs = this.clock.now();
    return this.press({ kind: 'acknowledged', acknowledgement: { by, atMs, untilMs: atMs + dayMs } });
  }

  snooze(until: SnoozeUntil): Promise<void> {
    return this.press({ kind: 'snoozed', snooze: { by: person, atMs: this.clock.now(), until } });
  }

  async sleep(until: SnoozeUntil, ...ids: string[]): Promise<void> {
    const nowMs = this.clock.now();
    const wish = { by: person, atMs: nowMs, until };
    await changeLife(this.store, connection.id, nowMs, (view) => snoozeSubscriptions(view, ids, wish));
  }

  async wake(...ids: string[]): Promise<void> {
    await changeLife(this.store, connection.id, this.clock.now(), (view) => wakeSubscriptions(view, ids, 'resumed'));
  }

  /** So much later: what is due happens. */
  async later(ms: number): Promise<void> {
    await this.clock.advance(ms);
    await this.tick();
  }

  async tick(): Promise<number | undefined> {
    return createTicker({
      store: this.store,
      connection,
      rows: dueRows,
      reading: () => this.reading,
      observe: (observations) => this.intake.observe(observations),
      clock: this.clock,
      log: createLog('silent'),
      defaultTimeZone: 'UTC',
      onCommitted: () => undefined,
    }).tick();
  }

  /** What Teams gets now, shortly: `post Shop:open`, `post reply recovered`. */
  async told(): Promise<string[]> {
    const before = this.sent.length;
    await this.send();
    return this.sent.slice(before).map(({ kind, content }) => {
      if (content.situation === 'alert-reply') return `${kind} reply ${content.kind}`;
      if (content.situation !== 'alert') return `${kind} ${content.situation}`;
      return `${kind} ${content.alerts.map((one) => `${one.object.name}:${one.state}`).join(' ')}`;
    });
  }

  /** The first post leaves; what it resolves with lets it arrive. */
  async leave(): Promise<() => Promise<void>> {
    const first = await this.firstOwed();
    const version = (await this.store.message(first.messageId))?.version ?? 0;
    const atMs = this.clock.now();
    await this.store.beginAttempt(first.id, { startedAtMs: atMs });
    const sent = { activityId: first.messageId, conversationId: 'c', serviceUrl: 's', atMs, version };
    const attempt = { startedAtMs: atMs, endedAtMs: atMs };
    return () => this.store.endAttempt(first.id, { state: 'sent', attempt, sent });
  }

  /** What is under way comes back: it is to be sent again. */
  async fail(): Promise<void> {
    const under = (await this.store.openDeliveries()).filter((one) => one.state === 'in-flight');
    const attempt = { startedAtMs: this.clock.now(), endedAtMs: this.clock.now() };
    for (const { id } of under) await this.store.endAttempt(id, { state: 'owed', attempt, reason: 'not-sent' });
  }

  private async firstOwed(): Promise<Delivery> {
    const first = (await this.store.openDeliveries()).find((one) => one.state === 'owed');
    if (!first) throw new Error('nothing is owed');
    return first;
  }

  /** A request leaves, and the process dies before it is told how that ended. */
  async crash(): Promise<void> {
    const [first] = (await this.store.openDeliveries()).filter((one) => one.state === 'owed');
    if (!first) return;
    await this.store.beginAttempt(first.id, { startedAtMs: this.clock.now() });
    await this.store.setDeliveryState([first.id], 'owed', 'interrupted');
  }
}
