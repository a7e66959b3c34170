import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../src/base/log.js';
import { backUp } from '../../src/store/backup.js';
import { createFileStore } from '../../src/store/file-store.js';
import { Child } from '../fakes/child-process.js';
import { FakeClock } from '../fakes/fake-clock.js';
import { conversation, draft } from '../src/store/samples.js';
import { textOf, World } from './world.js';

const openStore = async (dataDir: string) => {
  const store = createFileStore({ dataDir, clock: new FakeClock(), log: createLog('silent') });
  const { notes } = await store.open();
  return { store, notes };
};

describe('a backup', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-backup-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('of a running product, restored as the deployment page says, goes on with the same cards and numbers', async () => {
    const world = await new World().open();
    try {
      const channel = world.place('Data alerts');
      await world.watching();
      await world.ask(channel, 'subscribe unification');
      await world.ask(channel, 'unsubscribe 1');
      await world.ask(channel, 'subscribe segment VIP above 2000');
      world.insights.control.setSegment('Vip', 2046);
      const alert = await world.shown(channel, /VIP \(2,046\)/);
      const copy = join(folder, 'copy');
      const child = new Child('src/backup.ts', [copy], { DATA_DIR: world.dataDir });
      assert.deepEqual(await child.ended, { code: 0, signal: null }, child.err);
      assert.match(child.out, /hot\.json/);

      // What comes after the copy is lost with the disk.
      await world.ask(channel, 'subscribe full-refresh');
      await world.stopApp();
      await rename(world.dataDir, `${world.dataDir}.old`);
      await cp(copy, world.dataDir, { recursive: true, preserveTimestamps: true });
      await world.clock.sleep(60_000);
      await world.startApp();
      await rm(`${world.dataDir}.old`, { recursive: true });

      const listed = textOf(await world.ask(channel, 'list'));
      assert.match(listed, /VIP/);
      assert.doesNotMatch(listed, /full refresh/i);
      world.insights.control.setSegment('Vip', 1900);
      await world.teams.control.waitFor((one) => one.id === alert.id && one.versions.length > 1, 45_000);
      const about = world.cards(channel).filter((one) => !one.rootId && /VIP \(/.test(one.summary ?? ''));
      assert.equal(about.length, 1, 'the card that was open is edited, no second one is posted');
    } finally {
      await world.close();
    }
  });

  it('made at any moment of a busy store opens clean, and holds all that was acknowledged before', async () => {
    const from = join(folder, 'data');
    const { store } = await openStore(from);
    const home = await store.saveConversation(conversation().key, () => conversation());
    assert.ok(home);
    let acknowledged = 0;
    let busy = true;
    const writing = (async () => {
      while (busy) {
        await store.addSubscription(draft({ target: { id: `s${acknowledged}`, name: `Segment ${acknowledged}` } }));
        acknowledged += 1;
      }
    })();
    try {
      for (let n = 0; n < 12; n += 1) {
        const before = acknowledged;
        const to = join(folder, `copy-${n}`);
        await backUp(from, to);
        const opened = await openStore(to);
        assert.deepEqual(opened.notes, []);
        const numbers = (await opened.store.subscriptions({})).map((one) => one.number).sort((a, b) => a - b);
        assert.ok(numbers.length >= before, `${numbers.length} of ${before}`);
        assert.deepEqual(
          numbers,
          numbers.map((_, index) => index + 1),
          'no gap',
        );
        await opened.store.close();
      }
    } finally {
      busy = false;
      await writing;
      await store.close();
    }
  });

  it('leaves the lock and the calls of the moment out, and is readable by its owner alone', async () => {
    const from = join(folder, 'data');
    const { store } = await openStore(from);
    await store.saveConversation(conversation().key, () => conversation());
    await store.grants.save('one', { slots: [1] });
    const to = join(folder, 'copy');
    await backUp(from, to);
    assert.deepEqual((await readdir(to)).sort(), ['history', 'hot.json']);
    await store.close();
    await rm(to, { recursive: true });
    const names = await backUp(from, to);
    assert.ok(names.includes('cold.json'), names.join());
    assert.deepEqual(await readFile(join(to, 'cold.json')), await readFile(join(from, 'cold.json')));
  });

  it('never overwrites, copies no damage, and says what is wrong', async () => {
    const from = join(folder, 'data');
    const to = join(folder, 'copy');
    await assert.rejects(backUp(from, to), /holds no stored data/);
    const { store } = await openStore(from);
    await store.saveConversation(conversation().key, () => conversation());
    await store.close();
    await mkdir(to);
    await assert.rejects(backUp(from, to), /exists already/);
    await rm(to, { recursive: true });
    await writeFile(join(from, 'hot.json'), '{"v":1,');
    await assert.rejects(backUp(from, to), /hot\.json is damaged/);
    assert.deepEqual(await readdir(folder), ['data']);
    const child = new Child('src/backup.ts', [], { DATA_DIR: from });
    assert.equal((await child.ended).code, 2);
    const failed = new Child('src/backup.ts', [to], { DATA_DIR: join(folder, 'nowhere') });
    assert.equal((await failed.ended).code, 1);
    assert.match(failed.err, /^\S+ holds no stored data\n$/);
  });
});
