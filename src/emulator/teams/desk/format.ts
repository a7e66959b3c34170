const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

export const timeOf = (ms: number) => clock.format(ms);
export const fullTimeOf = (ms: number) => full.format(ms);
export const dayOf = (ms: number) => day.format(ms);

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

export const numberOf = (value: number) => new Intl.NumberFormat().format(value);
