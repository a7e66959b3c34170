import type { GrantStore } from '../../src/store/store.js';

/** Grants in memory, as JSON like on disk. Writes wait while `held`, and fail while `broken` is set. */
export class MemoryGrants implements GrantStore {
  readonly written: unknown[] = [];
  broken: Error | undefined;
  private gate: Promise<void> | undefined;
  private release: () => void = () => {};

  async load(): Promise<unknown> {
    return this.written.at(-1);
  }

  async save(_budgetId: string, value: unknown): Promise<void> {
    const text = JSON.stringify(value);
    await this.gate;
    if (this.broken) throw this.broken;
    this.written.push(JSON.parse(text));
  }

  hold(): void {
    this.gate = new Promise((resolve) => {
      this.release = resolve;
    });
  }

  letGo(): void {
    this.release();
    this.gate = undefined;
  }
}
