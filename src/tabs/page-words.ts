import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/** What the pages say of the catalogues, by the beginning of the key: the whole of them is four times as much. */
export const pageWordPrefixes = [
  'button.cancel',
  'button.resume',
  'button.save',
  'button.snooze',
  'cannot-fire.',
  'error.',
  'kind.',
  'life.',
  'object.',
  'operation.',
  'polling.',
  'quota.lane-bulk',
  'quota.lane-chat',
  'quota.lane-polling',
  'quota.lane-search',
  'row.',
  'rule.',
  'snooze.',
  'status.',
  'tab.',
  'threshold.',
  'time.',
  'wish.',
];

/** Leaves the rest of the catalogues out of a bundle for the browser. */
export const pageWords: Plugin = {
  name: 'page-words',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/]locales[\\/]\w+\.json$/ }, async ({ path }) => {
      const all = JSON.parse(await readFile(path, 'utf8')) as Record<string, string>;
      const kept = Object.entries(all).filter(([key]) => pageWordPrefixes.some((prefix) => key.startsWith(prefix)));
      return { contents: JSON.stringify(Object.fromEntries(kept)), loader: 'json' };
    });
  },
};
