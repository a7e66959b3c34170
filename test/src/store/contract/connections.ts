import assert from 'node:assert/strict';
import type { Subscription } from '../../../../src/model/subscription.js';
import { alert, commit, connectionId, conversation, delivery, draft, keyOf, message, startMs } from '../samples.js';
import type { OpenedStore } from '../store-contract.js';

const DAY_MS = 86_400_000;

export function connectionContract(subject: OpenedStore): void {
  describe('connection state', () => {
    async function subscribed(): Promise<Subscription> {
      await subject.store.saveConversation(keyOf(), () => conversation());
      return (await subject.store.addSubscription(draft())).subscription;
    }

    it('a connection nobody has committed to is empty and at version 0', async () => {
      assert.deepEqual(await subject.store.connectionState(connectionId), {
        connectionId,
        version: 0,
        rules: {},
        alerts: [],
        messages: [],
      });
    });

    it('a commit is stored whole and survives a restart', async () => {
      const subscription = await subscribed();
      const seen = { nodes: { 'ingestion/crm': [1, null, 'x'] } };
      const fired = { ...subscription, lastFiredAtMs: startMs };
      const done = await subject.store.commit(
        commit({
          seen,
          rules: [{ subscriptionId: subscription.id, objectId: '__proto__', state: { streak: 1, side: 'above' } }],
          alerts: [alert('a')],
          messages: [message('message-a', { subject: { kind: 'alerts', alertIds: ['a'] } })],
          deliveries: [delivery('d', 'message-a')],
          subscriptions: [fired],
        }),
      );
      assert.equal(done, true);
      const store = await subject.reopen();
      const state = await store.connectionState(connectionId);
      assert.equal(state.version, 1);
      assert.deepEqual(state.seen, seen);
      assert.deepEqual(Object.entries(state.rules[subscription.id] ?? {}), [
        ['__proto__', { streak: 1, side: 'above' }],
      ]);
      assert.deepEqual(state.alerts, [alert('a')]);
      assert.deepEqual(
        state.messages.map((one) => one.id),
        ['message-a'],
      );
      assert.deepEqual(await store.subscription(subscription.id), fired);
      assert.deepEqual(await store.alert('a'), alert('a'));
      assert.deepEqual(await store.alertsOfMessage('message-a'), [alert('a')]);
      assert.deepEqual(await store.delivery('d'), delivery('d', 'message-a'));
    });

    it('a message keeps the run that it follows, over a restart', async () => {
      const content = { situation: 'run', connectionId, jobId: 'j1', operation: 'all', status: 'running' } as const;
      const run = {
        content: { ...content, groups: [], current: [], failed: [], lastMs: 1, submission: 'scheduled' as const },
        subscriptionIds: ['s1'],
        shownAtMs: startMs,
      };
      const followed = message('message-r', { jobId: 'j1', subject: { kind: 'alerts', alertIds: [] }, run });
      await subject.store.commit(commit({ messages: [followed] }));
      const store = await subject.reopen();
      assert.deepEqual((await store.message('message-r'))?.run, run);
      assert.deepEqual(await store.cards('run'), [], 'it is no answer to people');
    });

    it('a commit computed from an older version is refused and leaves no trace', async () => {
      assert.equal(await subject.store.commit(commit({ seen: 1 })), true);
      const late = commit({
        seen: 2,
        alerts: [alert('a')],
        deliveries: [delivery('d', 'm')],
        messages: [message('m')],
      });
      assert.equal(await subject.store.commit(late), false);
      const state = await subject.store.connectionState(connectionId);
      assert.deepEqual([state.version, state.seen, state.alerts, state.messages], [1, 1, [], []]);
      assert.deepEqual(await subject.store.openDeliveries(), []);
    });

    it('of two commits computed from one version exactly one is stored', async () => {
      const done = await Promise.all([1, 2, 3].map((seen) => subject.store.commit(commit({ seen }))));
      assert.equal(done.filter(Boolean).length, 1);
      assert.equal((await subject.store.connectionState(connectionId)).version, 1);
    });

    it('a commit without a watermark keeps the one before; connections do not touch each other', async () => {
      await subject.store.commit(commit({ seen: 'mine' }));
      await subject.store.commit(commit({ expectedVersion: 1, alerts: [alert('a')] }));
      await subject.store.commit({ connectionId: 'other', expectedVersion: 0, seen: 'theirs' });
      assert.equal((await subject.store.connectionState(connectionId)).seen, 'mine');
      const other = await subject.store.connectionState('other');
      assert.deepEqual([other.version, other.seen, other.alerts], [1, 'theirs', []]);
    });

    it('a removed subscription takes its rule states along and is not brought back by a later change of it', async () => {
      const subscription = await subscribed();
      const rules = [{ subscriptionId: subscription.id, objectId: 'loyal', state: { streak: 0 } }];
      await subject.store.commit(commit({ rules }));
      await subject.store.commit(commit({ expectedVersion: 1, removedSubscriptionIds: [subscription.id] }));
      await subject.store.commit(commit({ expectedVersion: 2, subscriptions: [subscription] }));
      const store = await subject.reopen();
      assert.deepEqual((await store.connectionState(connectionId)).rules, {});
      assert.deepEqual(await store.subscriptions({}), []);
    });

    it('closed alerts and their messages leave 14 days after they closed, live ones stay', async () => {
      const closed = alert('closed', { state: 'resolved', closedAtMs: startMs });
      const messages = ['message-closed', 'message-live'].map((id) => message(id));
      await subject.store.commit(commit({ alerts: [closed, alert('live')], messages }));
      await subject.store.prune(startMs + 14 * DAY_MS - 1);
      assert.ok(await subject.store.alert('closed'));
      await subject.store.prune(startMs + 14 * DAY_MS + 1);
      const store = await subject.reopen();
      assert.equal(await store.alert('closed'), undefined);
      assert.equal(await store.message('message-closed'), undefined);
      assert.ok(await store.alert('live'));
      assert.ok(await store.message('message-live'));
      const { atMs, alertId, state } = (await store.closedAlert('message-closed')) ?? {};
      assert.deepEqual({ atMs, alertId, state }, { atMs: startMs, alertId: 'closed', state: 'resolved' });
      assert.equal(await store.closedAlert('message-live'), undefined);
    });
  });

  describe('call budget grants', () => {
    it('a saved value is there after a restart, the newest of many waiting ones', async () => {
      assert.equal(await subject.store.grants.load('k'), undefined);
      await Promise.all([1, 2, 3].map((value) => subject.store.grants.save('k', { value })));
      await subject.store.grants.save('other', [1]);
      const store = await subject.reopen();
      assert.deepEqual(await store.grants.load('k'), { value: 3 });
      assert.deepEqual(await store.grants.load('other'), [1]);
    });
  });
}
