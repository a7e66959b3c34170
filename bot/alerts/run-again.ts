import { isLive } from '../../src/model/alert.js';
import type { CardContent } from '../../src/model/card-content.js';
import { ask } from '../asking.js';
import { refuse } from '../commands/look-up.js';
import { startRun } from '../commands/refresh.js';
import { operatorsOnly } from '../operators.js';
import type { RunWish } from '../runs.js';
import type { BotServices } from '../services.js';
import { post, type Turn } from '../turn.js';
import type { OnCard } from './on-card.js';

/** More sources at once are a full refresh. */
const mostSources = 5;

/** Full refreshes that failed, or did not start. */
const wholeRuns: ReadonlySet<string> = new Set(['full-refresh-completed', 'run-missing']);

/** What a card's failures are run again by (API reference, section 2.8): the whole refresh, or each of its sources. */
function wishesOf({ alerts }: OnCard): RunWish[] {
  const live = alerts.filter(isLive);
  const sources = live.filter((one) => one.trigger === 'source-refresh-failed');
  if (live.some((one) => wholeRuns.has(one.trigger)) || sources.length > mostSources) {
    return [{ operation: 'all' }];
  }
  return sources.map(({ object: { id, name } }) => ({ operation: 'ingestion', target: { id, name } }));
}

/** Starts it, for operators, with the card that follows a run; one that is on already is followed instead. */
export function runAgain(card: OnCard, turn: Turn, services: BotServices): Promise<CardContent | undefined> {
  const { connectionId } = card;
  const question = { connectionId, lane: 'chat', command: 'refresh' } as const;
  return ask(question, turn, services, async ({ call }) => {
    const refused = await operatorsOnly(turn, connectionId, call, services);
    if (refused) return refuse(refused);
    const [first, ...others] = wishesOf(card);
    if (!first) return refuse({ key: 'run-again-nothing' });
    const content = await startRun(first, connectionId, call, turn, services);
    for (const one of others) await post(turn, await startRun(one, connectionId, call, turn, services), services);
    return content;
  });
}
