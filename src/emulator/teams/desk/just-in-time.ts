import { api, type Place } from './api.js';
import { confirm, type Question } from './confirm.js';

/** Buttons that go to the bot work only where the bot is: Teams asks whether it may come along (Teams reference 1.6). */
export function needsBot(card: unknown, place: Place): boolean {
  return !place.installed && JSON.stringify(card).includes('"Action.Execute"');
}

/** Adds the bot to a conversation when the person agrees; false when not. */
export async function addBot(place: Place, question: Question): Promise<boolean> {
  const agreed = await confirm(question);
  if (agreed) await api.install(place.id).catch(() => undefined);
  return agreed;
}

/** The same for a card that is about to be sent; false: the message waits. */
export function askToAdd(place: Place, botName: string): Promise<boolean> {
  const title = `Add ${botName} to ${place.name}?`;
  const words = `The buttons of this card work only where ${botName} is a member.`;
  return addBot(place, { title, words, yes: 'Add and send' });
}
