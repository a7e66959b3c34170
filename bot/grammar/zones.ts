import { distance } from 'fastest-levenshtein';
import { IANAZone } from 'luxon';
import { findIana, WINDOWS_TO_IANA_MAP } from 'windows-iana';

const known = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const fold = (text: string) =>
  text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();
const byFold = new Map(known.map((zone) => [fold(zone), zone]));
const windowsByFold = new Map(WINDOWS_TO_IANA_MAP.map(({ windowsName }) => [fold(windowsName), windowsName]));

/** The usual spelling of an IANA zone written in any case, or nothing. */
export function isIanaZone(text: string): string | undefined {
  if (text.length > 64) return undefined;
  const listed = byFold.get(fold(text));
  if (listed) return listed;
  // Names newer than the table of this Node, such as Europe/Kyiv, are valid all the same.
  const spelt = text.toLowerCase().replace(/(^|[/_-])\p{L}/gu, (letter) => letter.toUpperCase());
  if (text.includes('/')) return IANAZone.isValidZone(spelt) ? spelt : undefined;
  // Zones named by letters, such as CET, are in no table of Node either.
  const letters = text.toUpperCase();
  return /^[A-Z]{3,4}$/.test(letters) && IANAZone.isValidZone(letters) ? letters : undefined;
}

/** A zone by its name, its city, or the name Windows gives it; else the nearest zones, the likeliest first. */
export function readZone(text: string): { zone: string } | { nearest: string[] } {
  const zone = isIanaZone(text) ?? windowsZone(text);
  if (zone) return { zone };
  const wanted = fold(text).slice(0, 64);
  if (wanted === '') return { nearest: [] };
  const cities = known.filter((name) => city(name) === wanted);
  if (cities.length === 1 && cities[0]) return { zone: cities[0] };
  const parts = known.filter((name) => fold(name).includes(wanted));
  const near = known
    .map((name) => ({ name, far: Math.min(distance(wanted, city(name)), distance(wanted, fold(name))) }))
    .filter(({ far }) => far <= Math.max(1, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.far - b.far)
    .map(({ name }) => name);
  return { nearest: [...new Set([...cities, ...parts, ...near])].slice(0, 6) };
}

function city(zone: string): string {
  return fold(zone.split('/').at(-1) ?? '');
}

function windowsZone(text: string): string | undefined {
  const name = windowsByFold.get(fold(text));
  return name && findIana(name)[0];
}
