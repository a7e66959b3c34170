import { failed, type Parsed, parsed, short } from './problem.js';
import type { Token } from './tokens.js';
import { fold } from './words.js';

/** How long, as it was said. Times of day are those of the conversation's zone. */
export type SnoozeWish =
  | { kind: 'minutes'; minutes: number }
  | { kind: 'run' | 'recovery' | 'tomorrow' }
  | { kind: 'at'; time: string }
  | { kind: 'on'; date: string; time: string };

/** Longer is no snooze but an end. */
const mostMinutes = 30 * 24 * 60;

const units: readonly [RegExp, number][] = [
  [/^(?:m|min|mins|minute|minutes|мин|минут)$/, 1],
  [/^(?:h|hr|hrs|hour|hours|сағ|сағат)$/, 60],
  [/^(?:d|day|days|күн)$/, 24 * 60],
];

const named: readonly [RegExp, 'run' | 'recovery' | 'tomorrow'][] = [
  [/^(?:(?:1|one|a|the|next|for one|for 1) )?(?:next )?run$|^(?:бір )?іске қосу$/, 'run'],
  [/^(?:it recovers|recover(?:y|s|ed)|қалпына келгенше)$/, 'recovery'],
  [/^(?:tomorrow|tomorrow (?:at )?0?8:00|ертең|ертеңге|ертеңге дейін)$/, 'tomorrow'],
];

/** The lines that say how it is written, for one subscription or all. */
export function snoozeLines(which: string): string[] {
  return ['4 hours', 'until tomorrow', 'run', 'until recovery'].map((one) => `snooze ${which} ${one}`);
}

/** Pure. Whatever cannot be understood is answered with lines that can. */
export function readSnooze(which: string, tokens: readonly Token[]): Parsed<SnoozeWish> {
  const text = tokens
    .map((token) => token.text)
    .join(' ')
    .trim();
  const example = snoozeLines(which)[0] ?? '';
  const offered = { example, suggestions: snoozeLines(which) };
  if (text === '') return failed({ key: 'snooze-how-long', ...offered });
  const words = plain(text).replace(/^(?:until|till|for) /, '');
  const name = named.find(([pattern]) => pattern.test(words));
  if (name) return parsed({ kind: name[1] });
  const span = /^(\d{1,6}) ?(\p{L}+)$/u.exec(words);
  const unit = span && units.find(([pattern]) => pattern.test(span[2] ?? ''));
  if (span && unit) {
    const minutes = Number(span[1]) * unit[1];
    if (minutes >= 1 && minutes <= mostMinutes) return parsed({ kind: 'minutes', minutes });
    return failed({ key: 'snooze-out-of-range', facts: { text: short(text) }, ...offered });
  }
  return readTime(words) ?? failed({ key: 'snooze-unclear', facts: { text: short(text) }, ...offered });
}

function readTime(words: string): Parsed<SnoozeWish> | undefined {
  const time = /^(?:(\d{4}-\d{2}-\d{2})(?:[ t]|$))?(?:(\d{1,2}):(\d{2}))?$/.exec(words);
  if (!time || words === '') return undefined;
  const [, date, hour, minute] = time;
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return undefined;
  // A day alone begins like tomorrow does.
  const clock = hour === undefined ? '08:00' : `${hour.padStart(2, '0')}:${minute}`;
  if (date !== undefined) return parsed({ kind: 'on', date, time: clock });
  return hour === undefined ? undefined : parsed({ kind: 'at', time: clock });
}

/** Dates keep their hyphens; words lose theirs. */
function plain(text: string): string {
  return text
    .split(' ')
    .map((word) => (/\d/.test(word) ? word.toLowerCase() : fold(word)))
    .join(' ')
    .trim();
}

export function printSnooze(wish: SnoozeWish): string {
  switch (wish.kind) {
    case 'minutes':
      return printMinutes(wish.minutes);
    case 'run':
      return 'run';
    case 'recovery':
    case 'tomorrow':
      return `until ${wish.kind}`;
    case 'at':
      return `until ${wish.time}`;
    case 'on':
      return `until ${wish.date} ${wish.time}`;
  }
}

function printMinutes(minutes: number): string {
  const amount = (n: number, unit: string) => `${n} ${unit}${n === 1 ? '' : 's'}`;
  if (minutes % (24 * 60) === 0) return amount(minutes / (24 * 60), 'day');
  return minutes % 60 === 0 ? amount(minutes / 60, 'hour') : `${minutes} min`;
}
