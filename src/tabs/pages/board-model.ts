import type { Board, BoardData, BoardEvent, BoardHealth, BoardSubscription } from '../contract.js';
import type { BoardPart } from '../paths.js';

/** What a board knows. Times of the page's own clock end in `LocalMs`. */
export interface BoardModel {
  about?: Omit<Board, 'data' | 'health' | 'atMs'>;
  health?: BoardHealth;
  data: BoardData;
  /** When the server last said something. */
  heardLocalMs?: number;
  /** How far the server's clock is ahead of ours. */
  aheadMs: number;
}

export const nothing: BoardModel = { data: {}, aheadMs: 0 };

/** The board after an event, and the parts that it changes; `all` after a greeting. */
export function afterEvent(
  model: BoardModel,
  event: BoardEvent,
  localMs: number,
): { model: BoardModel; changed: BoardPart[] | 'all' } {
  const heard = { ...model, heardLocalMs: localMs };
  switch (event.kind) {
    case 'hello': {
      const { kind: _, atMs, health, ...about } = event;
      // Parts that the tab no longer shows must not stay; those it shows are kept until they come again.
      const data = Object.fromEntries(
        Object.entries(model.data).filter(([part]) => about.shows.includes(part as BoardPart)),
      );
      const same = model.about?.connection.id === about.connection.id;
      return { model: { ...heard, about, health, data: same ? data : {}, aheadMs: atMs - localMs }, changed: 'all' };
    }
    case 'part':
      return { model: { ...heard, data: { ...model.data, ...event.data } }, changed: [event.part] };
    case 'health':
      return { model: { ...heard, health: event.health }, changed: [] };
    case 'beat':
      return { model: { ...heard, aheadMs: event.atMs - localMs }, changed: [] };
    case 'end':
      return { model, changed: [] };
  }
}

/** The board after a write of ours was answered: nobody should have to wait for the stream to see it. */
export function afterWrite(model: BoardModel, id: string, now: BoardSubscription | undefined): BoardModel {
  const before = model.data.subscriptions;
  if (!before) return model;
  const subscriptions = before.flatMap((one) => (one.id !== id ? [one] : now ? [now] : []));
  return { ...model, data: { ...model.data, subscriptions } };
}

export type Mood = 'trouble' | 'seen' | 'running' | 'well' | 'unknown';

/** The one thing to know of it all. */
export function moodOf({ data, health }: BoardModel): { mood: Mood; open: number } {
  const open = data.alerts?.filter(({ state }) => state === 'open').length ?? 0;
  if (open > 0) return { mood: 'trouble', open };
  if (!data.alerts || !health || health.polling === 'starting') return { mood: 'unknown', open };
  if (data.alerts.length > 0) return { mood: 'seen', open };
  return { mood: data.runs?.runs?.some(({ status }) => status === 'running') ? 'running' : 'well', open };
}
