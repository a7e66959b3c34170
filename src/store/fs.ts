import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';

/** A file opened for writing. */
export interface StoreFile {
  write(text: string): Promise<void>;
  /** Resolves when the content is on the disk. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What the store needs of a file system. Tests pass one that fails, loses power or records the order of calls. */
export interface StoreFs {
  /** With its parents; fine if it exists. */
  makeDir(path: string): Promise<void>;
  list(dir: string): Promise<string[]>;
  /** Undefined when there is no such file. */
  read(path: string): Promise<string | undefined>;
  /** `w` empties or creates, `a` appends or creates. */
  open(path: string, flag: 'w' | 'a'): Promise<StoreFile>;
  /** Replaces `to`. False when `from` does not exist. */
  rename(from: string, to: string): Promise<boolean>;
  /** Fine if it does not exist. */
  remove(path: string): Promise<void>;
  /** Makes creations, renames and removals inside a directory durable. */
  syncDir(path: string): Promise<void>;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === 'ENOENT';
}

async function syncDir(path: string): Promise<void> {
  // Windows opens no directories; its renames are journalled by the file system.
  if (process.platform === 'win32') return;
  const dir = await open(path, 'r');
  try {
    await dir.sync();
  } finally {
    await dir.close();
  }
}

/** Names of customers and people are in these files: only the user of the process may read them. */
const FILE_MODE = 0o600;
const DIR_MODE = 0o700;

export const nodeFs: StoreFs = {
  async makeDir(path) {
    await mkdir(path, { recursive: true, mode: DIR_MODE });
  },
  list: (dir) => readdir(dir),
  async read(path) {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  async open(path, flag) {
    const file = await open(path, flag, FILE_MODE);
    return { write: (text) => file.writeFile(text), sync: () => file.sync(), close: () => file.close() };
  },
  async rename(from, to) {
    try {
      await rename(from, to);
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  },
  remove: (path) => rm(path, { force: true }),
  syncDir,
};
