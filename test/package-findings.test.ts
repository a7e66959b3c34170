import assert from 'node:assert/strict';
import { encode } from 'fast-png';
import { unzipSync } from 'fflate';
import { type PackageFiles, zip } from '../scripts/manifest/app-package.js';
import { iconFindings } from '../scripts/manifest/icon-checks.js';
import { findings, packageOf, readSource } from './fakes/package-files.js';

// biome-ignore lint/suspicious/noExplicitAny: the tests break the manifest in places that no type foresees.
type Json = any;

function changed(name: string, change: (json: Json) => void): PackageFiles {
  const files = packageOf();
  const json: Json = JSON.parse(new TextDecoder().decode(files[name]));
  change(json);
  return { ...files, [name]: new TextEncoder().encode(JSON.stringify(json)) };
}

describe('a package', () => {
  it('is valid as it is kept', () => {
    assert.deepEqual(findings(packageOf()), []);
  });

  it('has the same bytes whenever and in whatever order it is made', () => {
    const files = packageOf();
    const backwards = Object.fromEntries(Object.entries(files).reverse());
    assert.deepEqual(zip(files), zip(backwards));
    assert.deepEqual(unzipSync(zip(files)), unzipSync(zip(packageOf())));
  });

  const broken: [string, string, (json: Json) => void, RegExp][] = [
    [
      'a field that the schema does not know',
      'manifest.json',
      (m) => {
        m.motto = 'x';
      },
      /^manifest\.json must not have “motto”$/,
    ],
    [
      'a scope in the wrong case',
      'manifest.json',
      (m) => {
        m.bots[0].scopes[2] = 'groupchat';
      },
      /bots\[0\]\.scopes\[2\] must be one of team/,
    ],
    [
      'another version of the schema',
      'manifest.json',
      (m) => {
        m.manifestVersion = '1.20';
      },
      /manifestVersion must be 1\.29/,
    ],
    [
      'a name that is too long',
      'manifest.json',
      (m) => {
        m.name.short = 'x'.repeat(31);
      },
      /name\.short must NOT have more than 30/,
    ],
    [
      'an id that is no GUID',
      'manifest.json',
      (m) => {
        m.id = 'herald';
      },
      /manifest\.json: id must match pattern/,
    ],
    [
      'a bot of another app',
      'manifest.json',
      (m) => {
        m.bots[0].botId = m.bots[0].botId.replace('7', '8');
      },
      /bots\[0\]\.botId must be the id of the app/,
    ],
    [
      'a token for another address',
      'manifest.json',
      (m) => {
        m.webApplicationInfo.resource = 'api://elsewhere.example/x';
      },
      /webApplicationInfo\.resource/,
    ],
    [
      'a domain with its scheme',
      'manifest.json',
      (m) => {
        m.validDomains.push('https://other.example');
      },
      /validDomains\[1\] must be a host/,
    ],
    [
      'a link domain with a path',
      'manifest.json',
      (m) => {
        m.composeExtensions[0].messageHandlers[0].value.domains = ['a.example/x'];
      },
      /domains\[0\] must be a host/,
    ],
    [
      'a page on a host that is not named',
      'manifest.json',
      (m) => {
        m.staticTabs[0].contentUrl = 'https://other.example/';
      },
      /staticTabs\[0\]\.contentUrl is on a host/,
    ],
    [
      'an address without TLS',
      'manifest.json',
      (m) => {
        m.developer.websiteUrl = 'http://herald.example.net';
      },
      /developer\.websiteUrl must be https/,
    ],
    [
      'a placeholder that nothing fills',
      'manifest.json',
      (m) => {
        m.developer.name = `$${'{COMPANY}'}`;
      },
      /developer\.name holds the placeholder COMPANY/,
    ],
    [
      'thirteen commands in a scope',
      'manifest.json',
      (m) => {
        m.bots[0].commandLists[0].commands = Array.from({ length: 13 }, (_, n) => ({
          title: `c${n}`,
          description: 'x',
        }));
      },
      /must NOT have more than 12 items/,
    ],
    [
      'a command twice',
      'manifest.json',
      (m) => {
        m.bots[0].commandLists[0].commands[1].title = 'help';
      },
      /commandLists\[0\] has “help” twice/,
    ],
    [
      'a search without a parameter',
      'manifest.json',
      (m) => {
        delete m.composeExtensions[0].commands[0].parameters;
      },
      /commands\[0\] is a search and needs a parameter/,
    ],
    [
      'an action without a form',
      'manifest.json',
      (m) => {
        delete m.composeExtensions[0].commands[5].fetchTask;
      },
      /commands\[5\] is an action and needs fetchTask/,
    ],
    [
      'a list for a scope without the bot',
      'manifest.json',
      (m) => {
        m.bots[0].scopes = ['team', 'personal'];
      },
      /is for groupChat/,
    ],
    [
      'an icon in a folder that is not there',
      'manifest.json',
      (m) => {
        m.icons.color = 'icons/color.png';
      },
      /^icons\/color\.png is missing$/,
    ],
    [
      'no bot at all',
      'manifest.json',
      (m) => {
        delete m.bots;
      },
      /lacks parts/,
    ],
    [
      'a command that is not described in Kazakh',
      'kk.json',
      (k) => {
        delete k['bots[0].commandLists[1].commands[3].description'];
      },
      /commands\[3\]\.description is missing/,
    ],
    [
      'a tab that is not named in Kazakh',
      'kk.json',
      (k) => {
        delete k['staticTabs[0].name'];
      },
      /staticTabs\[0\]\.name is missing/,
    ],
    [
      'a description that is too long in Kazakh alone',
      'kk.json',
      (k) => {
        k['description.short'] = 'ұ'.repeat(81);
      },
      /kk\.json: description\.short must NOT have more than 80/,
    ],
    [
      'a text of a command that is not there',
      'kk.json',
      (k) => {
        k['composeExtensions[0].commands[9].description'] = 'жоқ';
      },
      /commands\[9\]\.description is nowhere in the manifest/,
    ],
    [
      'a translated command word',
      'kk.json',
      (k) => {
        k['bots[0].commandLists[0].commands[0].title'] = 'көмек';
      },
      /title is the same in every language/,
    ],
    [
      'a key of no manifest',
      'kk.json',
      (k) => {
        k.motto = 'ұран';
      },
      /kk\.json must not have “motto”/,
    ],
    [
      'a text of blanks',
      'kk.json',
      (k) => {
        k['staticTabs[0].name'] = ' ';
      },
      /must not be empty/,
    ],
    [
      'a text that is none',
      'kk.json',
      (k) => {
        k['staticTabs[0].name'] = 7;
      },
      /staticTabs\[0\]\.name must be string/,
    ],
  ];
  for (const [what, name, change, expected] of broken) {
    it(`with ${what} is refused`, () => {
      assert.ok(
        findings(changed(name, change)).some((one) => expected.test(one)),
        findings(changed(name, change)).join('\n'),
      );
    });
  }

  it('without a file that it names, or with one that is no JSON, is refused', () => {
    const { 'kk.json': _strings, ...without } = packageOf();
    assert.deepEqual(findings(without), ['kk.json is missing']);
    const noJson = new TextEncoder().encode('{');
    assert.notDeepEqual(findings({ ...packageOf(), 'kk.json': noJson }), []);
    assert.notDeepEqual(findings({ ...packageOf(), 'manifest.json': noJson }), []);
  });
});

describe('an icon', () => {
  const draw = (size: number, pixel: (at: number) => [number, number, number, number]) =>
    encode({
      width: size,
      height: size,
      data: Uint8Array.from(Array.from({ length: size * size }, (_, at) => pixel(at)).flat()),
    });
  const wrong = (kind: 'color' | 'outline', png: Uint8Array) =>
    iconFindings(kind, 'icon.png', png)
      .map((one) => one.problem)
      .join();

  it('as it is kept has its size, the one in colour without a hole, the outline white on nothing', () => {
    assert.equal(wrong('color', readSource('color.png')), '');
    assert.equal(wrong('outline', readSource('outline.png')), '');
  });

  it('of another size, with holes, with a ground, of two tones, empty, or no picture is refused', () => {
    assert.match(
      wrong(
        'color',
        draw(96, () => [9, 9, 9, 255]),
      ),
      /192 × 192 pixels, is 96 × 96/,
    );
    assert.match(
      wrong(
        'color',
        draw(192, (at) => [9, 9, 9, at === 5 ? 0 : 255]),
      ),
      /opaque/,
    );
    assert.match(
      wrong(
        'outline',
        draw(32, () => [255, 255, 255, 255]),
      ),
      /transparent/,
    );
    assert.match(
      wrong(
        'outline',
        draw(32, (at) => [at % 2 ? 255 : 90, 255, 255, at > 9 ? 255 : 0]),
      ),
      /one tone/,
    );
    assert.match(
      wrong(
        'outline',
        draw(32, () => [255, 255, 255, 0]),
      ),
      /show something/,
    );
    assert.match(wrong('outline', readSource('color.png')), /32 × 32/);
    for (const bytes of [new Uint8Array(), readSource('icon.svg'), readSource('color.png').subarray(0, 300)]) {
      assert.match(wrong('color', bytes), /must be a PNG/);
    }
  });
});
