import { type Words, wordsOf } from './words.js';

/** Words, numbers and times for one viewer. Times are epoch ms; values are decimal strings. */
export interface Format extends Words {
  /** `1,284`; every digit is kept. */
  number(value: string | number): string;
  /** `1.3K`, for axes. */
  short(value: number): string;
  /** `+93`. */
  signed(value: number): string;
  /** `4 Mar`. */
  day(ms: number): string;
  /** `03:12`. */
  clock(ms: number): string;
  /** `03:12` where it is today, else `4 Mar, 03:12`. */
  moment(ms: number): string;
  /** With the day, always. */
  full(ms: number): string;
  /** `2 h 5 min`. */
  duration(ms: number): string;
  /** `3 min ago`, `in 2 h`, `just now`. */
  age(ms: number): string;
  zone: string;
  /** By the server's clock. */
  now(): number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Chromium says that it knows Kazakh, but ships neither its months nor its separators, so those are told here: the
 * months by the catalogue, numbers as in Russian, which writes them the same way.
 */
export function formatOf(locale: string, timeZone: string | undefined, now: () => number): Format {
  const words = wordsOf(locale);
  const { say, tag } = words;
  const isKazakh = words.language === 'kk';
  const zone = timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const numbers = new Intl.NumberFormat(isKazakh ? 'ru' : tag, { maximumFractionDigits: 4 });
  const shorts = new Intl.NumberFormat(isKazakh ? 'ru' : tag, { maximumSignificantDigits: 3 });
  const days = new Intl.DateTimeFormat(isKazakh ? 'ru' : tag, { timeZone: zone, day: 'numeric', month: 'short' });
  const clocks = new Intl.DateTimeFormat(isKazakh ? 'ru' : tag, { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  const numeric = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  });
  const dayMonth = (ms: number) => {
    const [day = '', month = '1'] = numeric.format(ms).split('/');
    return `${Number(day)} ${say('tab.months').split(' ')[Number(month) - 1] ?? ''}`;
  };

  const number = (value: string | number) => {
    const text = String(value);
    return /^-?\d+(\.\d+)?$/.test(text) ? numbers.format(text as Intl.StringNumericLiteral).replace('-', '−') : text;
  };
  const day = (ms: number) => (isKazakh ? dayMonth(ms) : days.format(ms));
  const clock = (ms: number) => clocks.format(ms);
  const full = (ms: number) => `${day(ms)}, ${clock(ms)}`;

  return {
    ...words,
    zone: zone.replaceAll('_', ' '),
    now,
    number,
    short(value) {
      const size = Math.abs(value);
      // Words for more would be longer than the number.
      if (size >= 1e12) return value.toExponential(1);
      if (size >= 1e9) return say('tab.billions', { n: shorts.format(value / 1e9) });
      if (size >= 1e6) return say('tab.millions', { n: shorts.format(value / 1e6) });
      if (size >= 1e4) return say('tab.thousands', { n: shorts.format(value / 1e3) });
      return numbers.format(value);
    },
    signed: (value) => `${value > 0 ? '+' : value < 0 ? '−' : ''}${numbers.format(Math.abs(value))}`,
    day,
    clock,
    moment: (ms) => (numeric.format(ms) === numeric.format(now()) ? clock(ms) : full(ms)),
    full,
    duration(ms) {
      const span = Math.max(0, ms);
      if (span < MINUTE) return say('time.seconds', { n: Math.round(span / SECOND) });
      if (span < HOUR) return say('time.minutes', { n: Math.floor(span / MINUTE) });
      if (span < DAY) return two(say, 'time.hours', span / HOUR, 'time.minutes', (span % HOUR) / MINUTE);
      return two(say, 'time.days', span / DAY, 'time.hours', (span % DAY) / HOUR);
    },
    age(ms) {
      const past = now() - ms;
      const span = Math.abs(past);
      const key = past >= 0 ? 'tab.ago' : 'tab.ahead';
      if (span < MINUTE) return say('time.now');
      if (span < HOUR) return say(key, { time: say('time.minutes', { n: Math.floor(span / MINUTE) }) });
      if (span < 2 * DAY) return say(key, { time: say('time.hours', { n: Math.floor(span / HOUR) }) });
      return say(key, { time: say('time.days', { n: Math.floor(span / DAY) }) });
    },
  };
}

function two(
  say: Words['say'],
  big: 'time.hours' | 'time.days',
  n: number,
  small: 'time.minutes' | 'time.hours',
  m: number,
) {
  const rest = Math.floor(m);
  return rest === 0 ? say(big, { n: Math.floor(n) }) : `${say(big, { n: Math.floor(n) })} ${say(small, { n: rest })}`;
}
