import { Decimal } from 'decimal.js';
import { DateTime, IANAZone } from 'luxon';
import { type Words, words } from './words.js';

/** Words, numbers and times of one conversation at one moment. Times are epoch ms; values are decimal strings. */
export interface Format extends Words {
  /** `1,284`; fractions are kept to four digits. Text that is no number is returned as it came. */
  number(value: string | number): string;
  /** With its sign, also `+`. */
  signed(value: string): string;
  percent(fraction: number): string;
  /** `4 Mar, 03:12`; with the year where it is another one. */
  moment(ms: number): string;
  /** `03:12` where it is the same day as now, else like `moment`. For sentences. */
  clock(ms: number): string;
  /** `2026-03-04` in the zone. */
  day(ms: number): string;
  /** `4 Mar 1987`: a day as `yyyy-mm-dd` in words. Text that is no day is returned as it came. */
  date(day: string): string;
  /** `2 h 5 min`; the two largest units; below a minute in seconds. */
  duration(ms: number): string;
  /** `5 minutes ago`, `in 2 hours`, `just now`. */
  age(ms: number): string;
  list(items: string[]): string;
  /** The zone that times are told in, as people write it. */
  zone: string;
  nowMs: number;
}

export interface FormatContext {
  locale: string;
  timeZone: string;
  nowMs: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Beyond this many digits a number says nothing to a reader and would break the card's columns. */
const LONGEST_NUMBER = 40;

function decimal(value: string | number): Decimal | undefined {
  const text = String(value);
  return /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) && text.length <= LONGEST_NUMBER ? new Decimal(text) : undefined;
}

function makeFormatters(tag: string) {
  return {
    numbers: new Intl.NumberFormat(tag, { maximumFractionDigits: 4 }),
    smallNumbers: new Intl.NumberFormat(tag, { maximumSignificantDigits: 4 }),
    percents: new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 }),
    relative: new Intl.RelativeTimeFormat(tag, { numeric: 'always' }),
    lists: new Intl.ListFormat(tag, { type: 'conjunction' }),
  };
}

const known = new Map<string, ReturnType<typeof makeFormatters>>();

/** They are slow to make, and a list of cards needs them many times. */
function formattersOf(tag: string): ReturnType<typeof makeFormatters> {
  const made = known.get(tag) ?? makeFormatters(tag);
  // Tags come from people: what they make up must not fill the memory.
  if (known.size < 100) known.set(tag, made);
  return made;
}

const zones = new Map<string, string>();

/** Whether a zone is one is slow to tell as well. */
function zoneOf(name: string): string {
  const zone = zones.get(name) ?? (IANAZone.isValidZone(name) ? name : 'UTC');
  if (zones.size < 1000) zones.set(name, zone);
  return zone;
}

/** How words, numbers and times are written for a conversation. An unknown zone falls back to UTC. */
export function formatFor(context: FormatContext): Format {
  const own = words(context.locale);
  const zone = zoneOf(context.timeZone);
  const now = DateTime.fromMillis(context.nowMs, { zone });
  const { numbers, smallNumbers, percents, relative, lists } = formattersOf(own.tag);
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  // The short months of Kazakh end in a full stop and read like a list.
  const date = { day: 'numeric', month: own.language === 'kk' ? 'long' : 'short' } as const;

  const at = (ms: number) => DateTime.fromMillis(ms, { zone, locale: own.tag });
  const number = (value: string | number) => {
    const parsed = decimal(value);
    // The formatter reads the text itself, so that long numbers keep every digit.
    if (!parsed) return String(value);
    return (parsed.abs().lessThan(1) ? smallNumbers : numbers).format(parsed.toFixed() as Intl.StringNumericLiteral);
  };
  const minutesOf = (n: number) => (n === 0 ? '' : own.say('time.minutes', { n }));
  const hoursOf = (n: number) => (n === 0 ? '' : own.say('time.hours', { n }));

  const moment = (ms: number) => {
    const one = at(ms);
    const year = one.hasSame(now, 'year') ? {} : ({ year: 'numeric' } as const);
    return one.toLocaleString({ ...date, ...year, ...time });
  };

  return {
    ...own,
    zone: zone === 'UTC' ? 'UTC' : zone.replaceAll('_', ' '),
    nowMs: context.nowMs,
    number,
    signed(value) {
      const parsed = decimal(value);
      return parsed?.isPositive() && !parsed.isZero() ? `+${number(value)}` : number(value);
    },
    percent: (fraction) => percents.format(fraction),
    moment,
    clock: (ms) => (at(ms).hasSame(now, 'day') ? at(ms).toLocaleString(time) : moment(ms)),
    day: (ms) => at(ms).toISODate() ?? '',
    date(day) {
      const one = DateTime.fromISO(day, { zone: 'UTC', locale: own.tag });
      return /^\d{4}-\d\d-\d\d$/.test(day) && one.isValid ? one.toLocaleString({ ...date, year: 'numeric' }) : day;
    },
    duration(ms) {
      const seconds = Math.max(0, Math.round(ms / 1000));
      if (seconds < 60) return own.say('time.seconds', { n: seconds });
      const minutes = Math.floor(seconds / 60);
      const hours = Math.floor(minutes / 60);
      const parts =
        minutes < 60
          ? [minutesOf(minutes)]
          : hours < 24
            ? [hoursOf(hours), minutesOf(minutes % 60)]
            : [own.say('time.days', { n: Math.floor(hours / 24) }), hoursOf(hours % 24)];
      return parts.filter((part) => part !== '').join(' ');
    },
    age(ms) {
      const past = context.nowMs - ms;
      const span = Math.abs(past);
      const sign = past >= 0 ? -1 : 1;
      if (span < MINUTE) return own.say('time.now');
      if (span < HOUR) return relative.format(sign * Math.floor(span / MINUTE), 'minute');
      if (span < 2 * DAY) return relative.format(sign * Math.floor(span / HOUR), 'hour');
      return relative.format(sign * Math.floor(span / DAY), 'day');
    },
    list: (items) => lists.format(items),
  };
}
