import { z } from 'zod';
import { number } from './events.js';
import { type Rig, setRig } from './rig.js';

const segmentsSchema = z.array(
  z.object({
    name: z.string(),
    evaluationStatusHistory: z.array(z.object({ evaluationDate: z.string(), entityCount: z.number() })),
  }),
);

/** When the API first showed each value of each segment, epoch ms, by name and value. */
async function evaluations({ insights }: Rig): Promise<Map<string, number>> {
  const url = `${insights.url}/instances/${insights.instanceId}/manage/segments?includeHistoricStats=true&historicStatsDays=1`;
  const headers = { 'Ocp-Apim-Subscription-Key': insights.subscriptionKey, Authorization: `Bearer ${insights.token}` };
  const segments = segmentsSchema.parse(await (await fetch(url, { headers })).json());
  return new Map(
    segments.flatMap(({ name, evaluationStatusHistory }) =>
      evaluationStatusHistory.map((one) => [`${name} ${one.entityCount}`, Date.parse(one.evaluationDate)] as const),
    ),
  );
}

/**
 * A full refresh in which every active segment crosses its threshold: the most that can happen at once. Returns ms from
 * the end of each evaluation to its card at the connector.
 */
export async function crossingsInFullRefresh(speed: number): Promise<number[]> {
  const rig = await setRig({ speed, wishes: [] });
  const { insights, teams, clock, channel } = rig;
  try {
    const active = insights.control.state().segments.filter((one) => one.state === 'active');
    for (const { name, friendlyName, members } of active) {
      await teams.control.say(channel, `subscribe segment "${friendlyName}" above ${members + 10_000}`);
      insights.control.planSegment(name, members + 10_001);
    }
    insights.control.startRun({ operation: 'all', submission: 'scheduled' });
    while (insights.control.state().jobs.some((job) => job.endedAtMs === undefined)) await clock.sleep(500);
    // The last cards are still on their way.
    await clock.sleep(20_000);
    const visible = await evaluations(rig);
    const versions = teams.control.messages(channel).flatMap((one) => (one.from.bot ? one.versions : []));
    return active.map(({ name, friendlyName, members }) => {
      const value = members + 10_001;
      const shown = versions.find(
        ({ summary = '' }) => summary.includes(friendlyName) && summary.includes(number(value)),
      );
      const visibleMs = visible.get(`${name} ${value}`);
      if (!shown || visibleMs === undefined) throw new Error(`no card for ${name} at ${value}`);
      return shown.atMs - visibleMs;
    });
  } finally {
    await rig.stop();
  }
}
