import { join } from 'node:path';
import { z } from 'zod';
import type { StoreFs } from './fs.js';
import { SCHEMA_VERSION } from './records.js';
import type { HistoryLine } from './state.js';

export type HistoryKind = HistoryLine['kind'];

const lineHead = z.looseObject({ v: z.literal(SCHEMA_VERSION), n: z.int() });

/** A line of a month file before its record is parsed. */
export type RawLine = z.infer<typeof lineHead>;

export function monthOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 7);
}

/**
 * One append-only file of JSON lines per kind and UTC month: `decisions-2026-03.jsonl`. Inside a file `n` rises from
 * line to line; a line that does not is a repetition after a failed append, and one that cannot be read is what a kill
 * or a power loss left of an append. Both are passed over.
 */
export class MonthFiles {
  /** The last `n` of each file that was looked at. */
  private readonly lastN = new Map<string, number>();

  constructor(
    private readonly fs: StoreFs,
    readonly folder: string,
  ) {}

  /** Months that have a file, newest first. */
  async months(kind: HistoryKind): Promise<string[]> {
    const names = await this.fs.list(this.folder);
    const months = names.flatMap((name) => /^([a-z]+)-(\d{4}-\d{2})\.jsonl$/.exec(name)?.slice(1, 3).join(' ') ?? []);
    const own = months.filter((one) => one.startsWith(`${kind} `)).map((one) => one.slice(kind.length + 1));
    return own.sort().reverse();
  }

  async read(kind: HistoryKind, month: string): Promise<RawLine[]> {
    const path = this.path(kind, month);
    const text = (await this.fs.read(path)) ?? '';
    let last = 0;
    const lines: RawLine[] = [];
    for (const one of text.split('\n')) {
      const line = parseLine(one);
      if (!line || line.n <= last) continue;
      last = line.n;
      lines.push(line);
    }
    this.lastN.set(path, last);
    return lines;
  }

  /** Appends what the file does not hold yet and resolves when it is on the disk. Lines are in the order of `n`. */
  async append(kind: HistoryKind, month: string, lines: readonly HistoryLine[]): Promise<void> {
    const path = this.path(kind, month);
    if (!this.lastN.has(path)) await this.read(kind, month);
    const last = this.lastN.get(path) ?? 0;
    const fresh = lines.filter((line) => line.n > last);
    if (fresh.length === 0) return;
    const file = await this.fs.open(path, 'a');
    try {
      // A torn line may end the file: a line of our own must not be glued to it.
      const text = fresh.map(({ n, record }) => JSON.stringify({ v: SCHEMA_VERSION, n, ...record }));
      await file.write(`\n${text.join('\n')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await this.fs.syncDir(this.folder);
    this.lastN.set(path, fresh.at(-1)?.n ?? last);
  }

  async remove(kind: HistoryKind, month: string): Promise<void> {
    await this.fs.remove(this.path(kind, month));
    this.lastN.delete(this.path(kind, month));
  }

  private path(kind: HistoryKind, month: string): string {
    return join(this.folder, `${kind}-${month}.jsonl`);
  }
}

function parseLine(text: string): RawLine | undefined {
  if (text === '') return undefined;
  try {
    return lineHead.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
