/** Whose page it is: times are told as this person's Teams would tell them, not as the browser would. */
export interface Reader {
  locale: string;
  timeZone: string;
}

let clock: Intl.DateTimeFormat;
let day: Intl.DateTimeFormat;
let full: Intl.DateTimeFormat;
let number: Intl.NumberFormat;

export function writeFor({ locale, timeZone }: Partial<Reader>): void {
  clock = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit' });
  day = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long', day: 'numeric', month: 'long' });
  full = new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'full', timeStyle: 'medium' });
  number = new Intl.NumberFormat(locale);
}

writeFor({});

export const timeOf = (ms: number) => clock.format(ms);
export const fullTimeOf = (ms: number) => full.format(ms);
export const dayOf = (ms: number) => day.format(ms);
export const numberOf = (value: number) => number.format(value);

export function initials(name: string): string {
  const words = name.split(' ').filter(Boolean);
  return ((words[0]?.[0] ?? '?') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}

/** The same name has the same hue every time; hues are spread by the golden angle. */
export function hueOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + letter.charCodeAt(0)) % 9973;
  return Math.round((sum * 137.508) % 360);
}
