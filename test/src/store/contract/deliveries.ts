import assert from 'node:assert/strict';
import { tenantOfKey } from '../../../../src/model/conversation.js';
import type { Delivery, Message } from '../../../../src/model/message.js';
import type { AttemptEnd } from '../../../../src/store/store.js';
import { alert, commit, delivery, keyOf, message, startMs } from '../samples.js';
import type { OpenedStore } from '../store-contract.js';

const sent = (version: number): AttemptEnd => ({
  state: 'sent',
  attempt: { startedAtMs: startMs, endedAtMs: startMs + 5, outcome: 'sent', status: 201 },
  sent: {
    version,
    activityId: 'activity-1',
    conversationId: 'c',
    serviceUrl: 'http://127.0.0.1:1/',
    atMs: startMs + 5,
  },
});

export function deliveryContract(subject: OpenedStore): void {
  describe('messages and deliveries', () => {
    const begin = (id: string) => subject.store.beginAttempt(id, { startedAtMs: startMs });

    it('an answer and its delivery are stored together and found after a restart', async () => {
      const answer = message('m', {
        subject: { kind: 'card', content: { situation: 'error', code: 'x', reference: 'y' } },
      });
      await subject.store.enqueue(answer, delivery('d', 'm'));
      const store = await subject.reopen();
      assert.deepEqual(await store.message('m'), answer);
      assert.deepEqual(await store.openDeliveries(), [delivery('d', 'm')]);
      assert.deepEqual(await store.deliveriesOfMessage('m'), [delivery('d', 'm')]);
    });

    it('cards of one situation are found as they stand now, oldest first, also after a restart', async () => {
      const card = (situation: 'error' | 'done', text: string): Message['subject'] => ({
        kind: 'card',
        content:
          situation === 'error'
            ? { situation, code: 'x', reference: text }
            : { situation, key: 'language', facts: { language: text } },
      });
      const put = (id: string, shown: Message['subject'], createdAtMs: number) =>
        subject.store.enqueue(message(id, { subject: shown, createdAtMs }), delivery(`d-${id}`, id));
      await put('late', card('error', 'late'), startMs + 2);
      await put('early', card('error', 'early'), startMs + 1);
      await put('other', card('done', 'other'), startMs);
      await subject.store.enqueue(message('alerts'), delivery('d-alerts', 'alerts'));
      await put('early', card('error', 'edited'), startMs + 1);
      const found = async () => (await subject.store.cards('error')).map((one) => [one.id, one.subject]);
      const expected = [
        ['early', card('error', 'edited')],
        ['late', card('error', 'late')],
      ];
      assert.deepEqual(await found(), expected);
      await subject.reopen();
      assert.deepEqual(await found(), expected);
      assert.deepEqual(await subject.store.cards('list'), []);
    });

    it('what waits of messages that Teams has nothing of is dropped, and nothing behind a request that is under way', async () => {
      const { store } = subject;
      for (const id of ['waits', 'leaves', 'shown']) await store.enqueue(message(id), delivery(`d-${id}`, id));
      await begin('d-leaves');
      await begin('d-shown');
      await store.endAttempt('d-shown', sent(1));
      for (const id of ['leaves', 'shown']) {
        await store.enqueue(message(id, { version: 2 }), delivery(`d-${id}-2`, id, { kind: 'update' }));
      }
      await store.dropUnsent(['waits', 'leaves', 'shown', 'unknown'], 'no-longer-watched');
      const states = async (from = store) =>
        Promise.all(
          ['waits', 'leaves', 'leaves-2', 'shown-2'].map(async (id) => (await from.delivery(`d-${id}`))?.state),
        );
      assert.deepEqual(await states(), ['dropped', 'in-flight', 'owed', 'owed']);
      assert.deepEqual(await states(await subject.reopen()), ['dropped', 'in-flight', 'owed', 'owed']);
    });

    it('an attempt is recorded when it begins and completed when it ends', async () => {
      await subject.store.enqueue(message('m'), delivery('d', 'm'));
      await begin('d');
      await subject.reopen();
      assert.deepEqual(await subject.store.openDeliveries(), [
        delivery('d', 'm', { state: 'in-flight', attempts: [{ startedAtMs: startMs }] }),
      ]);
      await subject.store.endAttempt('d', sent(1));
      const store = await subject.reopen();
      assert.deepEqual((await store.delivery('d'))?.attempts, [sent(1).attempt]);
      assert.deepEqual(await store.openDeliveries(), []);
      const shown = await store.message('m');
      assert.deepEqual([shown?.sentVersion, shown?.sent?.activityId], [1, 'activity-1']);
      assert.equal(await store.lastPostAtMs(keyOf()), startMs + 5);
      assert.equal(await store.lastPostAtMs(keyOf('sales')), undefined);
    });

    it('posts of the last hour are those of flows that were sent, may have been, or are due', async () => {
      const hourMs = 3_600_000;
      const posts = async (nowMs: number) => (await subject.store.postsOfLastHour(nowMs)).get(keyOf()) ?? 0;
      const owe = (id: string, over: Partial<Delivery> = {}, about: Partial<Message> = {}) =>
        subject.store.commit(
          commit({
            expectedVersion: version++,
            messages: [message(id, about)],
            deliveries: [delivery(`d-${id}`, id, over)],
          }),
        );
      let version = 0;
      await owe('sent');
      await begin('d-sent');
      await subject.store.endAttempt('d-sent', sent(1));
      await owe('ambiguous');
      await begin('d-ambiguous');
      await subject.store.endAttempt('d-ambiguous', {
        state: 'ambiguous',
        attempt: { startedAtMs: startMs, endedAtMs: startMs + 5, outcome: 'ambiguous' },
      });
      await owe('edit', { kind: 'update' });
      await owe('held', { notBeforeMs: startMs + 2 * hourMs });
      await owe('elsewhere', { conversationKey: keyOf('sales') }, { conversationKey: keyOf('sales') });
      const { connectionId: _, ...answer } = message('answer');
      await subject.store.enqueue(answer, delivery('d-answer', 'answer'));
      assert.equal(await posts(startMs), 2);
      await owe('suspended', { state: 'suspended' });
      await owe('dropped', { state: 'dropped' });
      await subject.reopen();
      assert.equal(await posts(startMs + 10), 3);
      assert.equal((await subject.store.postsOfLastHour(startMs)).get(keyOf('sales')), 1);
      // An hour later only what still waits counts; the clock may also have been ahead.
      assert.equal(await posts(startMs + hourMs + 5), 1);
      assert.equal(await posts(startMs + 2 * hourMs), 2);
      assert.equal(await posts(startMs - 2 * hourMs), 1);
    });

    it('a change computed before an attempt ended does not undo what Teams has', async () => {
      await subject.store.enqueue(message('m'), delivery('d', 'm'));
      await begin('d');
      await subject.store.endAttempt('d', sent(1));
      await subject.store.commit(commit({ messages: [message('m', { version: 2 })] }));
      const shown = await subject.store.message('m');
      assert.deepEqual([shown?.version, shown?.sentVersion, shown?.sent?.activityId], [2, 1, 'activity-1']);
    });

    it('mails wait beside the post, each once, and are kept as long as their message', async () => {
      const mail = (id: string, to: string) =>
        delivery(id, 'm', { kind: 'mail', mail: { to, tells: 'opened' }, notBeforeMs: startMs });
      const deliveries = [delivery('d', 'm'), mail('a', 'ann@contoso.com'), mail('b', 'bo@contoso.com')];
      await subject.store.commit(commit({ messages: [message('m')], deliveries }));
      assert.deepEqual((await subject.store.openDeliveries()).map(({ id }) => id).sort(), ['a', 'b', 'd']);
      await begin('a');
      await subject.store.endAttempt('a', { state: 'sent', attempt: { startedAtMs: startMs, endedAtMs: startMs } });
      assert.equal((await subject.store.message('m'))?.sent, undefined);
      await subject.store.commit(commit({ expectedVersion: 1, deliveries: [mail('a', 'ann@contoso.com')] }));
      const store = await subject.reopen();
      assert.equal((await store.delivery('a'))?.state, 'sent');
      assert.deepEqual((await store.delivery('b'))?.mail, { to: 'bo@contoso.com', tells: 'opened' });
      assert.equal((await store.delivery('d'))?.state, 'owed');
      await store.prune(startMs + 3 * 86_400_000);
      assert.equal((await store.delivery('a'))?.state, 'sent');
    });

    it('a message has at most one delivery waiting', async () => {
      await subject.store.enqueue(message('m'), delivery('d1', 'm'));
      await subject.store.commit(
        commit({ messages: [message('m', { version: 2 })], deliveries: [delivery('d2', 'm')] }),
      );
      assert.deepEqual(
        (await subject.store.openDeliveries()).map((one) => one.id),
        ['d1'],
      );
      await begin('d1');
      await subject.store.commit(commit({ expectedVersion: 1, deliveries: [delivery('d3', 'm')] }));
      assert.deepEqual(
        (await subject.store.openDeliveries()).map((one) => one.id),
        ['d1', 'd3'],
      );
      await subject.store.endAttempt('d1', { state: 'owed', attempt: { startedAtMs: startMs }, reason: 'throttled' });
      const waiting = (await subject.store.openDeliveries()).filter((one) => one.state === 'owed');
      assert.equal(waiting.length, 1);
    });

    it('a message that changed while it was under way stays owed', async () => {
      await subject.store.enqueue(message('m'), delivery('d', 'm'));
      await begin('d');
      await subject.store.commit(commit({ messages: [message('m', { version: 2 })] }));
      await subject.store.endAttempt('d', sent(1));
      assert.equal((await subject.store.delivery('d'))?.state, 'owed');
    });

    it('two edits at once are two versions', async () => {
      await subject.store.enqueue(message('m'), delivery('d', 'm'));
      await Promise.all(
        ['e1', 'e2'].map((id) =>
          subject.store.enqueue(message('m', { version: 2 }), delivery(id, 'm', { kind: 'update' })),
        ),
      );
      assert.equal((await subject.store.message('m'))?.version, 3);
    });

    it('the reason of an earlier state goes with the next attempt', async () => {
      await subject.store.enqueue(message('m'), delivery('d', 'm'));
      await subject.store.setDeliveryState(['d'], 'owed', 'interrupted');
      await begin('d');
      await subject.store.endAttempt('d', sent(1));
      assert.equal((await subject.store.delivery('d'))?.reason, undefined);
    });

    it('a forgotten activity leaves a message that was never sent', async () => {
      await subject.store.enqueue(message('m'), delivery('d', 'm'));
      await begin('d');
      await subject.store.endAttempt('d', sent(1));
      await subject.store.enqueue(message('m', { version: 2 }), delivery('d2', 'm', { kind: 'update' }));
      await begin('d2');
      const attempt = { startedAtMs: startMs, outcome: 'message-gone', status: 404 };
      await subject.store.endAttempt('d2', { state: 'owed', attempt, forgetActivity: true });
      const store = await subject.reopen();
      assert.deepEqual([(await store.message('m'))?.sent, (await store.message('m'))?.sentVersion], [undefined, 0]);
    });

    it('deliveries come oldest first and change state without an attempt', async () => {
      await subject.store.enqueue(message('late'), delivery('d-late', 'late', { createdAtMs: startMs + 2 }));
      await subject.store.enqueue(message('early'), delivery('d-early', 'early', { createdAtMs: startMs + 1 }));
      assert.deepEqual(
        (await subject.store.openDeliveries()).map((one) => one.id),
        ['d-early', 'd-late'],
      );
      await subject.store.setDeliveryState(['d-early', 'unknown'], 'suspended', 'gone');
      await subject.store.setDeliveryState(['d-late'], 'dropped', 'unwatched');
      const open = await subject.store.openDeliveries();
      assert.deepEqual(
        open.map((one) => [one.id, one.state, one.reason]),
        [['d-early', 'suspended', 'gone']],
      );
    });

    it('deliveries are counted by state, of all tenants or one', async () => {
      await subject.store.enqueue(message('a'), delivery('d1', 'a'));
      await subject.store.enqueue(message('b'), delivery('d2', 'b', { conversationKey: 'another-tenant/ops' }));
      await subject.store.setDeliveryState(['d2'], 'failed', 'too-big');
      const none = { owed: 0, 'in-flight': 0, sent: 0, ambiguous: 0, dropped: 0, failed: 0, suspended: 0 };
      assert.deepEqual(await subject.store.deliveryCounts(), { ...none, owed: 1, failed: 1 });
      assert.deepEqual(await subject.store.deliveryCounts(tenantOfKey(keyOf())), { ...none, owed: 1 });
    });

    it('an attempt of an unknown delivery is an error', async () => {
      await assert.rejects(begin('nobody'), { name: 'HeraldError', code: 'internal' });
      await assert.rejects(subject.store.endAttempt('nobody', sent(1)), { code: 'internal' });
    });

    it('alerts of a message come in the order in which it names them', async () => {
      const subjectOf = { kind: 'alerts' as const, alertIds: ['b', 'a'] };
      const alerts = ['a', 'b'].map((id) => alert(id, { messageId: 'm' }));
      await subject.store.commit(commit({ alerts, messages: [message('m', { subject: subjectOf })] }));
      assert.deepEqual(
        (await subject.store.alertsOfMessage('m')).map((one) => one.id),
        ['b', 'a'],
      );
      assert.deepEqual(await subject.store.alertsOfMessage('nobody'), []);
    });
  });
}
