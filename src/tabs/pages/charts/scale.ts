/** Two to six round numbers that span what is shown: steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(low: number, high: number, about = 4): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [];
  const [from, to] = low === high ? aroundOne(low) : [Math.min(low, high), Math.max(low, high)];
  const step = niceStep((to - from) / Math.max(1, about - 1));
  const first = Math.floor(from / step + 1e-9);
  const last = Math.ceil(to / step - 1e-9);
  // Counted in whole steps, so that no sum of fractions drifts.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function aroundOne(value: number): [number, number] {
  const half = Math.abs(value) > 1e-9 ? Math.abs(value) / 2 : 1;
  return [value - half, value + half];
}

function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const share = raw / power;
  return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}

export type Scale = (value: number) => number;

/** Maps `domain` onto `range`; a domain without width goes to the middle. */
export function linear([from, to]: [number, number], [start, end]: [number, number]): Scale {
  return (value) => (to === from ? (start + end) / 2 : start + ((value - from) / (to - from)) * (end - start));
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const steps = [1, 2, 5, 10, 15, 30]
  .map((n) => n * MINUTE)
  .concat(
    [1, 2, 3, 6, 12].map((n) => n * HOUR),
    [1, 2, 7, 14, 30].map((n) => n * DAY),
  );

/**
 * Round moments within a span, at most `most` of them. `offsetMs`: how far the reader's zone is ahead of UTC, so that
 * days begin at their midnight.
 */
export function timeTicks(fromMs: number, toMs: number, most: number, offsetMs = 0): number[] {
  const span = toMs - fromMs;
  if (!(span > 0) || most < 1) return [];
  const step = steps.find((one) => Math.floor(span / one) + 1 <= most) ?? Math.ceil(span / most / DAY) * DAY;
  const first = Math.ceil((fromMs + offsetMs) / step) * step - offsetMs;
  const ticks: number[] = [];
  for (let at = first; at <= toMs; at += step) ticks.push(at);
  return ticks;
}

/** How far a zone is ahead of UTC at a moment, in ms. An unknown zone counts as UTC. */
export function zoneOffset(atMs: number, timeZone: string): number {
  try {
    const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' }).formatToParts(atMs);
    const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes = '0'] = /GMT([+-])(\d+)(?::(\d+))?/.exec(name) ?? [];
    return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE) : 0;
  } catch {
    return 0;
  }
}
