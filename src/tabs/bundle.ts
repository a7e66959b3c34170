import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';
import { pageWords } from './page-words.js';

/** A file that browsers load. Its name holds a hash of what is in it: it may be kept for ever. */
export interface Asset {
  name: string;
  contentType: string;
  text: string;
}

export interface Assets {
  /** By name, as in the address. */
  files: ReadonlyMap<string, Asset>;
  /** By entry: `board.js` is `board.3f2a....js`. */
  names: ReadonlyMap<string, string>;
}

const pages = fileURLToPath(new URL('./pages/', import.meta.url));
/** Where `npm run build` puts what it made of the pages; the sources are bundled anew where it is not there. */
const builtFolder = fileURLToPath(new URL('./assets/', import.meta.url));

const scripts = ['configure', 'board', 'gallery'] as const;
const styles = 'tabs.css';

const options: BuildOptions = {
  bundle: true,
  write: false,
  minify: true,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'silent',
  // The package's module entry imports without extensions and pulls in a carousel library; the distributed file is whole.
  alias: { adaptivecards: 'adaptivecards/dist/adaptivecards.min.js' },
};

/** Bundles the sources in memory (about 0.3 s). `folder` is another one in tests. */
export async function bundlePages(folder = pages): Promise<Asset[]> {
  // Loaded here alone: a built product needs no bundler.
  const { build } = await import('esbuild');
  const bundle = async (entry: string, source: string): Promise<Asset> => {
    const result = await build({ ...options, plugins: [pageWords], absWorkingDir: folder, entryPoints: [source] });
    return assetOf(entry, result.outputFiles?.[0]?.text ?? '');
  };
  return Promise.all([...scripts.map((name) => bundle(`${name}.js`, `${name}.ts`)), bundle(styles, styles)]);
}

function assetOf(entry: string, text: string): Asset {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const name = entry.replace(/\.(\w+)$/, `.${hash}.$1`);
  return { name, contentType: typeOf(name), text };
}

const typeOf = (name: string) => (name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8');

async function builtAssets(): Promise<Asset[]> {
  const names = (await readdir(builtFolder)).filter((name) => /\.[0-9a-f]{16}\.(js|css)$/.test(name));
  const read = async (name: string) => ({
    name,
    contentType: typeOf(name),
    text: await readFile(join(builtFolder, name), 'utf8'),
  });
  return Promise.all(names.map(read));
}

let loaded: Promise<Assets> | undefined;

/** What the pages need, made or read once per process. Rejects with what the bundler says; the next call tries again. */
export function pageAssets(): Promise<Assets> {
  loaded ??= load().catch((error) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load(): Promise<Assets> {
  const all = existsSync(builtFolder) ? await builtAssets() : await bundlePages();
  const entryOf = (name: string) => name.replace(/\.[0-9a-f]{16}\./, '.');
  return {
    files: new Map(all.map((one) => [one.name, one])),
    names: new Map(all.map((one) => [entryOf(one.name), one.name])),
  };
}
