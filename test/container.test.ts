import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { variables } from '../src/config/variables.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (name: string) => readFileSync(join(root, name), 'utf8');

interface Instruction {
  name: string;
  text: string;
}

/** The stages of the Dockerfile, each from its FROM on; continued lines are one instruction. */
function stages(): Instruction[][] {
  const lines = read('Dockerfile')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const found: Instruction[][] = [];
  for (const line of lines) {
    const [, name = '', text = ''] = /^(\w+)\s+(.*)$/.exec(line) ?? [];
    if (name === 'FROM') found.push([]);
    found.at(-1)?.push({ name, text });
  }
  return found;
}

const [build = [], last = []] = stages();
const all = (stage: Instruction[], name: string) => stage.filter((one) => one.name === name).map((one) => one.text);
const sourcesOf = (copy: string) => copy.split(' ').slice(0, -1);

describe('the container', () => {
  it('is made in two stages, and the product comes from the first', () => {
    assert.equal(stages().length, 2);
    assert.match(all(build, 'FROM').join(), / AS build$/);
    assert.deepEqual(
      all(last, 'COPY').filter((text) => text.startsWith('--from')),
      ['--from=build /app/dist ./dist'],
    );
  });

  it('copies only what exists and is in its context', () => {
    const context = read('.dockerignore').split('\n').filter(Boolean);
    assert.equal(context[0], '*');
    const copied = [...all(build, 'COPY'), ...all(last, 'COPY')].filter((text) => !text.startsWith('--from'));
    for (const source of copied.flatMap(sourcesOf)) {
      assert.ok(existsSync(join(root, source)), source);
      assert.ok(context.includes(`!${source}`), `${source} is not in the context`);
    }
  });

  it('builds from every folder that the build reads', () => {
    const { include } = JSON.parse(read('tsconfig.build.json')) as { include: string[] };
    const copied = all(build, 'COPY').flatMap(sourcesOf);
    for (const folder of [...include, 'cards']) assert.ok(copied.includes(folder), folder);
    assert.deepEqual(all(build, 'RUN').at(-1), 'npm run build');
  });

  it('installs no development dependency into what runs', () => {
    assert.deepEqual(
      all(last, 'RUN').filter((text) => text.includes('npm')),
      ['npm ci --omit=dev --ignore-scripts && npm cache clean --force'],
    );
  });

  it('runs as a user without rights, and plain Node on the built product', () => {
    const order = last.map((one) => one.name);
    assert.deepEqual(all(last, 'USER'), ['node']);
    assert.ok(order.indexOf('USER') > order.lastIndexOf('RUN'), 'nothing is installed as that user');
    const command = JSON.parse(all(last, 'CMD').join()) as string[];
    assert.deepEqual(command, ['node', '--enable-source-maps', 'dist/src/main.js']);
    assert.ok(existsSync(join(root, 'src/main.ts')));
  });

  it('is healthy when /healthz answers on the port it listens on', () => {
    const check = all(last, 'HEALTHCHECK').join();
    const [, , script = ''] = JSON.parse(check.slice(check.indexOf('['))) as string[];
    assert.match(script, /process\.env\.PORT \|\| (\d+)\) \+ '\/healthz'/);
    assert.deepEqual(all(last, 'EXPOSE'), [variables.PORT.default]);
    assert.ok(script.includes(`|| ${variables.PORT.default})`));
    assert.doesNotThrow(() => new Function(script));
  });

  it('keeps its data in a volume that its user owns', () => {
    const [volume = ''] = all(last, 'VOLUME');
    assert.match(all(last, 'ENV').join(), new RegExp(`\\bDATA_DIR=${volume}\\b`));
    assert.ok(all(last, 'RUN').some((text) => text.includes('-o node') && text.endsWith(` ${volume}`)));
  });
});

describe('what runs in production', () => {
  const filesBelow = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return ['src/emulator', 'src/demo'].includes(path) ? [] : filesBelow(path);
      return path.endsWith('.ts') ? [path] : [];
    });

  it('imports nothing but dependencies that are installed there', () => {
    const { dependencies, scripts } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
    const packages = [...filesBelow('src'), ...filesBelow('bot')].flatMap((file) =>
      [...read(file).matchAll(/^(?:import|export)\s+(?!type\b)[^'";]*?from\s+'([^'.][^']*)'/gm)].map(([, name = '']) =>
        name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/'),
      ),
    );
    const missing = new Set(packages.filter((name) => !(name in (dependencies ?? {}))));
    const builtin = [...missing].filter((name) => name.startsWith('node:') || builtinModules.includes(name));
    assert.deepEqual([...missing].sort(), builtin.sort());
    assert.match(scripts?.start ?? '', /--import tsx/);
    assert.ok('tsx' in (dependencies ?? {}), 'npm start needs tsx in production as well');
  });
});
