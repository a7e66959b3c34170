import assert from 'node:assert/strict';
import { Timeline } from '../../../../src/emulator/insights/timeline.js';
import { FakeClock } from '../../../fakes/fake-clock.js';

describe('the time of the emulated service', () => {
  it('runs what is planned at its exact time, in order, when somebody looks', async () => {
    const clock = new FakeClock();
    const timeline = new Timeline(clock);
    const seen: [string, number][] = [];
    const note = (name: string) => () => seen.push([name, timeline.now() - timeline.startMs]);
    timeline.after(50, note('second'));
    timeline.after(20, note('first'));
    timeline.after(50, note('third'));
    await clock.advance(1_000);
    assert.deepEqual(seen, []);
    assert.equal(timeline.now() - timeline.startMs, 1_000);
    assert.deepEqual(seen, [
      ['first', 20],
      ['second', 50],
      ['third', 50],
    ]);
  });

  it('runs what a planned action plans within the same look', async () => {
    const clock = new FakeClock();
    const timeline = new Timeline(clock);
    const times: number[] = [];
    const again = () => {
      times.push(timeline.now() - timeline.startMs);
      if (times.length < 4) timeline.after(10, again);
    };
    timeline.after(10, again);
    await clock.advance(35);
    timeline.catchUp();
    assert.deepEqual(times, [10, 20, 30]);
  });

  it("does not follow a jump of the client's wall clock", () => {
    const clock = new FakeClock();
    const timeline = new Timeline(clock);
    const before = timeline.now();
    clock.jump(3_600_000);
    assert.equal(timeline.now(), before);
  });
});
