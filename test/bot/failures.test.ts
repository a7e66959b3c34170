import assert from 'node:assert/strict';
import { HeraldError } from '../../src/base/errors.js';
import { activity, BotWorld, postJson } from '../fakes/bot-world.js';

describe('a turn that fails', () => {
  let world: BotWorld;
  let base: string;

  beforeEach(async () => {
    world = new BotWorld();
    base = await world.start();
    world.store.subscriptions = async () => {
      throw new HeraldError('store-write-failed', { message: 'disk /secret/path is full' });
    };
  });
  afterEach(() => world.stop());

  it('tells the conversation its code and a reference that the log has', async () => {
    assert.equal((await postJson(base, activity('channel-message', { text: '<at>Herald</at> list' }))).status, 200);
    const { to, content } = world.answered.at(-1) ?? {};
    assert.equal(to?.threadId, '1700000000001');
    assert.ok(content?.situation === 'error');
    assert.equal(content.code, 'store-write-failed');
    assert.ok(world.logged.some((line) => line.includes(content.reference) && line.includes('/secret/path')));
  });

  it('tells the person who pressed the same reference, without the cause', async () => {
    const posted = await postJson(base, activity('execute'));
    assert.equal(posted.status, 200);
    const told = world.last;
    assert.ok(told?.situation === 'error' && posted.text.includes(told.reference));
    assert.doesNotMatch(posted.text, /secret/);
  });

  it('that cannot be told is answered with 500, so that Teams tries again', async () => {
    world.answersFail = true;
    const posted = await postJson(base, activity('personal-message', { text: 'list' }));
    assert.equal(posted.status, 500);
    assert.match(posted.text, /"reference":"[0-9A-F]{8}"/);
    assert.doesNotMatch(posted.text, /secret|store/);
    assert.equal((await fetch(`${base}/healthz`)).status, 200);
  });

  it('that could not be told is done when Teams sends it again, and only once', async () => {
    world.answersFail = true;
    const message = activity('personal-message', { text: 'help' });
    assert.equal((await postJson(base, message)).status, 500);
    world.answersFail = false;
    for (let times = 0; times < 2; times += 1) assert.equal((await postJson(base, message)).status, 200);
    assert.deepEqual(
      world.answered.map((one) => one.content.situation),
      ['help'],
    );
  });
});
