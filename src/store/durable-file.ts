import { dirname } from 'node:path';
import type { StoreFs } from './fs.js';

/** A file that is replaced whole. At every moment the disk holds its newest durable content, here or in `.bak`. */
export class DurableFile {
  readonly backup: string;
  private readonly temporary: string;
  private readonly folder: string;

  constructor(
    private readonly fs: StoreFs,
    readonly path: string,
  ) {
    this.backup = `${path}.bak`;
    this.temporary = `${path}.tmp`;
    this.folder = dirname(path);
  }

  read(): Promise<string | undefined> {
    return this.fs.read(this.path);
  }

  readBackup(): Promise<string | undefined> {
    return this.fs.read(this.backup);
  }

  /**
   * The content is on the disk before it gets its name, so no name ever stands for half a file; the directory is synced
   * last, so that the names survive a power loss too. Between the two renames only `.bak` stands: then it is the newest
   * content that anybody was told about. Callers must not overlap: all writes share one temporary name.
   */
  async write(text: string): Promise<void> {
    const file = await this.fs.open(this.temporary, 'w');
    try {
      await file.write(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await this.fs.rename(this.path, this.backup);
    await this.fs.rename(this.temporary, this.path);
    await this.fs.syncDir(this.folder);
  }

  /** Keeps what cannot be used under a name of its own, and says which. */
  async putAside(nowMs: number): Promise<string> {
    const aside = `${this.path}.damaged-${nowMs}`;
    await this.fs.rename(this.path, aside);
    await this.fs.syncDir(this.folder);
    return aside;
  }
}
