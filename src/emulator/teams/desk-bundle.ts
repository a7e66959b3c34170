import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const desk = fileURLToPath(new URL('./desk/', import.meta.url));

export interface DeskBundle {
  /** The desk page's script. */
  js: string;
  /** Style sheet of the desk page; the part for cards stands under `.card-view` and works alone. */
  css: string;
  /** Card drawing alone: a script that sets the global `heraldCards` with `drawCard` (see src/browser/card-view.ts). */
  cardJs: string;
}

const shared: BuildOptions = {
  absWorkingDir: desk,
  bundle: true,
  write: false,
  minify: true,
  platform: 'browser',
  target: 'es2022',
  legalComments: 'none',
  charset: 'utf8',
  logLevel: 'silent',
  // The package's module entry imports without extensions and pulls in a carousel library; the distributed file is whole.
  alias: { adaptivecards: 'adaptivecards/dist/adaptivecards.min.js' },
};

async function bundle(entry: string, options: BuildOptions = {}): Promise<string> {
  const result = await build({ ...shared, ...options, entryPoints: [entry] });
  return result.outputFiles?.[0]?.text ?? '';
}

let built: Promise<DeskBundle> | undefined;

/** Builds the browser files once per process, in memory (about 0.2 s). */
export function bundleDesk(): Promise<DeskBundle> {
  built ??= (async () => {
    const [js, css, cardJs] = await Promise.all([
      bundle('desk.ts'),
      bundle('desk.css'),
      bundle('../../../browser/card-view.ts', { format: 'iife', globalName: 'heraldCards' }),
    ]);
    return { js, css, cardJs };
  })();
  return built;
}
