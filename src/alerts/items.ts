import type { CardContent } from '../model/card-content.js';
import type { ReplyKind } from '../model/content/alert-reply.js';
import type { FollowedRun } from '../model/message.js';
import type { Observation } from '../model/observation.js';
import type { Subscription } from '../model/subscription.js';
import type { Place } from './place.js';

/** One thing that a place is told, on its way to a message. */
export interface Item {
  /** Opens, repeats or ends an alert; tells a notice or a card of its own; edits a message that is known already. */
  does: 'opens' | 'repeats' | 'ends' | 'tells' | 'edits';
  observation: Observation;
  place: Place;
  subscriptions: Subscription[];
  alertId?: string;
  /** Set once it is clear which message shows it. */
  messageId?: string;
  /** A card that is no notice. */
  content?: CardContent;
  /** The card of a run. */
  run?: FollowedRun;
  /** What the thread of its card is owed. */
  reply?: ReplyKind;
  /** Unification: the number of profiles, where it is known already. */
  profiles?: string;
}

/** The items of a batch, in order. */
export class Items implements Iterable<Item> {
  private list: Item[] = [];
  private readonly byAlert = new Map<string, Item[]>();

  add(item: Item): void {
    this.list.push(item);
    if (item.alertId === undefined) return;
    const same = this.byAlert.get(item.alertId) ?? [];
    same.push(item);
    this.byAlert.set(item.alertId, same);
  }

  /** What this batch does to an alert. */
  does(alertId: string, what: Item['does']): Item | undefined {
    return this.byAlert.get(alertId)?.find((item) => item.does === what);
  }

  remove(gone: readonly Item[]): void {
    const leaving = new Set(gone);
    this.list = this.list.filter((item) => !leaving.has(item));
    for (const { alertId } of gone) if (alertId !== undefined) this.byAlert.delete(alertId);
  }

  [Symbol.iterator](): Iterator<Item> {
    return this.list[Symbol.iterator]();
  }
}
