import { dirname } from 'node:path';
import type { StoreFile, StoreFs } from '../../src/store/fs.js';

/** A file's content as programs see it and as the disk would show it after a power loss. */
interface Inode {
  seen: string;
  durable: string;
}

export class PowerLoss extends Error {}

/**
 * A file system in memory that forgets like a disk: content is durable after `sync` of its file, names after `syncDir`
 * of their directory, and everything else is lost when the power goes. It records the order of calls, can fail one of
 * them, and can lose power before any of them.
 */
export class PowerFs implements StoreFs {
  readonly calls: string[] = [];
  /** Called before each operation with its description; throws to make the operation fail. */
  before: (call: string, index: number) => void = () => undefined;
  private names = new Map<string, Inode>();
  private durableNames = new Map<string, Inode>();
  private on = true;

  /** What a restart finds. Content that was never synced is torn in the middle. */
  afterPowerLoss(): PowerFs {
    const next = new PowerFs();
    for (const [path, inode] of this.durableNames) {
      const content = inode.durable === inode.seen ? inode.durable : torn(inode);
      const copy = { seen: content, durable: content };
      next.names.set(path, copy);
      next.durableNames.set(path, copy);
    }
    return next;
  }

  files(): Record<string, string> {
    return Object.fromEntries([...this.names].map(([path, inode]) => [path, inode.seen]));
  }

  put(path: string, text: string): void {
    const inode = { seen: text, durable: text };
    this.names.set(path, inode);
    this.durableNames.set(path, inode);
  }

  async makeDir(path: string): Promise<void> {
    this.call(`mkdir ${path}`);
  }

  async list(dir: string): Promise<string[]> {
    return [...this.names.keys()].filter((path) => dirname(path) === dir).map((path) => path.slice(dir.length + 1));
  }

  async read(path: string): Promise<string | undefined> {
    return this.names.get(path)?.seen;
  }

  async open(path: string, flag: 'w' | 'a'): Promise<StoreFile> {
    this.call(`open ${path} ${flag}`);
    const inode = this.names.get(path) ?? { seen: '', durable: '' };
    this.names.set(path, inode);
    if (flag === 'w') inode.seen = '';
    return {
      write: async (text) => {
        this.call(`write ${path}`);
        inode.seen += text;
      },
      sync: async () => {
        this.call(`sync ${path}`);
        inode.durable = inode.seen;
      },
      close: async () => undefined,
    };
  }

  async rename(from: string, to: string): Promise<boolean> {
    this.call(`rename ${from} ${to}`);
    const inode = this.names.get(from);
    if (!inode) return false;
    this.names.delete(from);
    this.names.set(to, inode);
    return true;
  }

  async remove(path: string): Promise<void> {
    this.call(`remove ${path}`);
    this.names.delete(path);
  }

  async syncDir(path: string): Promise<void> {
    this.call(`syncDir ${path}`);
    for (const name of this.durableNames.keys()) if (dirname(name) === path) this.durableNames.delete(name);
    for (const [name, inode] of this.names) if (dirname(name) === path) this.durableNames.set(name, inode);
  }

  private call(description: string): void {
    if (!this.on) throw new PowerLoss('the power is gone');
    this.calls.push(description);
    try {
      this.before(description, this.calls.length - 1);
    } catch (error) {
      if (error instanceof PowerLoss) this.on = false;
      throw error;
    }
  }
}

/**
 * An append keeps what was durable; a file that was written anew keeps nothing for certain. The odd third keeps lines of
 * equal length from being cut exactly between two of them.
 */
function torn({ seen, durable }: Inode): string {
  const kept = seen.startsWith(durable) ? durable.length : 0;
  return seen.slice(0, kept + Math.floor((seen.length - kept) / 3.1));
}
