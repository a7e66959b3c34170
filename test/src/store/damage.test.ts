import assert from 'node:assert/strict';
import { createLog } from '../../../src/base/log.js';
import { fromRecord } from '../../../src/insights/budget-record.js';
import type { StoreNote } from '../../../src/model/store-note.js';
import { createFileStore } from '../../../src/store/file-store.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { PowerFs } from '../../fakes/power-fs.js';
import { alert, commit, connectionId, conversation, decision, draft, keyOf } from './samples.js';

const lock = async () => ({ release: async () => undefined });
const open = async (fs: PowerFs) => {
  const store = createFileStore({ dataDir: '/data', clock: new FakeClock(), log: createLog('silent'), fs, lock });
  const { notes } = await store.open();
  return { store, notes };
};

const whatAndFile = (notes: StoreNote[]) => notes.map(({ what, file }) => [what, file]);

describe('damaged and newer files', () => {
  let fs: PowerFs;

  beforeEach(async () => {
    fs = new PowerFs();
    const { store } = await open(fs);
    await store.saveConversation(keyOf(), () => conversation());
    await store.addSubscription(draft());
    await store.commit(commit({ seen: 1, alerts: [alert('a')] }));
    await store.commit(commit({ expectedVersion: 1, seen: 2, alerts: [alert('b')], decisions: [decision()] }));
    await store.close();
    const again = await open(fs);
    await again.store.saveConversation(keyOf(), (now) => ({ ...(now ?? conversation()), name: 'Ops' }));
    await again.store.commit(commit({ expectedVersion: 2, seen: 3 }));
    await again.store.close();
  });

  const text = (path: string) => fs.files()[path] ?? assert.fail(`no ${path}`);
  const edit = (path: string, change: (json: Record<string, unknown[]>) => void) => {
    const json = JSON.parse(text(path));
    change(json);
    fs.put(path, JSON.stringify(json));
  };

  for (const [what, damage] of [
    ['empty', () => ''],
    ['cut off', (whole: string) => whole.slice(0, whole.length / 2)],
    ['of zeros', (whole: string) => '\u0000'.repeat(whole.length)],
    ['no object', () => '[1,2]'],
  ] as const) {
    it(`a hot file that is ${what} is kept aside and its last good copy used, and it is said`, async () => {
      const damaged = damage(text('/data/hot.json'));
      fs.put('/data/hot.json', damaged);
      const { store, notes } = await open(fs);
      assert.equal((await store.connectionState(connectionId)).version, 3);
      const [aside, kept] = Object.entries(fs.files()).find(([path]) => path.includes('hot.json.damaged-')) ?? [''];
      assert.equal(kept, damaged);
      assert.deepEqual(notes, [{ what: 'copy', file: 'hot.json', aside: aside.replace('/data/', ''), leftOut: [] }]);
      await store.close();
    });
  }

  it('a damaged cold file comes back from its copy with what the hot file still holds', async () => {
    const { store } = await open(fs);
    await store.saveConversation(keyOf(), (now) => ({ ...(now ?? conversation()), name: 'New' }));
    fs.put('/data/cold.json', 'x');
    const again = await open(fs);
    assert.equal((await again.store.conversation(keyOf()))?.name, 'New');
    assert.equal((await again.store.subscriptions({})).length, 1);
    assert.deepEqual(whatAndFile(again.notes), [['copy', 'cold.json']]);
  });

  it('a file without any good copy stops the start and stays where it is', async () => {
    fs.put('/data/hot.json', 'x');
    fs.put('/data/hot.json.bak', 'y');
    await assert.rejects(open(fs), { code: 'store-damaged', message: /hot\.json/ });
    await assert.rejects(open(fs), { code: 'store-damaged' });
    assert.equal(text('/data/hot.json'), 'x');
  });

  it('a missing file is taken from its copy, and it is said', async () => {
    await fs.remove('/data/cold.json');
    const { store, notes } = await open(fs);
    assert.equal((await store.subscriptions({})).length, 1);
    assert.deepEqual(notes, [{ what: 'missing', file: 'cold.json', leftOut: [] }]);
  });

  it('one unreadable record does not take the others along when the copy has it too', async () => {
    for (const path of ['/data/hot.json', '/data/hot.json.bak']) {
      edit(path, (json) => json.alerts?.splice(0, 1, { v: 1, id: 'a', broken: true }));
    }
    const { store, notes } = await open(fs);
    assert.deepEqual(
      (await store.connectionState(connectionId)).alerts.map((one) => one.id),
      ['b'],
    );
    assert.deepEqual(whatAndFile(notes), [['records', 'hot.json']]);
    assert.deepEqual(notes[0]?.leftOut, ['alert 1']);
  });

  it('a file of a newer version is refused and not touched', async () => {
    for (const path of ['/data/hot.json', '/data/cold.json', '/data/grants.json']) {
      const before = fs.files()[path];
      fs.put(path, '{"v":2}');
      await assert.rejects(open(fs), { code: 'store-newer', message: /newer version/ });
      assert.equal(text(path), '{"v":2}');
      if (before === undefined) await fs.remove(path);
      else fs.put(path, before);
    }
  });

  it('a record of a newer version is refused too', async () => {
    edit('/data/hot.json', (json) => Object.assign(json.alerts?.[0] ?? {}, { v: 2 }));
    await assert.rejects(open(fs), { code: 'store-newer' });
  });

  it('damaged grants do not stop the product, are said, and count as a full window until they are saved again', async () => {
    fs.put('/data/grants.json', 'x');
    const { store, notes } = await open(fs);
    assert.deepEqual(fromRecord(await store.grants.load('k'), 1000, 3).length, 3);
    await store.grants.save('k', { v: 1, windowMs: 1000, held: [] });
    assert.deepEqual(fromRecord(await store.grants.load('k'), 1000, 3), []);
    assert.deepEqual(whatAndFile(notes), [['empty', 'grants.json']]);
  });

  it('a field that this version does not know survives', async () => {
    edit('/data/hot.json', (json) => Object.assign(json.alerts?.[0] ?? {}, { later: { x: 1 } }));
    const { store } = await open(fs);
    await store.commit(commit({ expectedVersion: 3 }));
    assert.match(text('/data/hot.json'), /"later":\{"x":1\}/);
  });

  it('unreadable lines of the history are passed over', async () => {
    const path = '/data/history/decisions-2026-03.jsonl';
    fs.put(path, `${text(path)}{"v":1,"n":99,"torn\n\n[]\n{"v":1,"n":100}\n`);
    const { store } = await open(fs);
    assert.equal((await store.decisions({ conversationKey: keyOf() }, 10)).length, 1);
  });
});
