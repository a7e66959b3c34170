import assert from 'node:assert/strict';
import { createIntake, type Detect } from '../../../src/alerts/intake.js';
import { createLog } from '../../../src/base/log.js';
import type { Commit } from '../../../src/store/store.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { MemoryStore } from '../../fakes/memory-store.js';
import { health, segment, sourceFailed } from './happenings.js';
import { connection, emptyReading, World } from './world.js';

const quiet: Detect = (seen) => ({ seen, observations: [], baseline: false });

describe('the intake of a connection', () => {
  let world: World;
  let commits: Commit[];
  beforeEach(() => {
    world = new World();
    commits = [];
  });

  function intake(detect: Detect, store: MemoryStore = world.store) {
    return createIntake({
      store,
      connection,
      detect,
      clock: new FakeClock(),
      log: createLog('silent'),
      settings: { failedHoldMs: 1, gapMs: 2 },
      onCommitted: (commit) => commits.push(commit),
    });
  }

  it('commits the watermark together with what it led to', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed' });
    const found = { seen: { upTo: 1 }, observations: [sourceFailed('Shop', 1)], baseline: false };
    await intake(() => found).reading(emptyReading());
    assert.equal(commits.length, 1);
    assert.deepEqual(commits[0]?.seen, { upTo: 1 });
    assert.equal(commits[0]?.deliveries?.length, 1);
    assert.deepEqual((await world.store.connectionState(connection.id)).seen, { upTo: 1 });
  });

  it('tells nothing of a connection to a tenant that may not use it any more', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed', conversationKey: 'x/ops' });
    const found = { seen: 1, observations: [sourceFailed('Shop', 1)], baseline: false };
    await intake(() => found).reading(emptyReading());
    assert.deepEqual(commits[0]?.deliveries ?? [], []);
    assert.deepEqual((await world.store.connectionState(connection.id)).alerts, []);
  });

  it('writes nothing when nothing changed', async () => {
    const same: Detect = () => ({ seen: { upTo: 1 }, observations: [], baseline: false });
    const subject = intake(same);
    await subject.reading(emptyReading());
    await subject.reading(emptyReading());
    assert.equal(commits.length, 1);
  });

  it('hands the detector its watermark and settings', async () => {
    const given: unknown[] = [];
    const detect: Detect = (seen, _reading, settings) => {
      given.push(seen, settings);
      return { seen: (Number(seen) || 0) + 1, observations: [], baseline: false };
    };
    const subject = intake(detect);
    await subject.reading(emptyReading());
    await subject.reading(emptyReading());
    const settings = { failedHoldMs: 1, gapMs: 2, nowMs: new FakeClock().now() };
    assert.deepEqual(given, [undefined, settings, 1, settings]);
  });

  it('computes again from the newest state when something else was committed in between', async () => {
    let intruded = false;
    const store = new (class extends MemoryStore {
      override async commit(commit: Commit): Promise<boolean> {
        if (!intruded) {
          intruded = true;
          await super.commit({ connectionId: connection.id, expectedVersion: 0, seen: { upTo: 5 } });
        }
        return super.commit(commit);
      }
    })();
    const starts: unknown[] = [];
    const detect: Detect = (seen) => {
      starts.push(seen);
      return { seen: { upTo: 6 }, observations: [], baseline: false };
    };
    await intake(detect, store).reading(emptyReading());
    assert.deepEqual(starts, [undefined, { upTo: 5 }]);
    assert.deepEqual((await store.connectionState(connection.id)).seen, { upTo: 6 });
  });

  it('works on readings one after the other', async () => {
    let seen = 0;
    const subject = intake((before) => {
      assert.equal(before ?? 0, seen);
      seen += 1;
      return { seen, observations: [], baseline: false };
    });
    await Promise.all(Array.from({ length: 5 }, () => subject.reading(emptyReading())));
    assert.equal(seen, 5);
  });

  it('goes on after a reading that could not be stored', async () => {
    let fails = true;
    const store = new (class extends MemoryStore {
      override async commit(commit: Commit): Promise<boolean> {
        if (fails) throw new Error('disk');
        return super.commit(commit);
      }
    })();
    const subject = intake(() => ({ seen: 1, observations: [], baseline: false }), store);
    await assert.rejects(subject.reading(emptyReading()), /disk/);
    fails = false;
    await subject.reading(emptyReading());
    assert.equal(commits.length, 1);
  });

  it('takes observations that come without a reading', async () => {
    await world.subscribe({ trigger: 'source-refresh-failed' });
    await intake(quiet).observe([health('broken', 1)]);
    assert.equal(commits[0]?.deliveries?.length, 1);
    assert.equal(commits[0]?.seen, undefined);
  });

  it('keeps each evaluation in the history once, watched or not', async () => {
    const found = [segment('Loyal', 2, '11'), segment('Loyal', 1, '9')];
    let turn = 0;
    const subject = intake(() => {
      turn += 1;
      return { seen: turn, observations: found, baseline: false };
    });
    await subject.reading(emptyReading());
    await subject.reading(emptyReading());
    const kept = await world.store.evaluations(connection.id, 'segment', 'Loyal', 10);
    assert.deepEqual(
      kept.map((e) => e.value),
      ['9', '11'],
    );
  });

  it('keeps the past values that the first reading of a list knows, whenever that comes', async () => {
    const base = { friendlyName: 'Loyal', active: true, lastEvaluationFailed: false };
    const history = [
      { atMs: 1, value: '8' },
      { atMs: 2, value: '9' },
    ];
    const segments = [{ ...base, name: 'Loyal', history, evaluated: { atMs: 2, value: '9' } }];
    const subject = intake(quiet);
    await subject.reading(emptyReading());
    await subject.reading(emptyReading({ segments }));
    await subject.reading(emptyReading({ segments }));
    const kept = await world.store.evaluations(connection.id, 'segment', 'Loyal', 10);
    assert.deepEqual(
      kept.map((e) => e.value),
      ['8', '9'],
    );
  });
});
