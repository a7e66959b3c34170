import type { DeskMessage } from '../emulator/teams/index.js';

/** A card that the story must bring about in the channel. `shows` looks at one version's summary line. */
export interface Expectation {
  title: string;
  shows: RegExp;
  /** True: an earlier card was edited in place into this. Otherwise it may have been posted like this or edited. */
  edited: boolean;
}

export const expectations: readonly Expectation[] = [
  {
    title: 'the full refresh failed, and CRM contacts with it',
    shows: /Full refresh failed.*: CRM contacts$/,
    edited: false,
  },
  { title: 'CRM contacts recovered, on the same card', shows: /failed.*CRM contacts recovered/, edited: true },
  { title: 'unification completed', shows: /Unification completed/, edited: false },
  {
    title: 'Total revenue crossed its threshold',
    shows: /Above the threshold.*Total revenue.*1,912,880/,
    edited: false,
  },
  { title: 'VIP crossed its threshold', shows: /Above the threshold.*VIP.*2,046/, edited: false },
  { title: 'CRM contacts was refreshed', shows: /Refresh succeeded: CRM contacts/, edited: false },
  { title: 'profiles were counted', shows: /Unification completed, profiles: 5,\d+/, edited: false },
  { title: 'the next full refresh was followed to its end', shows: /Succeeded.*Full refresh/, edited: false },
  { title: 'the full refresh recovered, on the same card', shows: /Recovered.*CRM contacts recovered/, edited: true },
];

function matches({ shows, edited }: Expectation, message: DeskMessage): boolean {
  return (
    message.from.bot &&
    message.versions.some(({ summary }, index) => (index > 0 || !edited) && shows.test(summary ?? ''))
  );
}

export function missing(messages: readonly DeskMessage[]): string[] {
  return expectations
    .filter((expectation) => !messages.some((message) => matches(expectation, message)))
    .map(({ title }) => title);
}
