import type { DueRow } from './due.js';

export type { DueRow, DueView } from './due.js';

/** Everything that happens because time passes, in this order. */
export const dueRows: readonly DueRow[] = [];
