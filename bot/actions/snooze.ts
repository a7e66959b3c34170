import { z } from 'zod';
import { tomorrowMs } from '../../src/alerts/life/snooze-time.js';
import { snoozeChoices } from '../../src/delivery/views/life.js';
import type { SnoozeUntil } from '../../src/model/snooze.js';
import { zoneOf } from '../alerts/on-card.js';
import { pressed } from '../alerts/press.js';
import type { BotServices } from '../services.js';
import type { Turn } from '../turn.js';
import { type ActionSpec, unreadable } from './action.js';

const shape = z.object({ until: z.enum(snoozeChoices) });
const hoursMs = 4 * 3_600_000;

/** Quiet about all that is open on the card; its subscriptions go on. */
export const snooze: ActionSpec = {
  verb: 'snooze',
  async run(data, turn, services) {
    const parsed = shape.safeParse(data);
    if (!parsed.success) return unreadable;
    const choice = parsed.data.until;
    const wish = { by: turn.person, atMs: services.clock.now(), until: untilOf(choice, turn, services) };
    const act = {
      action: 'snooze',
      event: () => ({ kind: 'snoozed' as const, snooze: wish }),
      facts: { until: choice },
    };
    return pressed(data, act, turn, services);
  },
};

function untilOf(choice: (typeof snoozeChoices)[number], turn: Turn, services: BotServices): SnoozeUntil {
  const nowMs = services.clock.now();
  if (choice === 'hours') return { kind: 'time', atMs: nowMs + hoursMs };
  if (choice === 'tomorrow') return { kind: 'time', atMs: tomorrowMs(nowMs, zoneOf(turn, services)) };
  return { kind: choice };
}
