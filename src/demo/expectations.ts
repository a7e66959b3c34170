import type { DeskMessage } from '../emulator/teams/index.js';

/** A card that the story must bring about in the channel. `shows` looks at one version's summary line. */
export interface Expectation {
  title: string;
  shows: RegExp;
  /** True: the card was edited in place into this; false: it was posted like this. */
  edited: boolean;
}

export const expectations: readonly Expectation[] = [
  { title: 'CRM contacts failed', shows: /CRM contacts.*fail/i, edited: false },
  { title: 'the scheduled full refresh failed', shows: /full refresh.*fail/i, edited: false },
  { title: 'CRM contacts recovered, on the same card', shows: /CRM contacts.*recover/i, edited: true },
  { title: 'unification completed', shows: /unification/i, edited: false },
  { title: 'VIP crossed its threshold', shows: /VIP/i, edited: false },
  { title: 'Total revenue crossed its threshold', shows: /Total revenue/i, edited: false },
  { title: 'the next full refresh completed, on the same card', shows: /full refresh/i, edited: true },
];

function matches({ shows, edited }: Expectation, message: DeskMessage): boolean {
  return (
    message.from.bot && message.versions.some(({ summary }, index) => index > 0 === edited && shows.test(summary ?? ''))
  );
}

export function missing(messages: readonly DeskMessage[]): string[] {
  return expectations
    .filter((expectation) => !messages.some((message) => matches(expectation, message)))
    .map(({ title }) => title);
}
