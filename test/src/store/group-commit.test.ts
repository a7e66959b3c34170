import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createLog } from '../../../src/base/log.js';
import { createFileStore } from '../../../src/store/file-store.js';
import type { Store } from '../../../src/store/store.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { PowerFs } from '../../fakes/power-fs.js';
import { alert, commit, connectionId, conversation, delivery, draft, keyOf, message, startMs } from './samples.js';

const lock = async () => ({ release: async () => undefined });
const create = (fs: PowerFs) =>
  createFileStore({ dataDir: '/data', clock: new FakeClock(), log: createLog('silent'), fs, lock });

describe('group commit', () => {
  let fs: PowerFs;
  let store: Store;
  const writes = () => fs.calls.filter((call) => call === 'write /data/hot.json.tmp').length;

  beforeEach(async () => {
    fs = new PowerFs();
    store = create(fs);
    await store.open();
  });

  it('a thousand waiting writers share few writes', async () => {
    await Promise.all(
      Array.from({ length: 1000 }, (_, i) => store.enqueue(message(`m${i}`), delivery(`d${i}`, `m${i}`))),
    );
    assert.ok(writes() <= 2, `${writes()} writes`);
    assert.equal((await store.openDeliveries()).length, 1000);
  });

  it('two writes never share the temporary file', async () => {
    let open = 0;
    fs.before = (call) => {
      if (call.startsWith('open /data/hot.json.tmp')) open += 1;
      if (call.startsWith('rename /data/hot.json.tmp')) open -= 1;
      assert.ok(open <= 1);
    };
    for (let i = 0; i < 20; i += 1) {
      void store.enqueue(message(`m${i}`), delivery(`d${i}`, `m${i}`));
      await Promise.resolve();
    }
    await store.close();
    assert.ok(writes() > 1);
  });

  it('what changes nothing writes nothing', async () => {
    await store.commit(commit());
    const before = writes();
    assert.equal(await store.commit(commit()), false);
    await store.setDeliveryState([], 'owed', 'x');
    assert.equal(writes(), before);
  });

  it('a refused record throws and leaves no trace of its commit, and none of its neighbours', async () => {
    const bad = commit({ alerts: [alert('good'), { ...alert('bad'), openedAtMs: Number.NaN }] });
    const [refused, fine] = await Promise.allSettled([
      store.commit(bad),
      store.commit(commit({ alerts: [alert('c')] })),
    ]);
    assert.equal(refused.status === 'rejected' && refused.reason.code, 'internal');
    assert.deepEqual(fine, { status: 'fulfilled', value: true });
    assert.deepEqual(
      (await store.connectionState(connectionId)).alerts.map((one) => one.id),
      ['c'],
    );
  });

  it('nothing is visible before it is durable', async () => {
    let seenWhileWriting: unknown = 'not asked';
    fs.before = (call) => {
      if (call.startsWith('syncDir')) seenWhileWriting = store.message('m');
    };
    const done = store.enqueue(message('m'), delivery('d', 'm'));
    await done;
    assert.equal(await seenWhileWriting, undefined);
    assert.ok(await store.message('m'));
  });

  it('after a failed write callers are told, memory is as before, and the next write stands', async () => {
    await store.saveConversation(keyOf(), () => conversation());
    await store.commit(commit({ seen: 1 }));
    fs.before = (call) => {
      if (call.startsWith('sync /data/hot')) throw new Error('ENOSPC');
    };
    const results = await Promise.allSettled([
      store.commit(commit({ expectedVersion: 1, seen: 2, alerts: [alert('a')] })),
      store.addSubscription(draft()),
      store.firstSight(keyOf(), 'activity', startMs),
    ]);
    for (const one of results) assert.equal(one.status === 'rejected' && one.reason.code, 'store-write-failed');
    const state = await store.connectionState(connectionId);
    assert.deepEqual([state.version, state.seen, state.alerts], [1, 1, []]);
    fs.before = () => undefined;
    assert.equal(await store.commit(commit({ expectedVersion: 1, seen: 3 })), true);
    assert.equal((await store.addSubscription(draft())).subscription.number, 1);
    assert.equal(await store.firstSight(keyOf(), 'activity', startMs), true);
  });

  it('whichever operations fail, memory and disk agree after every call', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 10, maxLength: 60 }), async (fails) => {
        const disk = new PowerFs();
        const subject = create(disk);
        await subject.open();
        let calls = 0;
        disk.before = () => {
          calls += 1;
          if (fails[calls % fails.length]) throw new Error('EIO');
        };
        let expected = 0;
        for (let i = 0; i < 12; i += 1) {
          const done = await subject.commit(commit({ expectedVersion: expected, seen: i })).catch(() => false);
          if (done) expected += 1;
          assert.equal((await subject.connectionState(connectionId)).version, expected);
        }
        disk.before = () => undefined;
        await subject.commit(commit({ expectedVersion: expected, seen: 'last' }));
        const again = create(disk);
        await again.open();
        assert.equal((await again.connectionState(connectionId)).version, expected + 1);
      }),
      { numRuns: 40 },
    );
  });

  it('a closed store refuses everything, and closing waits for what is being written', async () => {
    const last = store.commit(commit({ seen: 'last' }));
    await store.close();
    assert.equal(await last, true);
    await assert.rejects(store.commit(commit()), { code: 'store-closed' });
    await assert.rejects(store.conversations(), { code: 'store-closed' });
    await assert.rejects(store.grants.save('k', 1), { code: 'store-closed' });
    await store.close();
  });
});
