import { HeraldError } from '../src/base/errors.js';
import type { Conversation } from '../src/model/conversation.js';
import type { InboundActivity } from './activity.js';
import { remember, sameTeam } from './conversations.js';
import type { BotServices } from './services.js';

/** Teams tells an installation twice, in either order or once; only this one names the channel to greet (1.3). */
export async function installationUpdated(activity: InboundActivity, services: BotServices): Promise<void> {
  const action = activity.action?.toLowerCase() ?? '';
  if (action.startsWith('add')) {
    const conversation = await remember(activity, true, services);
    await setInstalled(await sameTeam(activity, services), true, services);
    if (action === 'add') await greet(conversation, services);
  } else if (action.startsWith('remove')) {
    const conversation = await remember(activity, false, services);
    await setInstalled([conversation, ...(await sameTeam(activity, services))], false, services);
  }
}

/** Renamed, deleted and restored channels, and the other signal of an installation. Unknown events are ignored. */
export async function conversationUpdated(activity: InboundActivity, services: BotServices): Promise<void> {
  const { eventType, channel } = activity.channelData ?? {};
  const bot = activity.recipient?.id;
  const isBot = (member: { id: string }) => member.id === bot;
  if (bot && activity.membersAdded?.some(isBot)) {
    const conversation = await remember(activity, true, services);
    await setInstalled(await sameTeam(activity, services), true, services);
    if (conversation.type !== 'channel') await greet(conversation, services);
  } else if (bot && activity.membersRemoved?.some(isBot)) {
    const conversation = await remember(activity, false, services);
    await setInstalled([conversation, ...(await sameTeam(activity, services))], false, services);
  }
  // The conversation of these events is the team's default channel; the channel meant is in the channel data.
  const meant = (await sameTeam(activity, services)).filter((known) => known.id === channel?.id);
  if (eventType === 'channelDeleted') await setInstalled(meant, false, services);
  if (eventType === 'channelRestored') await setInstalled(meant, true, services);
  if (eventType === 'channelRenamed' && channel?.name) await rename(meant, channel.name, services);
}

/** Once for each installation, by whichever signal comes first. */
async function greet({ key, type }: Conversation, services: BotServices): Promise<void> {
  let first = false;
  await services.store.saveConversation(key, (now) => {
    if (!now) throw new HeraldError('internal', { message: `no conversation ${key}` });
    first = !now.greeted;
    return { ...now, greeted: true };
  });
  if (first) await services.answers.answer({ conversationKey: key }, { situation: 'welcome', scope: type });
}

async function setInstalled(places: Conversation[], installed: boolean, services: BotServices): Promise<void> {
  for (const place of places) {
    if (place.installed !== installed || (!installed && place.greeted)) {
      await services.store.saveConversation(place.key, (now) => marked(now ?? place, installed));
    }
    if (installed && place.suspended) await services.revive(place.key);
  }
}

/** Whoever adds the app again after a removal is greeted again. */
function marked({ greeted, ...place }: Conversation, installed: boolean): Conversation {
  return { ...place, installed, ...(installed && greeted ? { greeted } : {}) };
}

async function rename(places: Conversation[], name: string, services: BotServices): Promise<void> {
  for (const place of places) {
    await services.store.saveConversation(place.key, (now) => ({ ...(now ?? place), name }));
  }
}
