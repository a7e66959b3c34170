import { acknowledgements } from './acknowledgements.js';
import type { DueRow } from './due.js';
import { alertSnoozes, subscriptionSnoozes } from './snoozes.js';

export type { DueRow, DueView } from './due.js';

/** Everything that happens because time passes, in this order. */
export const dueRows: readonly DueRow[] = [acknowledgements, alertSnoozes, subscriptionSnoozes];
