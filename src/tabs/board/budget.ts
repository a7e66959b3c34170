import type { BudgetView, Lane } from '../../insights/port.js';
import type { BoardBudget } from '../contract.js';

const lanes: readonly Lane[] = ['chat', 'search', 'polling', 'bulk'];

/** The call budget without the people in it: a connection may serve several organisations. Pure. */
export function boardBudget(view: BudgetView): BoardBudget {
  const { limit, windowMs, used, usedByLane, guaranteedByLane, waitingByLane, freeAtMs, pausedUntilMs } = view;
  return {
    limit,
    windowMs,
    used,
    lanes: lanes.map((lane) => ({
      lane,
      used: usedByLane[lane],
      guaranteed: guaranteedByLane[lane],
      waiting: waitingByLane[lane],
    })),
    freeAtMs: freeAtMs.map(Math.round),
    ...(pausedUntilMs === undefined ? {} : { pausedUntilMs }),
  };
}
