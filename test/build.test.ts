import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Child } from './fakes/child-process.js';

const root = fileURLToPath(new URL('..', import.meta.url));

describe('npm run build', function () {
  this.timeout(60_000);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-build-'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await symlink(join(root, 'node_modules'), join(folder, 'node_modules'), 'dir');
    const compiler = new Child('node_modules/typescript/bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', folder]);
    assert.equal((await compiler.ended).code, 0, compiler.out);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('makes a product that plain Node runs, cards and words included', async () => {
    // All cards and catalogues are loaded before the configuration is read.
    const child = new Child(join(folder, 'src/main.js'));
    assert.equal((await child.ended).code, 2, child.err);
    assert.match(child.err, /^CI_INSTANCE_ID: is missing$/m);
    for (const part of ['cards/source-failed.json', 'src/locales/kk.json']) assert.ok(existsSync(join(folder, part)));
  });

  it('leaves the stand-ins out of it', () => {
    for (const part of ['src/emulator', 'src/demo', 'test']) assert.ok(!existsSync(join(folder, part)), part);
  });
});
