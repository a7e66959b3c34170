import assert from 'node:assert/strict';
import type { Owner } from '../../../../src/model/owner.js';
import type { Tab } from '../../../../src/model/tab.js';
import { connectionId, conversation, draft, keyOf, startMs, tenant } from '../samples.js';
import type { OpenedStore } from '../store-contract.js';

const DAY_MS = 86_400_000;

export function conversationContract(subject: OpenedStore): void {
  describe('owners', () => {
    const owner = (id: string, over: Partial<Owner> = {}): Owner => ({
      v: 1,
      connectionId,
      tenantId: tenant,
      object: { kind: 'source', id, name: `Source ${id}` },
      email: 'ann@contoso.com',
      setBy: { id: '29:ann', name: 'Ann' },
      setAtMs: startMs,
      ...over,
    });

    it('one for each object, connection and tenant; the last one named stays, over restarts', async () => {
      await subject.store.saveOwner(owner('crm'));
      await subject.store.saveOwner(owner('crm', { email: 'bo@contoso.com' }));
      await subject.store.saveOwner(owner('crm', { tenantId: 'other' }));
      await subject.store.saveOwner(owner('crm', { connectionId: 'else' }));
      await subject.store.saveOwner(owner('shop'));
      const store = await subject.reopen();
      const said = (await store.owners(connectionId)).map((one) => `${one.object.id} ${one.tenantId} ${one.email}`);
      assert.deepEqual(said.sort(), [
        `crm ${tenant} bo@contoso.com`,
        'crm other ann@contoso.com',
        `shop ${tenant} ann@contoso.com`,
      ]);
      assert.equal(await store.removeOwner(owner('crm')), true);
      assert.equal(await store.removeOwner(owner('crm')), false);
      const again = await subject.reopen();
      assert.equal((await again.owners(connectionId)).length, 2);
    });
  });

  describe('tabs', () => {
    const tab = (entityId: string, over: Partial<Tab> = {}): Tab => ({
      v: 1,
      entityId,
      conversationKey: keyOf(),
      connectionId,
      shows: ['alerts', 'values'],
      objects: [{ kind: 'segment', id: 'VIP' }],
      savedBy: { id: '29:ann', name: 'Ann' },
      savedAtMs: startMs,
      ...over,
    });

    it('what one shows is kept under its id, as it was saved last, over restarts', async () => {
      await subject.store.saveTab(tab('one'));
      await subject.store.saveTab(tab('two', { conversationKey: keyOf('else') }));
      await subject.store.saveTab(tab('one', { shows: ['runs'] }));
      await subject.store.saveTab(tab('__proto__'));
      const store = await subject.reopen();
      assert.deepEqual(await store.tab('one'), tab('one', { shows: ['runs'] }));
      assert.equal(await store.tab('three'), undefined);
      const ids = (await store.tabs(keyOf())).map((one) => one.entityId);
      assert.deepEqual(ids, ['one', '__proto__']);
    });
  });

  describe('conversations and subscriptions', () => {
    const save = (over = {}, channel = 'ops') =>
      subject.store.saveConversation(keyOf(channel), () => conversation(over, channel));

    it('a conversation is stored and found again after a restart', async () => {
      const saved = await save({ name: 'Ops', locale: 'kk', user: { id: '29:ann', name: 'Ann' } });
      const store = await subject.reopen();
      assert.deepEqual(await store.conversation(keyOf()), saved);
      assert.deepEqual(await store.conversations(), [saved]);
      assert.equal(await store.conversation('nobody'), undefined);
    });

    it('changes of one conversation made at the same time are applied one after the other', async () => {
      await save();
      await Promise.all(
        Array.from({ length: 20 }, () =>
          subject.store.saveConversation(keyOf(), (now) => ({
            ...conversation(),
            lastInboundAtMs: (now?.lastInboundAtMs ?? 0) + 1,
          })),
        ),
      );
      assert.equal((await subject.store.conversation(keyOf()))?.lastInboundAtMs, startMs + 20);
    });

    it('a change that throws reaches its caller and changes nothing', async () => {
      await save();
      const broken = subject.store.saveConversation(keyOf(), () => {
        throw new Error('no');
      });
      await assert.rejects(broken);
      assert.deepEqual(await subject.store.conversation(keyOf()), conversation());
    });

    it('what a caller does with a record afterwards does not change the store', async () => {
      const given = conversation({ team: { id: 'team-1', name: 'Team' } });
      const saved = await subject.store.saveConversation(keyOf(), () => given);
      const team = given.team;
      assert.ok(team);
      team.name = 'changed by the giver';
      try {
        if (saved.team) saved.team.name = 'changed by the taker';
      } catch {
        // A store may also hand out records that cannot be changed.
      }
      assert.equal((await subject.store.conversation(keyOf()))?.team?.name, 'Team');
    });

    it('subscriptions are numbered per conversation, and numbers are never used again', async () => {
      await save();
      await save({}, 'sales');
      const first = await subject.store.addSubscription(draft());
      const second = await subject.store.addSubscription(draft({ trigger: 'unification-completed' }));
      const other = await subject.store.addSubscription(draft({ conversationKey: keyOf('sales') }));
      assert.deepEqual(
        [first, second, other].map((one) => one.subscription.number),
        [1, 2, 1],
      );
      const { version } = await subject.store.connectionState(connectionId);
      await subject.store.commit({
        connectionId,
        expectedVersion: version,
        removedSubscriptionIds: [second.subscription.id],
      });
      await subject.reopen();
      await subject.store.saveConversation(keyOf(), (now) => ({ ...conversation(), nextNumber: now?.nextNumber ?? 1 }));
      const third = await subject.store.addSubscription(draft({ trigger: 'step-failed', group: 'all' }));
      assert.equal(third.subscription.number, 3);
      assert.equal(await subject.store.subscription(second.subscription.id), undefined);
    });

    it('subscribing to the same thing again returns the existing subscription', async () => {
      await save();
      const [one, two] = await Promise.all([
        subject.store.addSubscription(draft()),
        subject.store.addSubscription(draft({ createdBy: { id: '29:bob', name: 'Bob' } })),
      ]);
      assert.deepEqual([one.existed, two.existed], [false, true]);
      assert.deepEqual(two.subscription, one.subscription);
      assert.equal((await subject.store.subscriptions({})).length, 1);
    });

    it('subscriptions are found by conversation, by connection and by both', async () => {
      await save();
      await save({}, 'sales');
      await subject.store.addSubscription(draft());
      await subject.store.addSubscription(draft({ conversationKey: keyOf('sales'), connectionId: 'other' }));
      const store = await subject.reopen();
      const count = async (filter: { conversationKey?: string; connectionId?: string }) =>
        (await store.subscriptions(filter)).length;
      assert.equal(await count({}), 2);
      assert.equal(await count({ conversationKey: keyOf() }), 1);
      assert.equal(await count({ connectionId: 'other' }), 1);
      assert.equal(await count({ conversationKey: keyOf(), connectionId: 'other' }), 0);
    });

    it('an activity is seen for the first time once, also over a restart, for a day', async () => {
      const see = (activity: string, nowMs: number) => subject.store.firstSight(keyOf(), activity, nowMs);
      assert.deepEqual(await Promise.all([see('a', startMs), see('a', startMs), see('b', startMs)]), [
        true,
        false,
        true,
      ]);
      assert.equal(await subject.store.firstSight(keyOf('sales'), 'a', startMs), true);
      await subject.reopen();
      assert.equal(await see('a', startMs + DAY_MS - 1), false);
      assert.equal(await see('a', startMs + DAY_MS), true);
    });
  });
}
