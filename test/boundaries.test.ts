import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : path.endsWith('.ts') ? [path.split(sep).join('/')] : [];
  });
}

interface Import {
  file: string;
  /** A path below the root for one of ours, else the package's name. */
  target: string;
  ours: boolean;
  typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const found = [
    ...text.matchAll(/(?:^|\n)\s*(import|export)\s+(type\s)?[^'";]*?from\s*'([^']+)'/g),
    ...text.matchAll(/(?:^|\n)\s*(import)\s+()'([^']+)'/g),
    ...text.matchAll(/\b(import|require)\s*\(\s*()'([^']+)'/g),
  ];
  return found.map(([, , type, specifier = '']) => {
    const ours = specifier.startsWith('.');
    const target = ours
      ? relative(root, normalize(join(root, dirname(file), specifier)))
          .split(sep)
          .join('/')
          .replace(/\.js$/, '.ts')
      : specifier
          .replace(/^node:/, 'node:')
          .split('/')
          .slice(0, specifier.startsWith('@') ? 2 : 1)
          .join('/');
    return { file, target, ours, typeOnly: type !== undefined };
  });
}

const product = [...filesBelow('src'), ...filesBelow('bot')];
const imports = product.flatMap(importsOf);

/** The room a file is in, and the rooms it may import from. Everyone may import from `src/base` and `src/model`. */
const rooms: [room: string, mayImport: string[]][] = [
  ['src/base/', []],
  ['src/model/', []],
  ['src/config/', []],
  ['src/insights/', ['src/store/store.ts']],
  ['src/store/', []],
  ['src/delivery/', ['src/store/store.ts', 'src/locales/', 'cards/']],
  ['src/triggers/', ['src/insights/port.ts', 'src/store/store.ts']],
  ['src/alerts/', ['src/store/store.ts', 'src/delivery/']],
  ['src/runs/', ['src/store/store.ts', 'src/triggers/']],
  ['src/storage/', []],
  ['src/browser/', []],
  ['src/emulator/', ['src/browser/']],
  ['src/server.ts', ['src/server/']],
  ['src/server/', ['src/delivery/words.ts']],
  [
    'bot/',
    [
      'src/alerts/',
      'src/delivery/',
      'src/insights/port.ts',
      'src/store/store.ts',
      'src/triggers/',
      'src/server/',
      'src/config/',
      'src/storage/',
    ],
  ],
  [
    'src/tabs/',
    [
      'src/alerts/',
      'src/browser/',
      'src/delivery/',
      'src/insights/port.ts',
      'src/store/store.ts',
      'src/server/',
      'src/locales/',
    ],
  ],
  ['src/gallery/', ['src/delivery/', 'bot/commands/']],
  ['src/app/', ['src/', 'bot/']],
  ['src/app.ts', ['src/', 'bot/']],
  ['src/main.ts', ['src/app.ts', 'src/config/']],
  ['src/backup.ts', ['src/config/', 'src/store/']],
  ['src/demo/', ['src/app.ts', 'src/app/', 'src/config/', 'src/emulator/', 'src/insights/port.ts']],
];

function roomOf(file: string): [string, string[]] {
  const room = rooms.find(([prefix]) => file.startsWith(prefix));
  assert.ok(room, `${file} is in no known room; add its room to this test`);
  return room;
}

describe('boundaries', () => {
  it('every import follows the direction of the design', () => {
    const wrong = imports
      .filter((one) => one.ours)
      .filter(({ file, target }) => {
        const [room, allowed] = roomOf(file);
        const open = [room, 'src/base/', 'src/model/', ...allowed];
        return (
          !open.some((prefix) => target.startsWith(prefix)) || (room === 'src/app.ts' && target.includes('/emulator/'))
        );
      })
      .map(({ file, target }) => `${file} -> ${target}`);
    assert.deepEqual(wrong, []);
  });

  it('only the demo, scripts and tests start an emulator', () => {
    const users = imports.filter(
      ({ file, target }) => target.startsWith('src/emulator/') && !/^src\/(emulator|demo)\//.test(file),
    );
    assert.deepEqual(users, []);
  });

  it('no import goes in a circle', () => {
    const next = new Map<string, string[]>();
    for (const { file, target, ours, typeOnly } of imports) {
      if (ours && !typeOnly) next.set(file, [...(next.get(file) ?? []), target]);
    }
    const done = new Set<string>();
    const visit = (file: string, trail: string[]): void => {
      assert.ok(!trail.includes(file), `a circle: ${[...trail, file].join(' -> ')}`);
      if (done.has(file)) return;
      for (const target of next.get(file) ?? []) visit(target, [...trail, file]);
      done.add(file);
    };
    for (const file of product) visit(file, []);
  });

  const homes: Record<string, RegExp> = {
    botbuilder: /^bot\//,
    restify: /^src\/(server\.ts|emulator\/)/,
    lowdb: /^src\/store\//,
    nodemailer: /^src\/delivery\/mail\//,
    '@microsoft/teams-js': /^src\/tabs\//,
  };
  for (const [name, home] of Object.entries(homes)) {
    it(`${name} is imported at its home alone`, () => {
      const users = imports
        .filter(({ target }) => target === name || target.startsWith(`${name}-`))
        .map(({ file }) => file);
      assert.deepEqual(
        users.filter((file) => !home.test(file)),
        [],
      );
      if (name === 'lowdb') assert.equal(new Set(users).size, 1);
    });
  }
});

describe('restify', () => {
  it('has nobody beside it who chains on writeHead, which it replaces for the whole process by one that returns nothing', () => {
    const everywhere = [...product, ...filesBelow('test'), ...filesBelow('bench'), ...filesBelow('scripts')];
    const chained = everywhere.filter((file) =>
      /\.writeHead\([^;]*\)\s*\.(end|write)\(/.test(readFileSync(join(root, file), 'utf8')),
    );
    assert.deepEqual(chained, []);
  });
});

describe('rooms', () => {
  const ours = [...product, ...filesBelow('bench'), ...filesBelow('scripts')];
  const lines = (file: string) => readFileSync(join(root, file), 'utf8').split('\n').length - 1;

  it('no source file is longer than 250 lines, and the median is below 80', () => {
    const sizes = ours.map((file) => [lines(file), file] as const).sort((a, b) => a[0] - b[0]);
    assert.deepEqual(
      sizes.filter(([size]) => size > 250),
      [],
    );
    assert.ok((sizes[Math.floor(sizes.length / 2)]?.[0] ?? 0) < 80);
  });

  it('no test file is longer than 400 lines', () => {
    assert.deepEqual(
      filesBelow('test').filter((file) => lines(file) > 400),
      [],
    );
  });

  it('no folder is called ci', () => {
    const folders = (below: string): string[] =>
      readdirSync(join(root, below))
        .map((name) => `${below}/${name}`)
        .filter((path) => statSync(join(root, path)).isDirectory())
        .flatMap((path) => [path, ...folders(path)]);
    assert.deepEqual(
      ['src', 'bot', 'test', 'bench'].flatMap(folders).filter((path) => /\/ci$/i.test(path)),
      [],
    );
  });
});
