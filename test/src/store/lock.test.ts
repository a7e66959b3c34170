import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory } from '../../../src/store/lock.js';

describe('the lock of a data directory', () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'herald-lock-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  it('is held by one, and free again after its release', async () => {
    const first = await lockDirectory(dataDir);
    await assert.rejects(lockDirectory(dataDir), { code: 'store-locked' });
    await first.release();
    const second = await lockDirectory(dataDir);
    await second.release();
    assert.deepEqual(await readdir(join(dataDir, 'lock')), []);
  });

  it('of many that start together exactly one gets it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const tries = await Promise.allSettled(Array.from({ length: 8 }, () => lockDirectory(dataDir)));
      const held = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
      const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
      assert.equal(held.length, 1);
      assert.deepEqual(new Set(refused), new Set(['store-locked']));
      await held[0]?.release();
    }
  });

  it('is free at once when its holder is killed, and what the holder left is cleared', async () => {
    const module = new URL('../../../src/store/lock.ts', import.meta.url).href;
    const script = `const { lockDirectory } = await import(${JSON.stringify(module)});
      await lockDirectory(process.argv[1]); process.stdout.write('held'); setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, dataDir]);
    await once(child.stdout, 'data');
    await assert.rejects(lockDirectory(dataDir), { code: 'store-locked' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal((await readdir(join(dataDir, 'lock'))).length, 1);
    const lock = await lockDirectory(dataDir);
    assert.equal((await readdir(join(dataDir, 'lock'))).length, 1);
    await lock.release();
  });

  it('a path too long for a socket is locked all the same', async () => {
    const deep = join(dataDir, 'x'.repeat(120));
    await mkdir(deep);
    const lock = await lockDirectory(deep);
    await assert.rejects(lockDirectory(deep), { code: 'store-locked' });
    await lock.release();
    assert.deepEqual(await readdir(deep), []);
  });
});
