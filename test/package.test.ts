import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { linkDomainsOf, readPackageValues } from '../scripts/manifest/environment.js';
import { ConfigError } from '../src/config/config.js';
import { Child } from './fakes/child-process.js';
import { findings, goodEnvironment, packageOf, readSource } from './fakes/package-files.js';

const appId = goodEnvironment.MicrosoftAppId.toLowerCase();
/** A JSON value as it was packed. */
// biome-ignore lint/suspicious/noExplicitAny: only what is asked for here has to be there.
type Json = any;

describe('npm run package', function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'herald-package-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('makes an archive with the filled manifest, its strings and its icons at the root', async () => {
    const child = new Child('scripts/package.ts', [folder], goodEnvironment);
    assert.deepEqual(await child.ended, { code: 0, signal: null }, child.err);
    assert.match(child.out, /Valid by Microsoft's schema 1\.29/);
    const files = unzipSync(await readFile(join(folder, 'insights-herald.zip')));
    assert.deepEqual(Object.keys(files).sort(), ['color.png', 'kk.json', 'manifest.json', 'outline.png']);
    const text = new TextDecoder().decode(files['manifest.json']);
    const manifest: Json = JSON.parse(text);
    assert.doesNotMatch(text, /\$\{|undefined/);
    assert.deepEqual([manifest.id, manifest.bots[0].botId], [appId, appId]);
    assert.equal(manifest.composeExtensions.length, 1);
    assert.equal(manifest.configurableTabs[0].configurationUrl, 'https://herald.example.net/tabs/configure');
    assert.equal(manifest.staticTabs[0].contentUrl, 'https://herald.example.net/tabs/board');
    assert.deepEqual(manifest.validDomains, ['herald.example.net']);
    assert.deepEqual(manifest.webApplicationInfo, { id: appId, resource: `api://herald.example.net/${appId}` });
    assert.equal(manifest.developer.privacyUrl, 'https://herald.example.net/privacy');
    for (const name of ['color.png', 'outline.png']) {
      assert.deepEqual(Buffer.from(files[name] ?? []), readSource(name), name);
    }
  });

  it('makes the same bytes in another zone of time', async () => {
    const archives = await Promise.all(
      ['Pacific/Auckland', 'America/Los_Angeles'].map(async (zone) => {
        const own = join(folder, zone);
        const child = new Child('scripts/package.ts', [own], { ...goodEnvironment, TZ: zone });
        assert.equal((await child.ended).code, 0, child.err);
        return readFile(join(own, 'insights-herald.zip'));
      }),
    );
    assert.deepEqual(archives[0], archives[1]);
  });

  it('without its variables writes nothing, ends with code 2 and names them all, without a value', async () => {
    const child = new Child('scripts/package.ts', [folder], {
      MicrosoftAppId: 'hush-hush',
      PUBLIC_URL: 'http://hush.example',
    });
    assert.equal((await child.ended).code, 2);
    assert.match(child.err, /^MicrosoftAppId: /m);
    assert.match(child.err, /^PUBLIC_URL: must start with https:\/\/$/m);
    assert.doesNotMatch(child.err + child.out, /hush|\n\s+at /);
    await assert.rejects(readFile(join(folder, 'insights-herald.zip')), { code: 'ENOENT' });
  });
});

describe('the environment of a package', () => {
  const problems = (env: Record<string, string>) => {
    try {
      readPackageValues(env);
      return [];
    } catch (error) {
      assert.ok(error instanceof ConfigError);
      return error.problems.map(({ variable, problem }) => `${variable} ${problem}`);
    }
  };

  it('lists everything that is missing at once', () => {
    assert.deepEqual(problems({}), ['MicrosoftAppId is missing', 'PUBLIC_URL is missing']);
    assert.deepEqual(problems({ MicrosoftAppId: '', PUBLIC_URL: ' ' }).length, 2);
  });

  const refused: [string, RegExp][] = [
    ['herald.example.net', /absolute/],
    ['http://herald.example.net', /https/],
    ['https://localhost', /reach/],
    ['https://127.0.0.1', /reach/],
    ['https://[::1]', /reach/],
    ['https://herald.example.net.', /reach/],
    ['https://herald', /reach/],
    ['https://herald.example.net:8443', /443/],
    ['https://user:word@herald.example.net', /user/],
    ['https://herald.example.net/bot', /path/],
    ['https://herald.example.net/?a=b', /path/],
  ];
  for (const [address, reason] of refused) {
    it(`refuses ${address} as PUBLIC_URL`, () => {
      assert.match(problems({ ...goodEnvironment, PUBLIC_URL: address }).join(), reason);
    });
  }

  it('refuses an id that is no GUID, or that is nobody', () => {
    for (const id of ['herald', '7d6f3c1a', '00000000-0000-0000-0000-000000000000']) {
      assert.match(problems({ ...goodEnvironment, MicrosoftAppId: id }).join(), /^MicrosoftAppId /, id);
    }
  });

  it('signs people in with an app of their own where the bot is a managed identity', () => {
    const managed = { ...goodEnvironment, MicrosoftAppType: 'UserAssignedMSI' };
    assert.match(problems(managed).join(), /^TAB_APP_ID is missing/);
    const tab = '9b1c2d3e-4f50-4a6b-8c7d-0e1f2a3b4c5d';
    const text = new TextDecoder().decode(packageOf({ ...managed, TAB_APP_ID: tab })['manifest.json']);
    const { id, webApplicationInfo: web }: Json = JSON.parse(text);
    assert.deepEqual([id, web.id, web.resource], [appId, tab, `api://herald.example.net/${tab}`]);
    assert.deepEqual(problems({ ...managed, TAB_APP_ID: 'herald' }).length, 1);
    const typo = { ...goodEnvironment, MicrosoftAppType: 'UserAssignedMsi' };
    assert.match(problems(typo).join(), /^MicrosoftAppType /);
  });

  it('names the hosts of the links that its environment sets', () => {
    assert.deepEqual(linkDomainsOf({}, ['a.example']), ['a.example']);
    const patterns = 'https://ci.example/{instance}/s/{segment}, https://ci.example/m/{measure}';
    assert.deepEqual(linkDomainsOf({ LINK_PATTERNS: patterns }, ['a.example']), ['ci.example']);
    assert.throws(() => linkDomainsOf({ LINK_PATTERNS: 'https://ci.example/' }, []), ConfigError);
  });

  it('of any registration and any host makes a valid package', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.domain(), (id, host) => {
        assert.deepEqual(findings(packageOf({ MicrosoftAppId: id, PUBLIC_URL: `https://${host}` })), []);
      }),
      { numRuns: 20 },
    );
  });
});
