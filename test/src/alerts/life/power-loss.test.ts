import assert from 'node:assert/strict';
import { changeLife } from '../../../../src/alerts/life/act.js';
import { lifeChange } from '../../../../src/alerts/life/change.js';
import { createLog } from '../../../../src/base/log.js';
import { createFileStore } from '../../../../src/store/file-store.js';
import type { Store } from '../../../../src/store/store.js';
import { FakeClock } from '../../../fakes/fake-clock.js';
import { PowerFs, PowerLoss } from '../../../fakes/power-fs.js';
import { alert, connectionId, conversation, keyOf, message } from '../../store/samples.js';

const lock = async () => ({ release: async () => undefined });
const create = (fs: PowerFs) =>
  createFileStore({ dataDir: '/data', clock: new FakeClock(), log: createLog('silent'), fs, lock });

const steps = [
  { kind: 'acknowledged', acknowledgement: { by: { id: '29:ann', name: 'Ann' }, atMs: 5, untilMs: 9 } },
  { kind: 'acknowledgement-ended' },
] as const;

/** A failure is seen, and not solved in time. `done` counts the steps that were promised. */
async function live(store: Store, done: { steps: number }): Promise<void> {
  await store.open();
  await store.saveConversation(keyOf(), () => conversation());
  const card = message('card', { subject: { kind: 'alerts', alertIds: ['a'] } });
  const alerts = [alert('a', { messageId: 'card' })];
  await store.commit({ connectionId, expectedVersion: 0, alerts, messages: [card] });
  for (const event of steps) {
    await changeLife(store, connectionId, 10, (view) => lifeChange(view, [{ alertId: 'a', event }]));
    done.steps += 1;
  }
  await store.close();
}

/** State, edit and reply of each step are there together, or none of them; what was promised is there. */
async function check(store: Store, promised: number): Promise<void> {
  await store.open();
  const found = await store.alert('a');
  const made = (found?.version ?? 1) - 1;
  assert.ok(made >= promised);
  assert.equal(found?.state ?? 'open', ['open', 'acknowledged', 'open'][made]);
  const { messages } = await store.connectionState(connectionId);
  assert.equal(messages.filter((one) => one.replyToMessageId === 'card').length, made);
  const owed = (await store.openDeliveries()).map((one) => one.messageId);
  assert.equal(owed.filter((id) => id !== 'card').length, made, 'each reply is owed once');
  assert.equal(owed.filter((id) => id === 'card').length, made > 0 ? 1 : 0, 'and one edit of the card');
  await store.close();
}

describe('a power loss while somebody presses', () => {
  it('before any operation: alert, card and thread change together, and no promised reply is lost', async function () {
    this.timeout(60_000);
    const whole = new PowerFs();
    await live(create(whole), { steps: 0 });
    for (let at = 0; at < whole.calls.length; at += 1) {
      const fs = new PowerFs();
      fs.before = (_call, index) => {
        if (index === at) throw new PowerLoss(`before operation ${at}`);
      };
      const done = { steps: 0 };
      await assert.rejects(live(create(fs), done)).catch(() => undefined);
      await check(create(fs.afterPowerLoss()), done.steps);
    }
  });
});
