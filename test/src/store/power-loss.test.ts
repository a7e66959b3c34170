import assert from 'node:assert/strict';
import { createLog } from '../../../src/base/log.js';
import { DurableFile } from '../../../src/store/durable-file.js';
import { createFileStore } from '../../../src/store/file-store.js';
import type { Store } from '../../../src/store/store.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { PowerFs, PowerLoss } from '../../fakes/power-fs.js';
import { alert, conversation, decision, delivery, draft, evaluation, keyOf, message, startMs } from './samples.js';

const dataDir = '/data';
const lock = async () => ({ release: async () => undefined });
const create = (fs: PowerFs) =>
  createFileStore({ dataDir, clock: new FakeClock(), log: createLog('silent'), fs, lock });

/** A life of the store that touches both files, the history and the grants; `done` counts what was promised durable. */
async function live(store: Store, done: { count: number }): Promise<void> {
  await store.open();
  await store.saveConversation(keyOf(), () => conversation());
  await store.addSubscription(draft());
  for (let i = 0; i < 8; i += 1) {
    const [subscription] = await store.subscriptions({});
    assert.ok(subscription);
    const kept = await store.commit({
      connectionId: 'contoso',
      expectedVersion: i,
      seen: i,
      alerts: [alert(String(i))],
      messages: [message(`message-${i}`)],
      deliveries: [delivery(`d${i}`, `message-${i}`)],
      subscriptions: [{ ...subscription, lastFiredAtMs: i }],
      decisions: Array.from({ length: 30 }, (_, k) => decision({ atMs: startMs + i * 100 + k })),
      evaluations: [evaluation({ atMs: startMs + i })],
    });
    assert.ok(kept);
    await store.grants.save('k', i);
    done.count = i + 1;
  }
  await store.close();
}

/** Everything of one commit is there, or nothing; nothing that was promised is missing. */
async function check(store: Store, promised: number): Promise<number> {
  await store.open();
  const state = await store.connectionState('contoso');
  const count = state.version;
  assert.ok(count >= promised, `${count} commits found, ${promised} were promised`);
  assert.equal(state.alerts.length, count);
  assert.equal(state.messages.length, count);
  assert.equal((await store.openDeliveries()).length, count);
  assert.equal(state.seen, count === 0 ? undefined : count - 1);
  const [subscription] = await store.subscriptions({});
  if (count > 0) assert.equal(subscription?.lastFiredAtMs, count - 1);
  const decisions = await store.decisions({ conversationKey: keyOf() }, 1000);
  assert.deepEqual(
    decisions.map((one) => one.atMs - startMs),
    Array.from({ length: count * 30 }, (_, k) => Math.floor(k / 30) * 100 + (k % 30)),
  );
  assert.equal((await store.evaluations('contoso', 'segment', 'loyal', 1000)).length, count);
  const grant = await store.grants.load('k');
  assert.ok(Number(grant ?? -1) >= promised - 1);
  return count;
}

/** Also after an orderly close, which moves what waited in the hot file to where it belongs. */
async function checkTwice(fs: PowerFs, promised: number): Promise<void> {
  const restarted = create(fs);
  const count = await check(restarted, promised);
  await restarted.close();
  const again = create(fs);
  assert.equal(await check(again, promised), count);
  await again.close();
}

describe('power loss', () => {
  it('a file is written aside and synced before it takes its name, and the directory is synced last', async () => {
    const fs = new PowerFs();
    await new DurableFile(fs, '/data/x.json').write('{}');
    assert.deepEqual(fs.calls, [
      'open /data/x.json.tmp w',
      'write /data/x.json.tmp',
      'sync /data/x.json.tmp',
      'rename /data/x.json /data/x.json.bak',
      'rename /data/x.json.tmp /data/x.json',
      'syncDir /data',
    ]);
  });

  it('the power may go before any operation: what was promised is there, and nothing is there half', async function () {
    this.timeout(60_000);
    const whole = new PowerFs();
    await live(create(whole), { count: 0 });
    const operations = whole.calls.length;
    assert.ok(operations > 100, 'the life is worth the name');
    for (let at = 0; at < operations; at += 1) {
      const fs = new PowerFs();
      fs.before = (_call, index) => {
        if (index === at) throw new PowerLoss(`before operation ${at}`);
      };
      const done = { count: 0 };
      await assert.rejects(live(create(fs), done)).catch(() => undefined);
      await checkTwice(fs.afterPowerLoss(), done.count);
    }
  });

  it('a kill may come before any operation too, when the disk keeps what it was given', async function () {
    this.timeout(60_000);
    const whole = new PowerFs();
    await live(create(whole), { count: 0 });
    for (let at = 0; at < whole.calls.length; at += 1) {
      const fs = new PowerFs();
      fs.before = (_call, index) => {
        if (index === at) throw new PowerLoss(`before operation ${at}`);
      };
      const done = { count: 0 };
      await assert.rejects(live(create(fs), done)).catch(() => undefined);
      const kept = new PowerFs();
      for (const [path, text] of Object.entries(fs.files())) kept.put(path, text);
      await checkTwice(kept, done.count);
    }
  });

  it('an event does not rewrite the cold file', async () => {
    const fs = new PowerFs();
    const store = create(fs);
    await store.open();
    await store.saveConversation(keyOf(), () => conversation());
    const { subscription } = await store.addSubscription(draft());
    for (let i = 0; i < 20; i += 1) {
      await store.commit({
        connectionId: 'contoso',
        expectedVersion: i,
        subscriptions: [{ ...subscription, lastFiredAtMs: i }],
      });
    }
    assert.deepEqual(
      fs.calls.filter((call) => call.includes('cold.json')),
      [],
    );
    await store.close();
    assert.match(fs.files()['/data/cold.json'] ?? '', /"lastFiredAtMs":19/);
  });
});
