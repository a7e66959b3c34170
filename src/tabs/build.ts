import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundlePages } from './bundle.js';

/** The last step of `npm run build`: the pages are bundled once, into the folder that is named, and not at every start. */
const [folder = 'dist/src/tabs/assets'] = process.argv.slice(2);
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const { name, text } of await bundlePages()) await writeFile(join(folder, name), text);
