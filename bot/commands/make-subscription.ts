import { quietUntilMs } from '../../src/alerts/quiet-hours.js';
import { subscribe } from '../../src/alerts/watch.js';
import type { CardContent, Refusal } from '../../src/model/card-content.js';
import type { Person } from '../../src/model/conversation.js';
import type { MailStep, Subscription, SubscriptionDraft } from '../../src/model/subscription.js';
import { printEmail } from '../grammar/email.js';
import { printSubscribe } from '../grammar/print.js';
import { short } from '../grammar/problem.js';
import type { BotServices } from '../services.js';
import { audit, connectionOf, type Turn } from '../turn.js';
import { backTestOf } from './back-test.js';
import { refusedMail } from './mail-step.js';
import { withNewOptions } from './new-options.js';
import { valueKind, withHistory } from './objects.js';
import { findTarget, type Target } from './targets.js';
import { proposedZone } from './timezone.js';
import type { Wanted } from './wanted.js';

export type Made = { subscription: Subscription; existed: boolean; content: CardContent } | { refusal: Refusal };

/** What a subscription is told with and where: it goes on with the one that takes its place. */
type Kept = Pick<Subscription, 'quiet' | 'mentions' | 'mail' | 'threadId'>;

/**
 * Makes what is wanted a subscription of this conversation, or says why not. Everything is checked before anything is
 * stored. `instead`: the subscription whose place it takes; its options were allowed once, and one that is there already
 * gets those that it lacks. Throws `insights-*`, `budget-*` and `store-*`.
 */
export async function makeSubscription(
  wanted: Wanted,
  turn: Turn,
  services: BotServices,
  instead?: Subscription,
): Promise<Made> {
  if (turn.channelType !== 'standard') {
    const line = printSubscribe(wanted);
    return { refusal: { key: 'channel-not-standard', facts: { type: turn.channelType }, example: line } };
  }
  const connection = connectionOf(turn.conversation, services);
  if (!connection) return { refusal: { key: 'no-connection' } };
  const people = findPeople(wanted, turn);
  if ('refusal' in people) return people;
  const { email, ...mailless } = wanted;
  if (email && isMailing(email)) {
    const line = (domain: string) => printSubscribe({ ...wanted, email: { to: [`ann@${domain}`] } });
    const refusal = await refusedMail(email.to, line, printSubscribe(mailless), connection.id, turn, services);
    if (refusal) return { refusal };
  }
  const found = await findTarget(wanted, connection.id, services);
  if ('refusal' in found) return found;

  const { store, clock } = services;
  const kind = valueKind(wanted.trigger);
  const reading =
    kind && found.target
      ? await withHistory(kind, found.target.id, connection.id, services)
      : services.connections.reading(connection.id);
  const nowMs = clock.now();
  const draft = {
    ...draftOf(wanted, { turn, services, connectionId: connection.id, mentions: people.mentions, nowMs }, found.target),
    ...(instead ? keptOf(instead) : {}),
  };
  const { subscription: stored, existed, standing } = await subscribe({ store, draft, reading, nowMs });
  const subscription = existed
    ? await withNewOptions(stored, instead ? { ...draft, ...keptOf(stored) } : draft, store, email && !isMailing(email))
    : stored;
  if (!existed)
    await audit(turn, 'subscribe', { number: String(subscription.number), trigger: wanted.trigger }, services);
  if ((email || instead) && !sameStep(existed ? stored.mail : undefined, subscription.mail)) {
    const facts = {
      number: String(subscription.number),
      to: subscription.mail ? printEmail(subscription.mail) : 'none',
    };
    await audit(turn, 'email', facts, services);
  }
  services.wake();
  const quiet = quietUntilMs(subscription.quiet, nowMs);
  const zone = proposedZone(turn, services);
  const content: CardContent = {
    situation: 'subscribed',
    subscription,
    standing,
    existed,
    ...(await backTestOf(subscription, reading, services)),
    ...(quiet === undefined ? {} : { quietUntilMs: quiet }),
    ...(zone === undefined ? {} : { proposedTimeZone: zone }),
  };
  return { subscription, existed, content };
}

function keptOf({ quiet, mentions, mail, threadId }: Kept): Kept {
  return {
    ...(quiet ? { quiet } : {}),
    ...(mentions ? { mentions } : {}),
    ...(mail ? { mail } : {}),
    ...(threadId === undefined ? {} : { threadId }),
  };
}

const isMailing = ({ to, owner }: MailStep) => to.length > 0 || owner === true;

function sameStep(a: MailStep | undefined, b: MailStep | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Who is meant by `@name` stands in the message's entities; a typed name means nobody. */
function findPeople(wanted: Wanted, turn: Turn): { mentions: Person[] } | { refusal: Refusal } {
  const names = wanted.mentions ?? [];
  const mentions = names.map((name) => turn.people.find((person) => person.name === name));
  const missing = names.find((_, index) => mentions[index] === undefined);
  if (missing !== undefined) return { refusal: { key: 'mention-unknown', facts: { name: short(missing) } } };
  const known = mentions.filter((person) => person !== undefined);
  return { mentions: known.filter((person, index) => known.findIndex((other) => other.id === person.id) === index) };
}

interface DraftContext {
  turn: Turn;
  services: BotServices;
  connectionId: string;
  mentions: Person[];
  nowMs: number;
}

function draftOf(wanted: Wanted, context: DraftContext, target: Target | undefined): SubscriptionDraft {
  const { turn, services, connectionId, mentions, nowMs } = context;
  const { trigger, rule, group, includeManual, quiet, email } = wanted;
  const zone = quiet?.zone ?? turn.conversation.timeZone ?? proposedZone(turn, services) ?? services.defaults.timeZone;
  return {
    conversationKey: turn.conversation.key,
    connectionId,
    trigger,
    createdBy: turn.person,
    createdAtMs: nowMs,
    ...(target ? { target } : {}),
    ...(rule ? { rule } : {}),
    ...(group ? { group } : {}),
    ...(includeManual ? { includeManual } : {}),
    ...(mentions.length > 0 ? { mentions } : {}),
    ...(email && isMailing(email) ? { mail: email } : {}),
    ...(quiet ? { quiet: { ...quiet, zone } } : {}),
    ...(wanted.here && turn.threadId ? { threadId: turn.threadId } : {}),
  };
}
