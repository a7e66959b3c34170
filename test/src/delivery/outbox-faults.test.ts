import assert from 'node:assert/strict';
import type { SendOutcome } from '../../../src/delivery/sender.js';
import { alert, connectionId, conversation, keyOf } from '../store/samples.js';
import { OutboxHarness } from './outbox-harness.js';

describe('the outbox, when Teams does not simply accept', () => {
  let h: OutboxHarness;

  beforeEach(async () => {
    h = new OutboxHarness({ otherServiceUrl: (url) => (url.includes(':1/') ? 'http://127.0.0.1:2/' : undefined) });
    await h.place();
    await h.place('sales');
    await h.outbox.start();
  });
  afterEach(async () => {
    h.sender.release();
    await h.outbox.stop(0);
  });

  const answer = (...outcomes: SendOutcome[]) => h.sender.script.push(...outcomes);
  const counted = async (...ids: string[]) => {
    assert.equal(await h.recorded(...ids), h.sender.requests.length, 'recorded attempts are the requests made');
    assert.equal(h.outbox.stats().attempts, h.sender.requests.length);
  };

  it('a throttled post waits as long as Teams asks, with everything behind it, and no other conversation does', async () => {
    answer({ result: 'throttled', status: 429, retryAfterMs: 20_000 });
    await h.owe('a');
    await h.owe('b');
    await h.run();
    await h.owe('other', { channel: 'sales' });
    await h.run();
    assert.deepEqual(h.sender.summaries, ['a v1', 'other v1']);
    await h.pass(19_999);
    assert.equal(h.sender.requests.length, 2);
    await h.pass(1);
    assert.deepEqual(h.sender.summaries, ['a v1', 'other v1', 'a v1', 'b v1']);
    await counted('a', 'b', 'other');
  });

  it('failures before the request left are tried again, more and more slowly, at most a minute apart', async () => {
    for (let i = 0; i < 10; i += 1) answer({ result: 'not-sent', reason: 'ECONNREFUSED' });
    const times: number[] = [];
    h.sender.script.unshift(() => {
      times.push(h.clock.monotonic());
      return undefined;
    });
    await h.owe('a');
    await h.run();
    await h.pass(400_000, 500);
    const gaps = times.slice(1).map((time, i) => (time - (times[i] ?? 0)) / 1000);
    assert.deepEqual(gaps, [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
    assert.match(await h.state('a/1'), /^sent/);
    await counted('a');
  });

  it('a post that may have arrived is never sent again by itself', async () => {
    answer({ result: 'ambiguous', status: 502, reason: 'http-502' });
    await h.owe('a');
    await h.owe('b');
    await h.run();
    await h.pass(600_000, 10_000);
    assert.deepEqual(h.sender.summaries, ['a v1', 'b v1']);
    assert.equal(await h.state('a/1'), 'ambiguous http-502');
    assert.equal(h.outbox.stats().ambiguous, 1);
    await counted('a', 'b');
  });

  it('after a post that may have arrived, the next version is posted', async () => {
    answer({ result: 'ambiguous', reason: 'time-out' });
    await h.owe('a');
    await h.run();
    await h.owe('a');
    await h.run();
    assert.deepEqual(
      h.sender.requests.map((one) => one.kind),
      ['post', 'post'],
    );
    assert.equal((await h.store.message('a'))?.sentVersion, 2);
  });

  it('an update that may have arrived is tried again, in the newest version', async () => {
    await h.owe('a');
    await h.run();
    answer({ result: 'ambiguous', status: 503, reason: 'http-503' });
    await h.owe('a');
    await h.run();
    await h.owe('a');
    await h.pass(1_000);
    assert.deepEqual(h.sender.summaries, ['a v1', 'a v2', 'a v3']);
    assert.deepEqual(
      h.sender.requests.map((one) => one.kind),
      ['post', 'update', 'update'],
    );
    await counted('a');
  });

  it('a conflict is tried again after a pause', async () => {
    answer({ result: 'conflict', status: 412 });
    await h.owe('a');
    await h.run();
    await h.pass(999);
    assert.equal(h.sender.requests.length, 1);
    await h.pass(1);
    assert.equal(await h.state('a/1'), 'sent');
  });

  it('a refused message fails with its reason and holds up nothing', async () => {
    answer({ result: 'refused', status: 413, reason: 'MessageSizeTooBig' });
    await h.owe('a');
    await h.owe('b');
    await h.run();
    assert.deepEqual([await h.state('a/1'), await h.state('b/1')], ['failed MessageSizeTooBig', 'sent']);
  });

  it('a conversation that is gone is suspended with all it is owed, told once, and nothing is lost', async () => {
    answer({ result: 'gone', status: 403, reason: 'BotNotInConversationRoster' });
    for (const id of ['a', 'b', 'c']) await h.owe(id);
    await h.run();
    assert.equal(h.sender.requests.length, 1);
    for (const id of ['a', 'b', 'c']) assert.equal(await h.state(`${id}/1`), 'suspended BotNotInConversationRoster');
    assert.equal((await h.store.conversation(keyOf()))?.suspended?.reason, 'BotNotInConversationRoster');
    assert.deepEqual(h.gone, [`${keyOf()} BotNotInConversationRoster`]);
    await h.owe('d');
    await h.run();
    assert.equal(h.gone.length, 1);
    await h.outbox.revive(keyOf());
    await h.run();
    assert.deepEqual(h.sender.summaries.slice(1), ['a v1', 'b v1', 'c v1', 'd v1']);
    await counted('a', 'b', 'c', 'd');
  });

  it('the wrong host is left for the other one, once, and the right one is remembered', async () => {
    answer({ result: 'wrong-host', status: 403 });
    await h.owe('a');
    await h.run();
    assert.deepEqual(
      h.sender.requests.map((one) => one.target.serviceUrl),
      ['http://127.0.0.1:1/', 'http://127.0.0.1:2/'],
    );
    assert.equal((await h.store.conversation(keyOf()))?.serviceUrl, 'http://127.0.0.1:2/');
    await counted('a');
  });

  it('when the other host refuses too, the conversation is suspended', async () => {
    answer({ result: 'wrong-host', status: 403 }, { result: 'wrong-host', status: 403 });
    await h.owe('a');
    await h.run();
    assert.equal(h.sender.requests.length, 2);
    assert.equal(await h.state('a/1'), 'suspended InvalidBotApiHost');
  });

  it('a message that Teams lost is posted again while its alert is open', async () => {
    await h.store.commit({ connectionId, expectedVersion: 0, alerts: [alert('a')] });
    const shows = { message: { subject: { kind: 'alerts' as const, alertIds: ['a'] } } };
    await h.owe('message-a', shows);
    await h.run();
    answer({ result: 'message-gone', status: 404 });
    await h.owe('message-a', shows);
    await h.run();
    assert.deepEqual(
      h.sender.requests.map((one) => one.kind),
      ['post', 'update', 'post'],
    );
    assert.equal((await h.store.message('message-a'))?.sent?.activityId, 'activity-2');
  });

  it('a message that Teams lost is dropped when its alert is over', async () => {
    await h.store.commit({ connectionId, expectedVersion: 0, alerts: [alert('a', { state: 'resolved' })] });
    const shows = { message: { subject: { kind: 'alerts' as const, alertIds: ['a'] } } };
    await h.owe('message-a', shows);
    await h.run();
    answer({ result: 'message-gone', status: 404 });
    await h.owe('message-a', shows);
    await h.run();
    assert.equal(await h.state('message-a/2'), 'dropped message-gone');
    assert.equal((await h.store.message('message-a'))?.sent, undefined);
  });

  for (const gone of [
    { result: 'message-gone', status: 404 },
    { result: 'gone', status: 404, reason: 'ConversationNotFound' },
  ] as const) {
    it(`what was to go into a thread that is gone (${gone.result}) is a post of its own, and nothing else waits`, async () => {
      answer(gone);
      await h.owe('a', { message: { threadId: '1700' } });
      await h.owe('b');
      await h.run();
      const { id } = conversation({}, 'ops');
      assert.deepEqual(
        h.sender.requests.map((one) => one.target.conversationId),
        [`${id};messageid=1700`, id, id],
      );
      assert.deepEqual([await h.state('a/1'), await h.state('b/1')], ['sent', 'sent']);
      assert.equal((await h.store.conversation(keyOf('ops')))?.suspended, undefined);
      assert.match((await h.store.message('a'))?.sent?.conversationId ?? '', /;messageid=activity-/);
      await counted('a', 'b');
    });
  }

  it('a conversation that is gone with the thread is suspended by the second answer', async () => {
    const gone = { result: 'gone', status: 404, reason: 'ConversationNotFound' } as const;
    answer(gone, gone);
    await h.owe('a', { message: { threadId: '1700' } });
    await h.run();
    assert.equal(await h.state('a/1'), 'suspended ConversationNotFound');
    assert.equal(h.sender.requests.length, 2);
  });

  it('a refused token stops the whole queue; one request a minute finds out when it is taken again', async () => {
    answer({ result: 'unauthorized', status: 401 }, { result: 'unauthorized', status: 401 });
    await h.owe('a');
    await h.run();
    await h.owe('b', { channel: 'sales' });
    await h.owe('c', { channel: 'sales' });
    await h.run();
    const sinceMs = h.outbox.stats().unauthorizedSinceMs;
    assert.equal(sinceMs, h.clock.now());
    assert.equal(h.sender.requests.length, 1);
    await h.pass(60_000);
    assert.equal(h.sender.requests.length, 2);
    assert.equal(h.outbox.stats().unauthorizedSinceMs, sinceMs);
    await h.pass(60_000);
    assert.equal(h.outbox.stats().unauthorizedSinceMs, undefined);
    assert.equal((await h.store.deliveryCounts()).sent, 3);
    await counted('a', 'b', 'c');
  });

  it('whom it concerns not being reachable does not stop the queue', async () => {
    await h.outbox.stop(0);
    h = new OutboxHarness({
      onGone: async () => {
        throw new Error('nobody');
      },
    });
    await h.place();
    await h.place('sales');
    await h.outbox.start();
    answer({ result: 'gone', status: 404, reason: 'ConversationNotFound' });
    await h.owe('a');
    await h.owe('b', { channel: 'sales' });
    await h.run();
    assert.deepEqual([await h.state('a/1'), await h.state('b/1')], ['suspended ConversationNotFound', 'sent']);
  });
});
