import type { Delivery, Message } from '../../model/message.js';
import type { Store } from '../../store/store.js';
import type { Mail } from './mailer.js';

export type MailRow = Delivery & { kind: 'mail'; mail: NonNullable<Delivery['mail']> };

export function isMail(delivery: Delivery): delivery is MailRow {
  return delivery.kind === 'mail' && delivery.mail !== undefined;
}

/**
 * What a mail says now. `live`: something of it is still a problem. When the newest of its problems was found, and when
 * the last one ended, epoch ms; 0 where there is none. `paused`: all that it would tell is snoozed.
 */
export type RenderMail = (
  message: Message,
  to: string,
) => Promise<
  | { mail: Omit<Mail, 'to' | 'id' | 'follows'>; live: boolean; openedAtMs: number; closedAtMs: number }
  | { drop: string }
  | 'paused'
>;

export type MailPlan =
  | { do: 'send'; mail: Mail }
  | { do: 'settle'; reason: string }
  /** It is looked at again when something changes; `untilMs`: at the latest then, epoch ms. */
  | { do: 'wait'; untilMs?: number };

const drop = (reason: string): MailPlan => ({ do: 'settle', reason });

/**
 * Decides by what is stored now. The mail follows the conversation: what waits there for the end of quiet hours or is
 * snoozed waits here too, and what was never told there is not told here.
 */
export async function planMail(store: Store, render: RenderMail, row: MailRow, nowMs: number): Promise<MailPlan> {
  const message = await store.message(row.messageId);
  if (!message) return drop('message-unknown');
  const place = await store.conversation(row.conversationKey);
  if (!place?.installed) return drop('conversation-uninstalled');
  const deliveries = await store.deliveriesOfMessage(message.id);
  const held = heldUntilMs(message, deliveries, nowMs);
  if (held !== undefined) return { do: 'wait', untilMs: held };
  const rendered = await render(message, row.mail.to);
  if (rendered === 'paused') return { do: 'wait' };
  if ('drop' in rendered) return drop(rendered.drop);
  if (!message.sent && deliveries.every((one) => isMail(one) || one.state === 'dropped')) return drop('never-told');
  const { opened, sent } = earlier(row, deliveries);
  const { mail, live, openedAtMs, closedAtMs } = rendered;
  const toldAtMs = sent?.attempts.at(-1)?.startedAtMs;
  if (row.mail.tells === 'opened' && toldAtMs !== undefined && openedAtMs < toldAtMs) return drop('told-already');
  if (row.mail.tells === 'over') {
    if (live) return drop('open-again');
    // One that was held back until it was over has said so.
    if (toldAtMs !== undefined && toldAtMs > closedAtMs) return drop('told-with-opening');
    if (toldAtMs === undefined) return drop(opened.some(isOpen) ? 'told-with-opening' : 'never-told');
  }
  const follows = row.mail.tells === 'over' && sent ? { follows: sent.id } : {};
  return { do: 'send', mail: { ...mail, to: row.mail.to, id: row.id, ...follows } };
}

const isOpen = ({ state }: Delivery) => state === 'owed' || state === 'in-flight';

/** Mails about the beginning that went to the same address, and the last of them that was accepted. */
function earlier(row: MailRow, deliveries: readonly Delivery[]): { opened: MailRow[]; sent: MailRow | undefined } {
  const opened = deliveries
    .filter(isMail)
    .filter(({ id, mail }) => id !== row.id && mail.tells === 'opened' && mail.to === row.mail.to);
  return { opened, sent: opened.filter(({ state }) => state === 'sent').at(-1) };
}

/** Until when the conversation is not told, where its post waits for that. */
function heldUntilMs({ sent }: Message, deliveries: readonly Delivery[], nowMs: number): number | undefined {
  if (sent) return undefined;
  const waiting = deliveries.filter((one) => !isMail(one) && (one.state === 'owed' || one.state === 'suspended'));
  const untilMs = Math.max(...waiting.map((one) => (one.notBeforeMs > one.createdAtMs ? one.notBeforeMs : 0)));
  return untilMs > nowMs ? untilMs : undefined;
}
