import { type BudgetView, laneUses } from '../../insights/port.js';
import type { BoardBudget } from '../contract.js';

/** The call budget without the people in it: a connection may serve several organisations. Pure. */
export function boardBudget(view: BudgetView): BoardBudget {
  const { limit, windowMs, used, freeAtMs, pausedUntilMs } = view;
  return {
    limit,
    windowMs,
    used,
    lanes: laneUses(view),
    freeAtMs: freeAtMs.map(Math.round),
    ...(pausedUntilMs === undefined ? {} : { pausedUntilMs }),
  };
}
