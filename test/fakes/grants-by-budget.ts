import type { GrantStore } from '../../src/store/store.js';

/** Grants of several budgets in memory, as JSON like on disk. */
export class GrantsByBudget implements GrantStore {
  private readonly values = new Map<string, string>();

  async load(budgetId: string): Promise<unknown> {
    const text = this.values.get(budgetId);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async save(budgetId: string, value: unknown): Promise<void> {
    this.values.set(budgetId, JSON.stringify(value));
  }
}
