import { type BudgetView, laneUses } from '../../src/insights/port.js';
import type { QuotaContent } from '../../src/model/content/quota.js';
import { personKey } from '../asking.js';
import type { BotServices } from '../services.js';
import { connectionOf, type Turn } from '../turn.js';
import { noConnection } from './look-up.js';
import { bare, type Command, type CommandSpec } from './spec.js';

/** Steps of the chart: every 5 s of a minute. */
const steps = 12;

/** Who uses the calls, what is left, and when slots come free: from what is known already, so it costs no call. */
export const quota: CommandSpec<Command<'quota'>> = {
  ...bare('quota'),
  words: ['quota', 'квота', 'budget', 'calls', 'limit'],
  usage: 'quota',
  descriptionKey: 'help.quota',
  examples: ['quota'],
  async run(_command, turn, services) {
    const connection = connectionOf(turn.conversation, services);
    if (!connection) return noConnection();
    return quotaContent(services.connections.client(connection.id).budget(), turn, services);
  },
};

function quotaContent(budget: BudgetView, turn: Turn, services: BotServices): QuotaContent {
  const { limit, windowMs, used, usedByLane, freeAtMs, pausedUntilMs } = budget;
  const atMs = services.clock.now();
  const stepMs = windowMs / steps;
  const people = peopleOf(budget, turn, services);
  const named = people.reduce((sum, one) => sum + one.used, 0);
  return {
    situation: 'quota',
    atMs,
    limit,
    windowMs,
    used,
    lanes: laneUses(budget),
    people,
    // Slots from before a restart name nobody either.
    others: Math.max(0, usedByLane.chat + usedByLane.search + usedByLane.bulk - named),
    half: Math.ceil((limit - usedByLane.polling - usedByLane.bulk) / 2),
    free: Array.from({ length: steps + 1 }, (_, step) => {
      const thenMs = atMs + step * stepMs;
      if (pausedUntilMs !== undefined && pausedUntilMs > thenMs) return 0;
      return Math.max(0, limit - freeAtMs.filter((oneMs) => oneMs > thenMs).length);
    }),
    stepMs,
    ...(pausedUntilMs === undefined ? {} : { pausedUntilMs }),
  };
}

/** Who is of another tenant, or has not talked to us since the start, is not named. */
function peopleOf({ usedByPerson }: BudgetView, turn: Turn, services: BotServices): QuotaContent['people'] {
  const own = personKey(turn);
  return Object.entries(usedByPerson)
    .flatMap(([key, used]) => {
      const isAsker = key === own;
      const name = key.startsWith(`${turn.conversation.tenantId}/`) ? services.names.nameOf(key) : undefined;
      return isAsker || name !== undefined ? [{ name: isAsker ? turn.person.name : (name ?? ''), used, isAsker }] : [];
    })
    .sort((a, b) => b.used - a.used);
}
