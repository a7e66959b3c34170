import assert from 'node:assert/strict';
import { FileShelf } from '../../bot/file-shelf.js';
import { FakeClock } from '../fakes/fake-clock.js';

describe('the shelf of files', () => {
  let clock: FakeClock;
  let shelf: FileShelf;
  let expired: string[];
  const put = (id: string, size = 10) =>
    shelf.put(id, { bytes: new Uint8Array(size), onExpired: async () => void expired.push(id) });

  beforeEach(() => {
    clock = new FakeClock();
    shelf = new FileShelf(clock, { keptMs: 60_000, files: 3, bytes: 100 });
    expired = [];
  });

  it('keeps a file for its time and no longer', async () => {
    put('a');
    await clock.advance(59_999);
    assert.equal(shelf.size, 10);
    await clock.advance(1);
    assert.deepEqual([shelf.size, expired, shelf.take('a')], [0, ['a'], undefined]);
  });

  it('gives a file to one at a time; what was put back can be taken again', () => {
    put('a');
    assert.equal((shelf.take('a') as { bytes: Uint8Array }).bytes.length, 10);
    assert.equal(shelf.take('a'), 'taken');
    shelf.putBack('a');
    assert.ok(shelf.take('a'));
    assert.equal(shelf.take('b'), undefined);
  });

  it('does not give up a file that is on its way, and does not keep it for ever', async () => {
    put('a');
    shelf.take('a');
    await clock.advance(90_000);
    assert.equal(shelf.size, 10);
    shelf.putBack('a');
    await clock.advance(60_000);
    assert.deepEqual([shelf.size, expired], [0, ['a']]);
  });

  it('the oldest make room for a new one, in number and in bytes', () => {
    for (const id of ['a', 'b', 'c', 'd']) put(id);
    assert.deepEqual(expired, ['a']);
    put('e', 90);
    assert.deepEqual(expired, ['a', 'b', 'c']);
    assert.equal(shelf.size, 100);
  });

  it('what was removed is told to nobody, and nothing is left to wait for', async () => {
    put('a');
    put('b');
    shelf.remove('a');
    shelf.clear();
    await clock.advance(120_000);
    assert.deepEqual([expired, clock.sleeping], [[], 0]);
  });
});
