import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog } from '../../../src/base/log.js';
import { createFileStore } from '../../../src/store/file-store.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { MemoryStore } from '../../fakes/memory-store.js';
import { describeStore } from './store-contract.js';

const log = createLog('silent');
const folders: string[] = [];

async function openFileStore(dataDir: string) {
  const store = createFileStore({ dataDir, clock: new FakeClock(), log });
  await store.open();
  return store;
}

after(() => Promise.all(folders.map((one) => rm(one, { recursive: true, force: true }))));

describeStore('the file store', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'herald-store-'));
  folders.push(dataDir);
  let store = await openFileStore(dataDir);
  return {
    store,
    async reopen() {
      await store.close();
      store = await openFileStore(dataDir);
      return store;
    },
  };
});

describeStore('the memory store', async () => {
  const store = new MemoryStore();
  return { store, reopen: async () => store };
});
