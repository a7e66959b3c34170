import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { GrantStore } from '../../src/store/store.js';

/** Grants in one small file per budget that a kill leaves whole: written beside it, synced, renamed. */
export class FileGrants implements GrantStore {
  constructor(private readonly folder: string) {}

  async load(budgetId: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.path(budgetId), 'utf8'));
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
      throw thrown;
    }
  }

  async save(budgetId: string, value: unknown): Promise<void> {
    const path = this.path(budgetId);
    const file = await open(`${path}.new`, 'w');
    try {
      await file.writeFile(JSON.stringify(value));
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
  }

  private path(budgetId: string): string {
    return join(this.folder, `${budgetId}.json`);
  }
}
