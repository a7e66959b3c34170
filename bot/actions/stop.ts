import { unsubscribe } from '../../src/alerts/watch.js';
import { isLive } from '../../src/model/alert.js';
import type { Subscription } from '../../src/model/subscription.js';
import { openOnCard } from '../alerts/on-card.js';
import { auditFacts } from '../alerts/press.js';
import { printSubscribe } from '../grammar/print.js';
import type { BotServices } from '../services.js';
import { audit, type Reply, type Turn } from '../turn.js';
import type { ActionSpec } from './action.js';

/** Ends the subscriptions that led to the card, and offers them again: pressing this by mistake loses nothing. */
export const stop: ActionSpec = {
  verb: 'stop',
  async run(data, turn, services): Promise<Reply> {
    const card = await openOnCard(data, turn, services);
    if ('reply' in card) return card.reply;
    const ids = new Set(card.alerts.filter(isLive).flatMap((alert) => alert.subscriptionIds));
    const subscriptions = await ownSubscriptions(ids, turn, services);
    const { removed } = await unsubscribe({ store: services.store, subscriptions, nowMs: services.clock.now() });
    if (removed.length === 0) return { shows: card.message.id };
    const numbers = removed.map((one) => one.number).sort((a, b) => a - b);
    await audit(turn, 'stop', { ...auditFacts(card, card.alerts), numbers: numbers.join(' ') }, services);
    services.wake();
    return {
      shows: card.message.id,
      post: {
        situation: 'done',
        key: 'stopped',
        facts: { count: numbers.length, numbers: numbers.join(', '), name: turn.person.name },
        suggestions: removed.map(lineOf),
      },
    };
  },
};

async function ownSubscriptions(ids: ReadonlySet<string>, turn: Turn, services: BotServices): Promise<Subscription[]> {
  const own = await services.store.subscriptions({ conversationKey: turn.conversation.key });
  return own.filter((one) => ids.has(one.id));
}

function lineOf({ trigger, target, rule, group, includeManual, quiet, threadId }: Subscription): string {
  return printSubscribe({
    trigger,
    ...(target ? { target: target.id } : {}),
    ...(rule ? { rule } : {}),
    ...(group ? { group } : {}),
    ...(includeManual ? { includeManual } : {}),
    ...(quiet ? { quiet } : {}),
    ...(threadId ? { here: true } : {}),
  });
}
