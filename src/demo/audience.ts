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

/** Installs the bot everywhere and subscribes one channel. Returns that channel's id. */
export async function seatAudience(teams: TeamsEmulator): Promise<string> {
  const conversations = teams.control.conversations();
  for (const conversation of conversations) await teams.control.install(conversation.id);
  const channel = conversations.find((one) => one.name === 'Data alerts');
  if (!channel) throw new Error('the Teams emulator has no channel "Data alerts"');
  for (const wish of wishes) await teams.control.say(channel.id, wish, { mention: true });
  return channel.id;
}
