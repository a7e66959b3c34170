import type { Evaluated } from '../model/reading.js';

const TRIES = 3;

interface Valued {
  name: string;
  evaluated?: Evaluated;
  lastEvaluationFailed: boolean;
}

/**
 * Values that should have changed because their step succeeded, but that their list did not show yet. The list is
 * read again a few times, so that a value which appears a little later than its step does not wait for the next turn.
 */
export class Lag {
  private readonly waiting = new Map<string, { knownAtMs: number | undefined; tries: number }>();

  expect(names: readonly string[], list: readonly Valued[] | undefined): void {
    for (const name of names) {
      const view = list?.find((one) => one.name === name);
      if (view) this.waiting.set(name, { knownAtMs: view.evaluated?.atMs, tries: 0 });
    }
  }

  /** True while a value is still missing from the list that was just read. */
  settle(list: readonly Valued[]): boolean {
    for (const [name, wait] of this.waiting) {
      const view = list.find((one) => one.name === name);
      wait.tries += 1;
      const shown = !view || view.lastEvaluationFailed || view.evaluated?.atMs !== wait.knownAtMs;
      if (shown || wait.tries >= TRIES) this.waiting.delete(name);
    }
    return this.waiting.size > 0;
  }
}
