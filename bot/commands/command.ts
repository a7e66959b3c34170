import type { StepGroup, TriggerName } from '../../src/model/observation.js';
import type { ThresholdRule } from '../../src/model/subscription.js';

export const commandNames = [
  'help',
  'subscribe',
  'list',
  'unsubscribe',
  'test',
  'status',
  'language',
  'timezone',
] as const;
export type CommandName = (typeof commandNames)[number];

/** What a subscription is wished to be, as written: names are not looked up yet. */
export interface Wanted {
  trigger: TriggerName;
  /** As written; absent: every object. */
  target?: string;
  rule?: ThresholdRule;
  group?: StepGroup;
  includeManual?: true;
  /** Names behind `@`; who they are is in the message's entities. */
  mentions?: string[];
  /** Local times `hh:mm`; without a zone, the conversation's. */
  quiet?: { from: string; to: string; zone?: string };
  here?: true;
}

/** What somebody wants, in values. The text it was read from does not matter any more. */
export type Command =
  | { name: 'help'; about?: CommandName }
  /** Without `wanted`: the form card. */
  | { name: 'subscribe'; wanted?: Wanted }
  | { name: 'list' }
  | { name: 'unsubscribe'; which: number | 'all' }
  | { name: 'test'; number: number }
  | { name: 'status' }
  /** Without a value: show what is set, and offer what could be. */
  | { name: 'language'; tag?: string }
  | { name: 'timezone'; zone?: string };
