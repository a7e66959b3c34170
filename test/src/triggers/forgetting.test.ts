import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { hour, ingestion, job, start, task, Watch } from './readings.js';

describe('what the watermark keeps of past runs', () => {
  const runs = Array.from({ length: 30 }, (_, i) => ({ id: `j${i}`, atMs: start + (i + 1) * hour }));
  const nodeAfter = ({ id, atMs }: { id: string; atMs: number }) =>
    ingestion('s1', { jobIds: [id], endedAtMs: atMs, lastSuccessAtMs: atMs });
  const jobOf = ({ id, atMs }: { id: string; atMs: number }) =>
    job(id, {
      status: 'successful',
      endedAtMs: atMs,
      tasks: [
        task({ taskId: `t-${id}`, operation: 'ingestion', friendlyName: 'Source s1', jobIds: [id], endedAtMs: atMs }),
      ],
    });

  it('stays small while runs are read as they end', () => {
    const watch = new Watch();
    watch.at(start, { nodes: [ingestion('s1', { lastSuccessAtMs: start - hour })], jobs: [] });
    for (const run of runs) watch.at(run.atMs + 1_000, { nodes: [nodeAfter(run)], jobs: [jobOf(run)] });
    assert.equal(watch.observations.length, 30);
    assert.ok((watch.seen?.nodes[0]?.[1].runs.length ?? 99) <= 3);
  });

  it('tells nothing twice when the runs could not be read for long', () => {
    const watch = new Watch();
    watch.at(start, { nodes: [ingestion('s1', { lastSuccessAtMs: start - hour })], jobs: [] });
    for (const run of runs) watch.at(run.atMs + 1_000, { nodes: [nodeAfter(run)] });
    assert.equal(watch.observations.length, 30);
    const last = runs.at(-1) ?? assert.fail();
    assert.deepEqual(watch.at(last.atMs + hour, { nodes: [nodeAfter(last)], jobs: runs.map(jobOf) }), []);
  });
});
