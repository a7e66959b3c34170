import { sameMailbox } from '../../base/mail-address.js';
import { type Alert, isLive } from '../../model/alert.js';
import type { Message } from '../../model/message.js';
import type { Observation } from '../../model/observation.js';
import type { Owner } from '../../model/owner.js';
import type { Subscription } from '../../model/subscription.js';
import { type Batch, decide, type Stage } from '../batch.js';
import type { Item } from '../items.js';
import { recipientsOf } from '../mail-recipients.js';
import { owedMail, unreachable } from '../owed.js';
import { ownerOf } from '../owners.js';
import { messageIdOf } from '../shown.js';

/** What joins a message that was told already is mailed together, at most this often, ms. */
const JOINED_MS = 10 * 60_000;

/**
 * The e-mail steps of subscriptions: a mail when something opens or is told, and one when it is over; no mail for edits
 * in between. When a mail may go is decided when its turn comes.
 */
export const mail: Stage = {
  name: 'mail',
  run(batch) {
    const ended = new Map<string, Item[]>();
    for (const item of batch.items) {
      const message = batch.messages.get(messageIdOf(batch, item) ?? '');
      // Who took the app out of a conversation wants to hear nothing more.
      const place = batch.conversations.get(item.place.conversationKey);
      if (!message || unreachable(place) === 'conversation-uninstalled') continue;
      if (item.does === 'opens') opened(batch, item, message);
      else if (item.does === 'tells' && !isProgress(item)) told(batch, item, message);
      else if (isEndOfRun(item)) notice(batch, item, message);
      else if (item.does === 'ends') {
        const items = ended.get(message.id) ?? [];
        items.push(item);
        ended.set(message.id, items);
      }
    }
    for (const [id, items] of ended) over(batch, id, items);
  },
};

function opened(batch: Batch, item: Item, message: Message): void {
  const alert = batch.alerts.get(item.alertId ?? '');
  if (!alert) return;
  const root = alert.facts.inhibitedBy === undefined ? undefined : batch.alerts.get(alert.facts.inhibitedBy);
  // What comes of a failure is no news to those who are told of the failure.
  const knowing = root && root.id !== alert.id ? ofAlert(batch, root) : [];
  const to = ofAlert(batch, alert).filter((one) => !knowing.some((other) => sameMailbox(one, other)));
  if (isJoining(batch, alert, message)) {
    const spell = Math.floor((batch.nowMs - message.createdAtMs) / JOINED_MS);
    const notBeforeMs = message.createdAtMs + (spell + 1) * JOINED_MS;
    for (const one of to) owe(batch, message, one, 'opened', String(spell), notBeforeMs);
  } else {
    for (const one of to) owe(batch, message, one, 'opened');
  }
  explain(batch, item, message, subscriptionsOf(batch, alert), to);
}

/** The card of a run is there before anything on it is mailed. */
function isJoining(batch: Batch, { id }: Alert, { id: messageId, subject }: Message): boolean {
  const others = subject.kind === 'alerts' ? subject.alertIds.filter((one) => one !== id) : [];
  return batch.messages.isKnown(messageId) && others.some((one) => batch.alerts.isKnown(one));
}

/** How far a run is is in no mail. */
function isProgress({ observation }: Item): boolean {
  return observation.trigger === 'full-refresh-progress';
}

/** It went well, which its card says in place. */
function isEndOfRun({ does, observation }: Item): boolean {
  return does === 'edits' && observation.trigger === 'full-refresh-completed';
}

/** A notice or a card of its own. The health of our readings and objects that are gone are told in the conversation. */
function told(batch: Batch, item: Item, message: Message): void {
  if (batch.messages.isKnown(message.id)) return;
  if (item.content?.situation === 'reading-health' || item.observation.trigger === 'object-gone') return;
  notice(batch, item, message);
}

function notice(batch: Batch, item: Item, message: Message): void {
  const to = recipientsOf(item.subscriptions, ownerIn(batch, message, item.observation));
  for (const one of to) owe(batch, message, one, 'notice');
  explain(batch, item, message, item.subscriptions, to);
}

/** One mail, once everything that a message tells an address of is over. */
function over(batch: Batch, messageId: string, items: readonly Item[]): void {
  const message = batch.messages.get(messageId);
  const told = items.filter((item) => isToldAsOver(batch, item));
  const last = told.at(-1);
  if (!message || !last) return;
  const alerts = told.flatMap((item) => batch.alerts.get(item.alertId ?? '') ?? []);
  const addresses = new Map(alerts.flatMap((one) => ofAlert(batch, one)).map((to) => [to.toLowerCase(), to]));
  const to = [...addresses.values()].filter((one) => !concernedBy(batch, message, one).some(isLive));
  for (const one of to) owe(batch, message, one, 'over', last.observation.id);
  const watching = new Map(alerts.flatMap((one) => subscriptionsOf(batch, one)).map((one) => [one.id, one]));
  explain(batch, last, message, [...watching.values()], to);
}

function isToldAsOver(batch: Batch, { alertId = '' }: Item): boolean {
  const reason = batch.alerts.get(alertId)?.facts.resolution?.reason;
  // A mail about its opening goes out in the same moment, and shows that it is over.
  return batch.items.does(alertId, 'opens') === undefined && (reason === 'recovered' || reason === 'back');
}

/** The alerts of a message that an address is told about. */
function concernedBy(batch: Batch, { subject }: Message, to: string): Alert[] {
  const alerts = subject.kind === 'alerts' ? subject.alertIds.flatMap((id) => batch.alerts.get(id) ?? []) : [];
  return alerts.filter((alert) => ofAlert(batch, alert).some((one) => sameMailbox(one, to)));
}

function ofAlert(batch: Batch, alert: Alert): string[] {
  return recipientsOf(subscriptionsOf(batch, alert), ownerIn(batch, alert, alert.observation));
}

function subscriptionsOf(batch: Batch, alert: Alert): Subscription[] {
  return alert.subscriptionIds.flatMap((id) => batch.subscriptions.get(id) ?? []);
}

function ownerIn(
  batch: Batch,
  { conversationKey }: { conversationKey: string },
  observation: Observation,
): Owner | undefined {
  const tenantId = batch.conversations.get(conversationKey)?.tenantId;
  return tenantId === undefined ? undefined : ownerOf(batch.owners, observation, tenantId);
}

function owe(
  batch: Batch,
  message: Message,
  to: string,
  tells: 'opened' | 'over' | 'notice',
  what = '',
  notBeforeMs = batch.nowMs,
): void {
  const row = owedMail(message, { to, tells }, what, { nowMs: batch.nowMs, notBeforeMs });
  if (!batch.deliveries.some(({ id }) => id === row.id)) batch.deliveries.push(row);
}

function explain(
  batch: Batch,
  item: Item,
  message: Message,
  subscriptions: readonly Subscription[],
  to: readonly string[],
): void {
  const mailing = subscriptions.filter((one) => one.mail);
  if (mailing.length === 0) return;
  const told = { ...item, messageId: message.id };
  if (to.length > 0) {
    decide(batch, mail.name, 'mail-owed', { ...told, subscriptions: mailing }, { recipients: String(to.length) });
  }
  const orphaned = mailing.filter((one) => one.mail?.owner);
  const owner = ownerIn(batch, message, item.observation);
  if (orphaned.length > 0 && owner?.email === undefined && item.does !== 'ends') {
    decide(batch, mail.name, 'mail-without-owner', { ...told, subscriptions: orphaned });
  }
}
