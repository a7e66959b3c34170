import type { BoardSubscription, TabConversation } from '../contract.js';
import type { BoardPart } from '../paths.js';
import type { Format } from './format.js';

/** What the parts of a board need to draw themselves. */
export interface View {
  f: Format;
  /** Read-only: outside Teams, where nobody is signed in. */
  canWrite: boolean;
  /** Of a conversation, where the board shows more than one; else undefined. */
  placeOf(conversation: string): string | undefined;
  edit(subscription: BoardSubscription): void;
  snooze(subscription: BoardSubscription): void;
  resume(subscription: BoardSubscription): void;
  remove(subscription: BoardSubscription): void;
}

/** A part of the board: made once, told whenever its facts changed. */
export interface Part<T> {
  element: HTMLElement;
  /** Undefined: nothing came yet. */
  show(facts: T | undefined, view: View): void;
}

export const partIcons = {
  alerts: 'bell',
  runs: 'clock',
  values: 'trend',
  subscriptions: 'list',
  budget: 'gauge',
} as const satisfies Record<BoardPart, string>;

/** What a conversation is called in a list. `named`: what Teams calls the one that the tab is in. */
export function nameOfConversation(one: TabConversation, f: Format, named?: { id: string; name: string }): string {
  if (one.type === 'personal') return f.say('tab.personal-chat');
  const name =
    one.name ??
    (named?.id === one.id ? named.name : undefined) ??
    f.say(one.type === 'channel' ? 'tab.channel' : 'tab.group-chat');
  return one.team ? f.say('tab.channel-of', { name, team: one.team }) : name;
}
