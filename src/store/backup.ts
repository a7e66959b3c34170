import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseCold } from './cold-file.js';
import { DurableFile } from './durable-file.js';
import { nodeFs } from './fs.js';
import { parseHot } from './hot-file.js';

/** Writers replace the cold file once per hundred changes of it: a second look is nearly always enough. */
const MOST_LOOKS = 50;

/** Why there is no copy. Its message is for the person who asked for one. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/**
 * Copies what is stored in `from` to the new folder `to`, also while a process uses it, and resolves with the names of
 * the files. The copy is a state that a power loss at one moment would have left, and such a state the store opens. What
 * was called of Customer Insights (`grants.json`) and the lock belong to the moment and stay out. A folder `to` that
 * stands is a whole copy. Throws `BackupError`.
 */
export async function backUp(from: string, to: string): Promise<string[]> {
  if ((await entriesOf(to)) !== undefined) throw new BackupError(`${to} exists already`);
  const { cold, hot } = await steadyPair(from);
  const part = `${to}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(join(part, 'history'), { recursive: true, mode: 0o700 });
  const names = [
    ...(await write(join(part, 'hot.json'), hot)),
    ...(await write(join(part, 'cold.json'), cold)),
    ...(await copyHistory(join(from, 'history'), join(part, 'history'))),
  ];
  await nodeFs.syncDir(part);
  await rename(part, to);
  await nodeFs.syncDir(dirname(to));
  return names;
}

/** A hot file, and the cold file that stood before and after it was read: together they were on the disk at one moment. */
async function steadyPair(from: string): Promise<{ cold: string | undefined; hot: string | undefined }> {
  let cold = await newest(join(from, 'cold.json'));
  for (let look = 0; look < MOST_LOOKS; look += 1) {
    const hot = await newest(join(from, 'hot.json'));
    const after = await newest(join(from, 'cold.json'));
    if (cold === undefined && hot === undefined) throw new BackupError(`${from} holds no stored data`);
    if (cold === after) {
      assertReadable('cold.json', cold, parseCold);
      assertReadable('hot.json', hot, parseHot);
      return { cold, hot };
    }
    cold = after;
  }
  throw new BackupError(`${from} changes too fast to be copied; try again`);
}

/** Between the two renames of a write only `.bak` stands, and then it is the newest. */
async function newest(path: string): Promise<string | undefined> {
  const file = new DurableFile(nodeFs, path);
  return (await file.read()) ?? (await file.readBackup());
}

/** A copy that cannot be opened is found out now, not on the day when it is needed. */
function assertReadable(name: string, text: string | undefined, parse: (raw: unknown) => { bad: string[] }): void {
  if (text === undefined) return;
  try {
    if (parse(JSON.parse(text)).bad.length === 0) return;
  } catch {
    // Told below, like records that cannot be read.
  }
  throw new BackupError(
    `${name} is damaged; start the product, which says what it could save, and stop it, then try again`,
  );
}

async function write(path: string, text: string | undefined): Promise<string[]> {
  if (text === undefined) return [];
  const file = await nodeFs.open(path, 'w');
  try {
    await file.write(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return [basename(path)];
}

/** Copied after the hot file: lines that left it meanwhile are here, and lines that are in both are told apart by number. */
async function copyHistory(from: string, to: string): Promise<string[]> {
  const names = ((await entriesOf(from)) ?? []).filter((name) => name.endsWith('.jsonl')).sort();
  const copied: string[] = [];
  for (const name of names) {
    if (await copyDurably(join(from, name), join(to, name))) copied.push(`history/${name}`);
  }
  await nodeFs.syncDir(to);
  return copied;
}

/** False when the file went meanwhile: its month was too old to keep. */
async function copyDurably(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  const file = await open(to, 'r+');
  try {
    await file.chmod(0o600);
    await file.sync();
  } finally {
    await file.close();
  }
  return true;
}

async function entriesOf(folder: string): Promise<string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
