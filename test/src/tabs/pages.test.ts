import assert from 'node:assert/strict';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { bundlePages } from '../../../src/tabs/bundle.js';
import { TabWorld } from '../../fakes/tab-world.js';

describe('the pages of the tab', () => {
  let world: TabWorld;
  before(async () => {
    world = await new TabWorld().open({ hostOrigins: ['http://127.0.0.1:4100'] });
  });
  after(() => world.close());

  /** As it is written, without what a client would tidy up. */
  const raw = (path: string) =>
    new Promise<{ status: number; text: string }>((resolve, reject) => {
      const { hostname, port } = new URL(world.base);
      const sent = request({ hostname, port, path }, (response) => {
        let text = '';
        response.on('data', (part: Buffer) => {
          text += part.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      sent.on('error', reject);
      sent.end();
    });

  for (const page of ['configure', 'board', 'gallery']) {
    it(`${page} may be framed by Teams alone, and loads nothing from elsewhere`, async () => {
      const { status, text, headers } = await world.get(`/tabs/${page}`);
      assert.equal(status, 200);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /^default-src 'self';/);
      assert.match(
        policy,
        /frame-ancestors [^;]*https:\/\/teams\.microsoft\.com https:\/\/\*\.teams\.microsoft\.com https:\/\/\*\.cloud\.microsoft /,
      );
      assert.match(policy, /http:\/\/127\.0\.0\.1:4100;/);
      assert.doesNotMatch(policy, /unsafe|\*;|\* /);
      assert.deepEqual(
        [headers.get('x-content-type-options'), headers.get('cache-control'), headers.get('x-frame-options')],
        ['nosniff', 'no-store', null],
      );
      assert.match(headers.get('content-type') ?? '', /^text\/html; charset=utf-8$/);
      assert.doesNotMatch(
        text,
        /<script(?![^>]* src="\/tabs\/)|<style|\sstyle=|\son\w+=|https?:\/\/(?!127\.0\.0\.1:4100)/,
      );
      assert.match(text, new RegExp(`data-page="${page}"`));
    });
  }

  it('speak the language that is asked for, and no other than ours', async () => {
    const lang = async (query: string, headers = {}) =>
      /<html lang="([^"]*)"/.exec((await world.get(`/tabs/board${query}`, undefined, headers)).text)?.[1];
    assert.equal(await lang('?locale=kk-KZ'), 'kk');
    assert.equal(await lang('', { 'accept-language': 'kk,en;q=0.5' }), 'kk');
    assert.equal(await lang('?locale="><script>alert(1)</script>'), 'en');
  });

  it('get scripts that may be kept for ever, by names that change with what is in them', async () => {
    const { text } = await world.get('/tabs/board');
    const src = /src="([^"]+)"/.exec(text)?.[1] ?? '';
    const asset = await world.get(src);
    assert.deepEqual([asset.status, asset.text], [200, '/* board.js */']);
    assert.equal(asset.headers.get('content-type'), 'text/javascript');
    assert.match(asset.headers.get('cache-control') ?? '', /immutable/);
  });

  it('have no way into a folder', async () => {
    for (const path of [
      '../../package.json',
      '..%2f..%2fpackage.json',
      '%2e%2e/%2e%2e/package.json',
      '....//package.json',
      'board.js',
      '%00',
      '__proto__',
      'constructor',
      '',
      '..\\..\\package.json',
      '%c0%ae%c0%ae/package.json',
    ]) {
      const { status, text } = await raw(`/tabs/assets/${path}`);
      assert.ok(status === 404 || status === 400, `${path}: ${status}`);
      assert.doesNotMatch(text, /insights-herald|dependencies|at /, path);
    }
  });

  it('are bundled alone, into files named by their content', async () => {
    const folder = fileURLToPath(new URL('../../fixtures/tab-pages/', import.meta.url));
    const [once, twice] = [await bundlePages(folder), await bundlePages(folder)];
    const names = once.map((one) => one.name);
    assert.deepEqual(
      names,
      twice.map((one) => one.name),
    );
    assert.match(
      names.join(' '),
      /^configure\.[0-9a-f]{16}\.js board\.[0-9a-f]{16}\.js gallery\.[0-9a-f]{16}\.js tabs\.[0-9a-f]{16}\.css$/,
    );
    assert.equal(new Set(names).size, 4);
    assert.match(once.at(-1)?.text ?? '', /margin:\s*0/);
  });
});
