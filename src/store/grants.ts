import { z } from 'zod';
import type { StoreNote } from '../model/store-note.js';
import { Document } from './document.js';
import { DurableFile } from './durable-file.js';
import type { StoreFs } from './fs.js';
import { GroupCommit } from './group-commit.js';
import { parseHead, SCHEMA_VERSION } from './records.js';
import type { GrantStore } from './store.js';
import { Table } from './table.js';
import { UndoLog } from './undo-log.js';

interface Budget {
  id: string;
  value: unknown;
}

interface GrantData {
  v: number;
  budgets: Budget[];
}

const schema = z.looseObject({
  v: z.literal(SCHEMA_VERSION),
  budgets: z.array(z.looseObject({ id: z.string(), value: z.unknown() })),
});

/** `grants.json`: tiny, because each call of Customer Insights waits for it. */
export class GrantFile implements GrantStore {
  private readonly log = new UndoLog();
  private readonly budgets = new Table<Budget>(this.log);
  private readonly document: Document<GrantData>;
  private readonly group: GroupCommit;
  /** Budgets whose newest slots may be forgotten: all of them, until they are saved again. */
  private damaged = false;
  private readonly saved = new Set<string>();

  constructor(
    fs: StoreFs,
    path: string,
    now: () => number,
    private readonly assertOpen: () => void,
  ) {
    this.document = new Document<GrantData>({
      file: new DurableFile(fs, path),
      parse: (raw) => ({ data: parseHead(raw, schema, 'grants.json'), bad: [] }),
      empty: { v: SCHEMA_VERSION, budgets: [] },
      whenLost: 'start-empty',
      now,
    });
    this.group = new GroupCommit({
      log: this.log,
      write: () => this.document.replace({ v: SCHEMA_VERSION, budgets: this.budgets.all() }),
      afterWrite: async () => undefined,
    });
  }

  async open(): Promise<StoreNote[]> {
    for (const budget of (await this.document.open()).budgets) this.budgets.set(budget.id, budget);
    this.log.publish();
    this.damaged = this.document.damaged;
    return this.document.notes;
  }

  /** After damage, something that no budget can read: it then waits for a whole window instead of trusting old slots. */
  async load(budgetId: string): Promise<unknown> {
    this.assertOpen();
    if (this.damaged && !this.saved.has(budgetId)) return { damaged: true };
    return this.budgets.read(budgetId)?.value;
  }

  async save(budgetId: string, value: unknown): Promise<void> {
    this.assertOpen();
    const copy: unknown = JSON.parse(JSON.stringify(value));
    await this.group.run(() => this.budgets.set(budgetId, { id: budgetId, value: copy }));
    this.saved.add(budgetId);
  }

  idle(): Promise<void> {
    return this.group.idle();
  }
}
