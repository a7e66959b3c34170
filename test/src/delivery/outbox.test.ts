import assert from 'node:assert/strict';
import { settle } from '../../fakes/fake-clock.js';
import { keyOf } from '../store/samples.js';
import { OutboxHarness } from './outbox-harness.js';

describe('the outbox', () => {
  let h: OutboxHarness;

  async function start(options: ConstructorParameters<typeof OutboxHarness>[0] = {}): Promise<void> {
    h = new OutboxHarness(options);
    await h.place();
    await h.place('sales');
    await h.outbox.start();
  }

  beforeEach(() => start());
  afterEach(async () => {
    h.sender.release();
    await h.outbox.stop(0);
  });

  it('an owed message is posted and its place at Teams remembered', async () => {
    await h.owe('a');
    await h.run();
    assert.equal(await h.state('a/1'), 'sent');
    const sent = (await h.store.message('a'))?.sent;
    assert.deepEqual(
      [sent?.activityId, sent?.conversationId],
      ['activity-1', '19:ops@thread.tacv2;messageid=activity-1'],
    );
    assert.equal(h.sender.requests[0]?.target.conversationId, '19:ops@thread.tacv2');
    assert.equal(h.outbox.stats().lastPostAtMs, h.clock.now());
  });

  it('a reply goes to its thread and stays there', async () => {
    await h.owe('a', { message: { threadId: '1700' } });
    await h.run();
    assert.equal(h.sender.requests[0]?.target.conversationId, '19:ops@thread.tacv2;messageid=1700');
    assert.equal((await h.store.message('a'))?.sent?.conversationId, '19:ops@thread.tacv2;messageid=1700');
  });

  it('a reply to a card of ours goes to the thread that the card began, or is a post of its own where it never came to be', async () => {
    await h.owe('card');
    await h.run();
    await h.owe('told', { message: { replyToMessageId: 'card' } });
    await h.owe('lost', { message: { replyToMessageId: 'none' } });
    await h.run();
    const places = h.sender.requests.map((one) => one.target.conversationId);
    assert.deepEqual(places.slice(1), ['19:ops@thread.tacv2;messageid=activity-1', '19:ops@thread.tacv2']);
    const kept = (await h.store.message('told'))?.sent?.conversationId;
    assert.equal(kept, '19:ops@thread.tacv2;messageid=activity-1');
  });

  it('outside channels a message is kept in its conversation', async () => {
    await h.place('chat', { type: 'groupChat' });
    await h.owe('a', { channel: 'chat', message: { threadId: 'ignored' } });
    await h.run();
    assert.equal((await h.store.message('a'))?.sent?.conversationId, '19:chat@thread.tacv2');
  });

  it('the next version of a sent message updates it in place', async () => {
    await h.owe('a');
    await h.run();
    await h.owe('a');
    await h.run();
    assert.deepEqual(
      h.sender.requests.map((one) => one.kind),
      ['post', 'update'],
    );
    assert.deepEqual(h.sender.summaries, ['a v1', 'a v2']);
    assert.equal((await h.store.message('a'))?.sentVersion, 2);
  });

  it('versions that come while one is under way are sent as one, the newest', async () => {
    h.sender.hold();
    await h.owe('a');
    await h.run();
    for (let i = 0; i < 3; i += 1) await h.owe('a');
    await h.run();
    assert.equal(h.sender.requests.length, 1);
    h.sender.release();
    await h.run();
    assert.deepEqual(h.sender.summaries, ['a v1', 'a v4']);
  });

  it('a version that Teams already has is not sent again', async () => {
    await h.owe('a');
    await h.run();
    await h.owe('a', { message: { version: 1 }, delivery: { id: 'again' } });
    await h.run();
    assert.equal(await h.state('again'), 'dropped already-shown');
    assert.equal(h.sender.requests.length, 1);
  });

  it('one call is in flight per conversation, in order; another conversation does not wait', async () => {
    h.sender.hold();
    for (const id of ['a', 'b', 'c']) await h.owe(id);
    await h.owe('other', { channel: 'sales' });
    await h.run();
    assert.deepEqual(h.sender.summaries, ['a v1', 'other v1']);
    h.sender.release();
    await h.run();
    assert.deepEqual(h.sender.summaries, ['a v1', 'other v1', 'b v1', 'c v1']);
    assert.equal(h.sender.mostAtOnce, 1);
  });

  it('an attempt is durable before its request leaves', async () => {
    let recorded: string | undefined;
    h.sender.script.push(async () => {
      const [open] = await h.store.openDeliveries();
      recorded = `${open?.state} ${open?.attempts.length}`;
      return { result: 'sent', status: 201, activityId: 'x' };
    });
    await h.owe('a');
    await h.run();
    assert.equal(recorded, 'in-flight 1');
  });

  it('what is held back waits for its time and lets others pass', async () => {
    await h.owe('quiet', { delivery: { notBeforeMs: h.clock.now() + 3_600_000 } });
    await h.owe('answer');
    await h.run();
    assert.deepEqual(h.sender.summaries, ['answer v1']);
    await h.pass(3_600_000, 600_000);
    assert.deepEqual(h.sender.summaries, ['answer v1', 'quiet v1']);
  });

  it('what was due is sent although the clock went back by an hour before it could be', async () => {
    const dueMs = h.clock.now();
    await h.owe('a', { delivery: { notBeforeMs: dueMs } });
    h.clock.jump(-3_600_000);
    await h.run();
    assert.equal(await h.state('a/1'), 'sent');
  });

  it('what has nothing to show any more is dropped with its reason, and nothing is sent', async () => {
    await h.outbox.stop(0);
    await start({ render: async () => ({ drop: 'unwatched' }) });
    await h.owe('a');
    await h.run();
    assert.equal(await h.state('a/1'), 'dropped unwatched');
    assert.equal(h.sender.requests.length, 0);
  });

  it('a message that cannot be rendered fails alone', async () => {
    await h.outbox.stop(0);
    await start({
      render: async (one) => {
        if (one.id === 'bad') throw new Error('no template');
        return { drop: 'fine' };
      },
    });
    await h.owe('bad');
    await h.owe('good');
    await h.run();
    assert.deepEqual([await h.state('bad/1'), await h.state('good/1')], ['failed render-failed', 'dropped fine']);
    assert.equal(h.outbox.stats().failed, 1);
  });

  it('what a crash left under way is owed again at the start', async () => {
    await h.outbox.stop(0);
    h = new OutboxHarness();
    await h.place();
    await h.owe('a');
    await h.store.beginAttempt('a/1', { startedAtMs: h.clock.now() });
    await h.outbox.start();
    await h.run();
    assert.equal(await h.state('a/1'), 'sent');
    assert.equal(await h.recorded('a'), 2);
  });

  it('a sent message can be deleted, and is forgotten then', async () => {
    await h.owe('a');
    await h.run();
    await h.owe('a', { delivery: { kind: 'delete' } });
    await h.run();
    assert.equal(h.sender.requests[1]?.kind, 'delete');
    assert.equal((await h.store.message('a'))?.sent, undefined);
    await h.owe('b', { delivery: { kind: 'delete' } });
    await h.run();
    assert.equal(await h.state('b/1'), 'dropped never-sent');
  });

  it('a stop waits for what is under way and starts nothing new', async () => {
    h.sender.hold();
    await h.owe('a');
    await h.owe('b');
    await h.run();
    let stopped = false;
    const stop = h.outbox.stop(1_000).then(() => {
      stopped = true;
    });
    await settle(10);
    assert.equal(stopped, false);
    h.sender.release();
    await stop;
    assert.deepEqual([await h.state('a/1'), await h.state('b/1')], ['sent', 'owed']);
  });

  it('a delivery without its conversation fails, one without its message is dropped', async () => {
    await h.owe('a', { channel: 'unknown' });
    await h.owe('b', { delivery: { messageId: 'nobody' } });
    await h.run();
    assert.deepEqual(
      [await h.state('a/1'), await h.state('b/1')],
      ['failed conversation-unknown', 'dropped message-unknown'],
    );
  });

  it('a disk that refuses an attempt sends nothing, and the message is sent later', async () => {
    const { beginAttempt } = h.store;
    let refuse = true;
    h.store.beginAttempt = async (...args) => {
      if (refuse) throw new Error('disk full');
      return beginAttempt.apply(h.store, args);
    };
    await h.owe('a');
    await h.run();
    assert.equal(h.sender.requests.length, 0);
    refuse = false;
    await h.pass(1_000);
    assert.equal(await h.state('a/1'), 'sent');
  });

  it('a disk that refuses the result keeps the conversation waiting until it is recorded', async () => {
    const { endAttempt } = h.store;
    let refusals = 2;
    h.store.endAttempt = async (...args) => {
      refusals -= 1;
      if (refusals >= 0) throw new Error('disk full');
      return endAttempt.apply(h.store, args);
    };
    await h.owe('a');
    await h.owe('b');
    await h.run();
    assert.deepEqual(h.sender.summaries, ['a v1']);
    await h.pass(5_000, 1_000);
    assert.deepEqual(h.sender.summaries, ['a v1', 'b v1']);
    assert.deepEqual([await h.state('a/1'), await h.state('b/1')], ['sent', 'sent']);
  });

  it('conversations of a tenant take turns, however much one of them owes', async () => {
    await h.outbox.stop(0);
    await start({ tenantRps: 2 });
    for (let i = 0; i < 6; i += 1) await h.owe(`a${i}`);
    await h.owe('other', { channel: 'sales' });
    await h.run();
    assert.deepEqual(h.sender.summaries, ['a0 v1', 'other v1']);
  });

  it('the tenant of a conversation is never sent more than its limit in a second', async () => {
    await h.outbox.stop(0);
    await start({ tenantRps: 3 });
    for (let i = 0; i < 5; i += 1) {
      await h.place(`c${i}`);
      await h.owe(`m${i}`, { channel: `c${i}` });
    }
    await h.run();
    assert.equal(h.sender.requests.length, 3);
    await h.pass(999);
    assert.equal(h.sender.requests.length, 3);
    await h.pass(2);
    assert.equal(h.sender.requests.length, 5);
  });

  it('a thread gets at most 7 in a second, 8 in two and 60 in thirty', async () => {
    for (let i = 0; i < 70; i += 1) await h.owe(`m${i}`);
    const times: number[] = [];
    h.sender.script.push(() => {
      times.push(h.clock.monotonic());
      return undefined;
    });
    await h.run();
    assert.equal(times.length, 7);
    await h.pass(60_000, 250);
    const most = (windowMs: number) =>
      Math.max(...times.map((t) => times.filter((u) => u >= t && u < t + windowMs).length));
    assert.deepEqual([most(1_000), most(2_000), most(30_000)], [7, 8, 60]);
    assert.equal(times.length, 70);
  });

  it('a revived conversation is sent what waited', async () => {
    await h.store.saveConversation(keyOf(), (now) => ({
      ...(now ?? assert.fail()),
      suspended: { reason: 'BotNotInConversationRoster', atMs: 1 },
    }));
    await h.owe('a');
    await h.run();
    assert.equal(await h.state('a/1'), 'suspended BotNotInConversationRoster');
    await h.outbox.revive(keyOf());
    await h.run();
    assert.equal((await h.store.conversation(keyOf()))?.suspended, undefined);
    assert.equal(await h.state('a/1'), 'sent');
  });
});
