import { basename } from 'node:path';
import { type Adapter, Low } from 'lowdb';
import { HeraldError } from '../base/errors.js';
import type { StoreNote } from '../model/store-note.js';
import { documentText } from './document-text.js';
import type { DurableFile } from './durable-file.js';

/** What a text turned out to be. `bad` names records that had to be left out. */
export interface Parsed<T> {
  data: T;
  bad: string[];
}

export interface DocumentOptions<T> {
  file: DurableFile;
  /** Throws where nothing can be made of it; `store-newer` where a newer version wrote it. */
  parse(raw: unknown): Parsed<T>;
  empty: T;
  /** What to do when neither the file nor its last good copy can be read. */
  whenLost: 'refuse' | 'start-empty';
  now(): number;
}

/** One JSON file behind lowdb. The adapter knows durability and damage; lowdb knows when there is something to write. */
export class Document<T extends object> {
  readonly notes: StoreNote[] = [];
  /** True when something could not be read, so that even what anybody was told is durable may be missing. */
  damaged = false;
  private readonly low: Low<T>;

  constructor(private readonly options: DocumentOptions<T>) {
    const adapter: Adapter<T> = {
      read: () => this.load(),
      write: (data) => options.file.write(documentText(data)),
    };
    this.low = new Low(adapter, options.empty);
  }

  async open(): Promise<T> {
    await this.low.read();
    return this.low.data;
  }

  /** Throws what the file system threw; lowdb then still holds what the disk holds. */
  async replace(next: T): Promise<void> {
    const before = this.low.data;
    this.low.data = next;
    try {
      await this.low.write();
    } catch (error) {
      this.low.data = before;
      throw error;
    }
  }

  private async load(): Promise<T | null> {
    const { file } = this.options;
    const name = basename(file.path);
    const text = await file.read();
    const main = text === undefined ? undefined : this.tryParse(text);
    if (main && main !== 'damaged' && main.bad.length === 0) return main.data;
    const backupText = await file.readBackup();
    if (main === undefined && backupText === undefined) return null;
    const backup = backupText === undefined ? undefined : this.tryParse(backupText);
    const good = backup && backup !== 'damaged' ? backup : undefined;
    if (main === undefined && good) {
      this.notes.push({ what: 'missing', file: name, leftOut: good.bad });
      return good.data;
    }
    this.damaged = true;
    const partly = main && main !== 'damaged' ? main : undefined;
    const best = good && good.bad.length === 0 ? good : (partly ?? good);
    if (!best && this.options.whenLost === 'refuse') {
      throw new HeraldError('store-damaged', {
        message: `${file.path} cannot be read and there is no good copy of it; restore it, or move it and ${basename(file.backup)} away to start without`,
      });
    }
    const aside = main === undefined ? undefined : await file.putAside(this.options.now());
    const empty = aside ? 'empty' : 'copy-empty';
    this.notes.push({
      what: !best ? empty : best === partly ? 'records' : 'copy',
      file: name,
      ...(aside ? { aside: basename(aside) } : {}),
      leftOut: best?.bad ?? [],
    });
    return best ? best.data : null;
  }

  private tryParse(text: string): Parsed<T> | 'damaged' {
    try {
      return this.options.parse(JSON.parse(text));
    } catch (error) {
      if (error instanceof HeraldError && error.code === 'store-newer') throw error;
      return 'damaged';
    }
  }
}
