import type { Connection } from '../../model/connection.js';
import type { Conversation } from '../../model/conversation.js';
import type { Board, BoardData, BoardHealth, BoardPart, BoardValues, TabConversation } from '../contract.js';
import type { TabServices } from '../services.js';
import type { View } from '../view.js';
import { boardAlerts } from './alerts.js';
import { boardBudget } from './budget.js';
import { boardRuns } from './runs.js';
import { boardSubscriptions } from './subscriptions.js';
import { boardValues } from './values.js';

/** Looks at one board as often as it is asked; what costs reading the history is kept while nothing changes it. */
export function createLook(view: View, services: TabServices): () => Promise<Board> {
  const { store, connections, clock } = services;
  const { connection, conversations, shows } = view;
  const keys = new Set(conversations.map((one) => one.key));
  let kept: { when: string; values: BoardValues } | undefined;

  return async () => {
    const nowMs = clock.now();
    const reading = connections.reading(connection.id);
    const [{ alerts, version }, all] = await Promise.all([
      store.connectionState(connection.id),
      store.subscriptions({ connectionId: connection.id }),
    ]);
    const subscriptions = all.filter((one) => keys.has(one.conversationKey));

    async function values(): Promise<BoardValues> {
      const { segments, measures, nodes } = reading?.readAtMs ?? {};
      const when = JSON.stringify([version, segments, measures, nodes, subscriptions.map((one) => one.id)]);
      if (kept?.when !== when) kept = { when, values: await boardValues(view, reading, subscriptions, store) };
      return kept.values;
    }

    const part = async (name: BoardPart): Promise<BoardData> => {
      switch (name) {
        case 'alerts':
          return { alerts: boardAlerts(alerts, subscriptions, conversations) };
        case 'runs':
          return { runs: boardRuns(reading, nowMs) };
        case 'values':
          return { values: await values() };
        case 'subscriptions':
          return { subscriptions: boardSubscriptions(subscriptions, alerts, conversations) };
        case 'budget':
          return { budget: boardBudget(connections.budget(connection.id)) };
      }
    };
    return {
      atMs: nowMs,
      connection: { id: connection.id, name: connection.name },
      conversations: conversations.map((one) => placeOf(one, [connection], services)),
      shows: [...shows],
      health: healthOf(connection, services),
      data: Object.assign({}, ...(await Promise.all(shows.map(part)))),
    };
  };
}

function healthOf({ id }: Connection, { connections }: TabServices): BoardHealth {
  const { polling, lastReadingAtMs, pollError } = connections.status(id);
  return {
    polling,
    ...(lastReadingAtMs === undefined ? {} : { lastReadingAtMs }),
    ...(pollError === undefined ? {} : { pollError }),
  };
}

/** `usable`: what its organisation may use, the default first. */
export function placeOf(
  { id, type, name, team, connectionId, locale, timeZone }: Conversation,
  usable: readonly Connection[],
  { defaults }: Pick<TabServices, 'defaults'>,
): TabConversation {
  const own = (usable.find((one) => one.id === connectionId) ?? usable[0])?.id;
  return {
    id,
    type,
    ...(name === undefined ? {} : { name }),
    ...(team?.name === undefined ? {} : { team: team.name }),
    ...(own === undefined ? {} : { connectionId: own }),
    locale: locale ?? defaults.locale,
    timeZone: timeZone ?? defaults.timeZone,
  };
}
