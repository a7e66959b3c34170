import type { Alert } from '../../model/alert.js';
import { lifeChange } from '../life/change.js';
import type { DueRow } from './due.js';

/** An acknowledgement ends by itself: what is not solved by then is open again, and its thread is told. */
export const acknowledgements: DueRow = {
  name: 'acknowledgements',
  when({ state }) {
    const ends = state.alerts.flatMap(endOf);
    return ends.length > 0 ? Math.min(...ends) : undefined;
  },
  what(view) {
    const due = view.state.alerts.filter((alert) => endOf(alert).some((ms) => ms <= view.nowMs));
    const steps = due.map((alert) => ({ alertId: alert.id, event: { kind: 'acknowledgement-ended' as const } }));
    return { change: lifeChange(view, steps) };
  },
};

function endOf({ state, acknowledged }: Alert): number[] {
  return state === 'acknowledged' && acknowledged ? [acknowledged.untilMs] : [];
}
