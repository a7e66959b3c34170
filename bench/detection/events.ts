import type { Rig } from './rig.js';

/** One thing that happened: when the API first showed it, epoch ms, and what its card says. */
interface Event {
  visibleMs: number;
  shows: RegExp;
}

/** What the watching channel must have subscribed to. */
export const wishes = [
  'subscribe segment VIP above 2000',
  'subscribe measure "Total revenue" above 1900000',
  'subscribe refresh-succeeded "Shop orders"',
  'subscribe refresh-failed "CRM contacts"',
] as const;

/** As cards write it. */
export const number = (value: number) => value.toLocaleString('en');

/** Runs one source and resolves when its run has ended, with that time. */
async function refresh({ insights, clock }: Rig, source: string, lastsMs: number): Promise<number> {
  const jobId = insights.control.startRun({
    operation: 'ingestion',
    submission: 'onDemand',
    identifiers: [source],
    durations: { ingestion: lastsMs },
  });
  for (;;) {
    const endedAtMs = insights.control.state().jobs.find((job) => job.jobId === jobId)?.endedAtMs;
    if (endedAtMs !== undefined) return endedAtMs;
    await clock.sleep(100);
  }
}

/** Brings about its n-th event; sources take `lastsMs` to run. */
export type Cause = (rig: Rig, n: number, lastsMs: number) => Promise<Event>;

/** Values differ every time, so that no card is taken for another. */
export const causes: Record<string, Cause> = {
  'a segment crosses its threshold': async ({ insights, clock }, n) => {
    const members = n % 2 === 0 ? 2_001 + n : 1_999 - n;
    const visibleMs = clock.now();
    insights.control.setSegment('Vip', members);
    return { visibleMs, shows: new RegExp(`VIP.*${number(members)}`) };
  },
  'a measure crosses its threshold': async ({ insights, clock }, n) => {
    const value = n % 2 === 0 ? 1_900_001 + n : 1_899_999 - n;
    const visibleMs = clock.now();
    insights.control.setMeasure('TotalRevenue', value);
    return { visibleMs, shows: new RegExp(`Total revenue.*${number(value)}`) };
  },
  'a source was refreshed': async (rig, _, lastsMs) => ({
    visibleMs: await refresh(rig, 'Shop orders', lastsMs),
    shows: /Shop orders/,
  }),
  'a source failed for good, or recovered': async (rig, n, lastsMs) => {
    if (n % 2 === 0)
      rig.insights.control.planSource('CRM contacts', { outcome: 'fail', tries: 1, durationMs: lastsMs });
    return { visibleMs: await refresh(rig, 'CRM contacts', lastsMs), shows: /CRM contacts/ };
  },
};

/** Real ms; a card that takes longer has been lost. */
const LOST_MS = 30_000;

/** How long an event took from the API to the card's arrival at the connector, posted or edited, ms. */
export async function latencyOf(rig: Rig, { visibleMs, shows }: Event): Promise<number> {
  const card = await rig.teams.control.waitFor(
    (one) =>
      one.from.bot &&
      one.conversationId === rig.channel &&
      (one.versions.at(-1)?.atMs ?? 0) >= visibleMs &&
      shows.test(one.summary ?? ''),
    LOST_MS,
  );
  return (card.versions.at(-1)?.atMs ?? 0) - visibleMs;
}
