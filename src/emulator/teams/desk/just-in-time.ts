import { api, type Place } from './api.js';
import { confirm } from './confirm.js';

/** Buttons that go to the bot work only where the bot is: Teams asks whether it may come along (Teams reference 1.6). */
export function needsBot(card: unknown, place: Place): boolean {
  return !place.installed && JSON.stringify(card).includes('"Action.Execute"');
}

/** Adds the bot when the person agrees. False: the message waits. */
export async function askToAdd(place: Place, botName: string): Promise<boolean> {
  const agreed = await confirm({
    title: `Add ${botName} to ${place.name}?`,
    words: `The buttons of this card work only where ${botName} is a member.`,
    yes: 'Add and send',
  });
  if (agreed) await api.install(place.id).catch(() => undefined);
  return agreed;
}
