import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Slot, SlotWindow } from '../../../src/base/window.js';

function take(window: SlotWindow<string>, nowMs: number, label?: string): Slot<string> {
  const slot = window.take(nowMs, label);
  assert.ok(slot);
  return slot;
}

describe('slot window', () => {
  it('grants up to its limit and then nothing', () => {
    const window = new SlotWindow<string>(2, 1000);
    take(window, 0);
    take(window, 0);
    assert.equal(window.take(0), undefined);
    assert.equal(window.take(5000), undefined, 'calls under way keep their slots');
    assert.equal(window.nextFreeAtMs(5000), Number.POSITIVE_INFINITY);
  });

  it('holds a slot until one window after the end of its call', () => {
    const window = new SlotWindow<string>(1, 1000);
    window.end(take(window, 0), 130);
    assert.equal(window.nextFreeAtMs(200), 1130);
    assert.equal(window.free(1129), 0);
    assert.equal(window.free(1130), 1);
    assert.equal(window.nextFreeAtMs(1130), 1130);
  });

  it('does not end a slot twice, nor give back one that has ended', () => {
    const freed: unknown[] = [];
    const window = new SlotWindow<string>(1, 1000, (slot) => freed.push(slot.label));
    const slot = take(window, 0, 'a');
    window.end(slot, 10);
    window.end(slot, 500);
    window.cancel(slot);
    assert.deepEqual(window.freeTimes(), [1010]);
    assert.equal(window.free(1010), 1);
    assert.deepEqual(freed, ['a']);
  });

  it('gives a slot back at once when its call never left', () => {
    const window = new SlotWindow<string>(1, 1000);
    window.cancel(take(window, 0));
    assert.equal(window.free(0), 1);
  });

  it('counts what is held from elsewhere even beyond its limit', () => {
    const window = new SlotWindow<string>(2, 1000);
    for (const atMs of [300, 100, 200]) window.hold(atMs);
    assert.deepEqual(window.freeTimes(), [100, 200, 300]);
    assert.equal(window.free(0), 0);
    assert.equal(window.nextFreeAtMs(0), 200, 'one more than the limit has to go first');
    assert.equal(window.nextChangeAtMs(0), 100);
    assert.equal(window.free(250), 1);
  });

  it('keeps at most its limit between the start and one window after the end, for any calls', () => {
    const call = fc.record({ gapMs: fc.integer({ min: 0, max: 300 }), lastsMs: fc.integer({ min: 0, max: 400 }) });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(call, { maxLength: 40 }), (limit, calls) => {
        const window = new SlotWindow(limit, 1000);
        const held: { fromMs: number; toMs: number }[] = [];
        let running: { slot: Slot; endMs: number }[] = [];
        let nowMs = 0;
        for (const { gapMs, lastsMs } of calls) {
          nowMs += gapMs;
          for (const one of running.filter((r) => r.endMs <= nowMs)) window.end(one.slot, one.endMs);
          running = running.filter((r) => r.endMs > nowMs);
          const slot = window.take(nowMs);
          if (!slot) continue;
          running.push({ slot, endMs: nowMs + lastsMs });
          held.push({ fromMs: nowMs, toMs: nowMs + lastsMs + 1000 });
          const now = nowMs;
          assert.ok(held.filter((h) => h.toMs > now).length <= limit);
        }
      }),
    );
  });
});
