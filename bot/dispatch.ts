import { say } from '../src/delivery/words.js';
import { type Conversation, threadOf } from '../src/model/conversation.js';
import { type HttpReply, refusal } from '../src/server/route.js';
import { act, cardsOf } from './actions/act.js';
import { channelTypeOf, clientOf, type InboundActivity } from './activity.js';
import { personKey } from './asking.js';
import type { Background } from './background.js';
import { runLine } from './commands/index.js';
import { longestCommand } from './commands/parse.js';
import { keyOf, remember } from './conversations.js';
import { guestOf } from './extension/guest.js';
import { failureContent, tellFailure } from './failure.js';
import { conversationUpdated, installationUpdated } from './installation.js';
import { invokeText, readSubmit } from './invoke.js';
import { invokeNamed } from './invokes/index.js';
import { personOf, readMessageText } from './message-text.js';
import type { Redelivery } from './redelivery.js';
import type { BotServices } from './services.js';
import { aboutOf, connectionOf, post, type Reply, type Turn } from './turn.js';
import { createWaiting, worthTellingMs } from './waiting.js';

/** Teams sends an activity again after 15 s without an answer; what takes longer goes on behind the turn. */
const turnLimitMs = 8000;

const accepted: HttpReply = { status: 200 };

/** What a turn needs of the bot beside the services. */
export interface Behind {
  background: Background;
  redelivery: Redelivery;
}

interface Own extends Behind {
  /** Whether the turn ended without its answer: what is given back now reaches nobody. */
  isLate(): boolean;
}

type Handler = (activity: InboundActivity, services: BotServices, own: Own) => Promise<HttpReply>;

/** One handler per kind of activity; other kinds, edited and deleted messages among them, are accepted unread. */
const handlers: Readonly<Record<string, Handler>> = {
  message: handleMessage,
  invoke: handleInvoke,
  installationUpdate: async (activity, services) => {
    await installationUpdated(activity, services);
    return accepted;
  },
  conversationUpdate: async (activity, services) => {
    await conversationUpdated(activity, services);
    return accepted;
  },
};

/** Answers one admitted activity. Never rejects; work that takes longer than the turn may is finished behind it. */
export async function dispatch(activity: InboundActivity, services: BotServices, behind: Behind): Promise<HttpReply> {
  const handler = Object.hasOwn(handlers, activity.type) ? handlers[activity.type] : undefined;
  if (!handler) return accepted;
  let late = false;
  const own: Own = { ...behind, isLate: () => late };
  const reply = await behind.background.inTime(guarded(handler, activity, services, own), turnLimitMs);
  if (reply !== 'later') return reply;
  late = true;
  return activity.type === 'invoke'
    ? invokeText(activity.name, await words(activity, 'invoke.later', services))
    : accepted;
}

async function guarded(
  handler: Handler,
  activity: InboundActivity,
  services: BotServices,
  own: Own,
): Promise<HttpReply> {
  try {
    return await handler(activity, services, own);
  } catch (thrown) {
    if (activity.type === 'invoke' && activity.name?.startsWith('composeExtension/')) {
      // Whoever writes a message is told where they look; the conversation did not ask, and the bot may not be in it.
      const { reference } = failureContent(thrown, services);
      return invokeText(activity.name, say(services.defaults.locale, 'invoke.failed', { reference }));
    }
    const threadId = threadOf(activity.conversation.id);
    const to = { conversationKey: keyOf(activity), ...(threadId ? { threadId } : {}) };
    const { reference, told } = await tellFailure(thrown, to, services);
    if (activity.type === 'invoke') {
      return invokeText(activity.name, say(services.defaults.locale, 'invoke.failed', { reference }));
    }
    // Teams tries again after a 5xx, which is what is left when the person could not be told.
    if (told) return accepted;
    if (activity.id !== undefined) own.redelivery.expect(keyOf(activity), activity.id);
    return refusal(500, 'internal', 'Something went wrong.', reference);
  }
}

async function handleMessage(activity: InboundActivity, services: BotServices, own: Own): Promise<HttpReply> {
  if (activity.channelData?.eventType === 'editMessage') return accepted;
  const { text, people, mentionsBot } = readMessageText(activity);
  const pressed = text === '' && activity.value !== undefined && activity.value !== null;
  const turn = await turnOf(activity, people, services);
  // With a wider permission Teams sends every message of a channel; only what is addressed to the bot is meant.
  if (!turn || (turn.conversation.type !== 'personal' && !mentionsBot && !pressed)) return accepted;
  if (!(await isFirst(activity, turn, services, own))) return accepted;
  if (!pressed) {
    const waiting = createWaiting(turn, services, { command: text.slice(0, longestCommand), worthTellingMs });
    const waited = { ...services, onWait: waiting.onWait };
    const content = await waiting.guard(() => runLine(text, turn, waited));
    if (content && !(await waiting.settle(content))) await post(turn, content, services);
    return accepted;
  }
  const action = readSubmit(activity.value);
  const reply: Reply = action
    ? await act(action, turn, services)
    : { aside: { key: 'card-unreadable', suggestions: ['help'] } };
  const about = aboutOf(reply, turn);
  for (const content of cardsOf(reply)) await post(about, content, services);
  return accepted;
}

async function handleInvoke(activity: InboundActivity, services: BotServices, own: Own): Promise<HttpReply> {
  const { name, value } = activity;
  const invoke = invokeNamed(name);
  if (!invoke) return invokeText(name, await words(activity, 'invoke.unsupported', services));
  const from = invoke.guest?.(value);
  const guest = from && (await guestOf(activity, from.connectionId, services));
  const turn = from ? guest?.turn : await turnOf(activity, [], services);
  if (!turn) return invokeText(name, await words(activity, 'invoke.unreadable', services));
  const isKnown = !invoke.repeats && !(await isFirst(activity, turn, services, own));
  if (isKnown) return invokeText(name, say(turn.locale, 'invoke.duplicate'));
  return invoke.run(value, turn, guest?.services ?? services, own.isLate);
}

/** Undefined when nobody is named as its author. */
async function turnOf(
  activity: InboundActivity,
  people: Turn['people'],
  services: BotServices,
): Promise<Turn | undefined> {
  if (!activity.from) return undefined;
  const conversation = await remember(activity, true, services);
  const threadId = threadOf(activity.conversation.id);
  const connection = connectionOf(conversation, services);
  const turn: Turn = {
    conversation,
    person: personOf(activity.from),
    people,
    client: clientOf(activity),
    locale: localeOf(conversation, services),
    channelType: channelTypeOf(activity),
    ...(threadId ? { threadId } : {}),
    ...(connection ? { connectionId: connection.id } : {}),
  };
  services.names.met(personKey(turn), turn.person.name);
  return turn;
}

/** Teams may send an activity again with the same id; one without an id cannot be told apart. */
async function isFirst(
  activity: InboundActivity,
  turn: Turn,
  services: BotServices,
  { redelivery }: Behind,
): Promise<boolean> {
  if (activity.id === undefined || redelivery.isExpected(turn.conversation.key, activity.id)) return true;
  return services.store.firstSight(turn.conversation.key, activity.id, services.clock.now());
}

function localeOf(conversation: Conversation | undefined, services: BotServices): string {
  return conversation?.locale ?? services.defaults.locale;
}

async function words(
  activity: InboundActivity,
  key: 'invoke.later' | 'invoke.unreadable' | 'invoke.unsupported',
  services: BotServices,
): Promise<string> {
  const conversation = await services.store.conversation(keyOf(activity));
  return say(localeOf(conversation, services), key);
}
