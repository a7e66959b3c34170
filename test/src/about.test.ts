import assert from 'node:assert/strict';
import { createLog } from '../../src/base/log.js';
import { createServer, type Server } from '../../src/server.js';
import { packageOf } from '../fakes/package-files.js';

describe('the pages that the app names in Teams', () => {
  let server: Server;
  let base: string;

  before(async () => {
    const log = createLog('silent');
    server = createServer({ host: '127.0.0.1', port: 0, routes: [], ready: () => [], local: true, log });
    await server.start();
    base = `http://127.0.0.1:${server.address()?.port}`;
  });
  after(() => server.stop());

  const linked = () => {
    const { developer } = JSON.parse(new TextDecoder().decode(packageOf()['manifest.json'])) as {
      developer: Record<string, string>;
    };
    return ['websiteUrl', 'privacyUrl', 'termsOfUseUrl'].map((name) => new URL(developer[name] ?? '').pathname);
  };

  it('are there, in plain text, in the language that is asked for', async () => {
    for (const path of linked()) {
      for (const [wanted, tag, pattern] of [
        ['kk-KZ,ru;q=0.8', 'kk', /\p{Script=Cyrillic}{5}/u],
        ['de', 'en', /\b(?:Teams|organisation)\b/],
        ['<script>', 'en', /^Insights Herald\n/],
      ] as const) {
        const reply = await fetch(`${base}${path}`, { headers: { 'accept-language': wanted } });
        assert.equal(reply.status, 200, path);
        assert.match(reply.headers.get('content-type') ?? '', /^text\/plain/);
        assert.equal(reply.headers.get('content-language'), tag);
        assert.match(await reply.text(), pattern);
      }
    }
  });
});
