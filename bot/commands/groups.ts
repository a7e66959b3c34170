import { type HelpGroup, helpGroupNames } from '../../src/model/card-content.js';

/** What the help card puts together, in its order. The one place that says where a command stands. */
export const helpGroups: Readonly<Record<HelpGroup, readonly string[]>> = {
  alerts: ['subscribe', 'list', 'unsubscribe', 'test', 'snooze', 'resume', 'why', 'digest', 'owner', 'owners'],
  look: ['status', 'segments', 'segment', 'measures', 'measure', 'sources', 'runs', 'quota'],
  data: ['search', 'customer', 'activities', 'entities', 'items', 'item', 'partitions', 'partition'],
  changes: ['refresh', 'create', 'update', 'audit'],
  here: ['help', 'instance', 'language', 'timezone'],
};

/** What Teams' own menu shows, in its order: at most twelve per scope (Teams reference 5.2). */
export const menuCommands: readonly string[] = [
  'help',
  'subscribe',
  'list',
  'unsubscribe',
  'status',
  'search',
  'customer',
  'segments',
  'measures',
  'sources',
  'runs',
  'quota',
];

export function groupOf(command: string): HelpGroup {
  return helpGroupNames.find((group) => helpGroups[group].includes(command)) ?? 'here';
}
