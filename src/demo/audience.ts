import type { TeamsEmulator } from '../emulator/teams/index.js';

/** What the channel subscribes to before the story begins, typed as a person would. */
export const wishes = [
  'subscribe refresh-failed all',
  'subscribe refresh-succeeded "CRM contacts"',
  'subscribe step-failed all',
  'subscribe segment VIP above 2000',
  'subscribe measure "Total revenue" above 1900000',
  'subscribe full-refresh',
  'subscribe unification',
] as const;

/**
 * Adds the bot to the team, the group chat and the personal chat, and subscribes one channel, all in one thread so that
 * the alerts stand out. Returns that channel's id.
 */
export async function seatAudience(teams: TeamsEmulator): Promise<string> {
  const { control } = teams;
  const conversations = control.conversations();
  // A team has the bot in all of its channels or in none, and is greeted once.
  for (const one of conversations) if (!one.installed) await control.install(one.id);
  const channel = conversations.find((one) => one.name === 'Data alerts');
  if (!channel) throw new Error('the Teams emulator has no channel "Data alerts"');
  const [first, ...others] = wishes;
  const { messageId } = await control.say(channel.id, first, { mention: true });
  for (const wish of others) await control.say(channel.id, wish, { mention: true, thread: messageId });
  return channel.id;
}
