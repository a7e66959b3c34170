import assert from 'node:assert/strict';
import { commit, connectionId, decision, evaluation, keyOf, startMs, tenant } from '../samples.js';
import type { OpenedStore } from '../store-contract.js';

const DAY_MS = 86_400_000;

export function historyContract(subject: OpenedStore): void {
  describe('history', () => {
    const values = async (limit: number) =>
      (await subject.store.evaluations(connectionId, 'segment', 'loyal', limit)).map((one) => one.value);

    it('evaluations come oldest first, the newest of them, over months and restarts', async () => {
      const evaluations = Array.from({ length: 90 }, (_, day) =>
        evaluation({ atMs: startMs - (89 - day) * DAY_MS, value: String(day) }),
      );
      await subject.store.commit(commit({ evaluations: [...evaluations].reverse() }));
      await subject.store.commit(commit({ expectedVersion: 1, evaluations: [evaluation({ name: 'other' })] }));
      assert.deepEqual(await values(3), ['87', '88', '89']);
      await subject.reopen();
      assert.deepEqual(await values(3), ['87', '88', '89']);
      assert.equal((await values(60)).length, 60);
      assert.deepEqual((await values(1000))[0], '0');
      assert.equal((await values(1000)).length, 90);
      assert.deepEqual(await values(0), []);
    });

    it('an evaluation of one object and time is kept once', async () => {
      await subject.store.commit(commit({ evaluations: [evaluation(), evaluation()] }));
      await subject.store.commit(commit({ expectedVersion: 1, evaluations: [evaluation()] }));
      await subject.reopen();
      await subject.store.commit(commit({ expectedVersion: 2, evaluations: [evaluation()] }));
      assert.deepEqual(await values(10), ['1284']);
    });

    it('segments and measures of one name are two objects', async () => {
      await subject.store.commit(commit({ evaluations: [evaluation({ kind: 'measure', value: '7' })] }));
      assert.deepEqual(await values(10), []);
      const measures = await subject.store.evaluations(connectionId, 'measure', 'loyal', 10);
      assert.deepEqual(
        measures.map((one) => one.value),
        ['7'],
      );
    });

    it('decisions are found by conversation and by subscription, the newest of them', async () => {
      const decisions = Array.from({ length: 6 }, (_, i) =>
        decision({ atMs: startMs + i, subscriptionId: i % 2 === 0 ? 's-even' : 's-odd' }),
      );
      await subject.store.commit(commit({ decisions: [...decisions, decision({ conversationKey: keyOf('sales') })] }));
      const store = await subject.reopen();
      const times = async (filter: { subscriptionId?: string }, limit: number) =>
        (await store.decisions({ conversationKey: keyOf(), ...filter }, limit)).map((one) => one.atMs - startMs);
      assert.deepEqual(await times({}, 3), [3, 4, 5]);
      assert.deepEqual(await times({ subscriptionId: 's-even' }, 10), [0, 2, 4]);
      assert.deepEqual(await times({ subscriptionId: 'nobody' }, 10), []);
    });

    it('audit records are found by tenant and time, oldest first, over months and restarts', async () => {
      const record = (day: number, over: object = {}) => ({
        atMs: startMs - day * DAY_MS,
        conversationKey: keyOf(),
        actor: 'ann',
        action: 'subscribe',
        facts: { number: String(day) },
        ...over,
      });
      await subject.store.appendAudit([record(40), record(1), record(0, { conversationKey: 'other/19:x' })]);
      await subject.store.appendAudit([record(20), record(2, { facts: undefined })]);
      const days = async (sinceDays: number, limit: number) => {
        const filter = { tenantId: tenant, sinceMs: startMs - sinceDays * DAY_MS };
        return (await subject.store.auditRecords(filter, limit)).map((one) => (startMs - one.atMs) / DAY_MS);
      };
      assert.deepEqual(await days(30, 10), [20, 2, 1]);
      await subject.reopen();
      assert.deepEqual(await days(30, 10), [20, 2, 1]);
      assert.deepEqual(await days(400, 10), [40, 20, 2, 1]);
      assert.deepEqual(await days(400, 2), [2, 1]);
      assert.deepEqual(await days(400, 0), []);
      const filter = { tenantId: tenant, sinceMs: startMs - DAY_MS };
      assert.deepEqual(await subject.store.auditRecords(filter, 10), [record(1)]);
      // A tenant whose id begins like this one is another.
      assert.deepEqual(await subject.store.auditRecords({ ...filter, tenantId: tenant.slice(0, -1) }, 10), []);
    });

    it('nothing of a refused commit is in the history', async () => {
      await subject.store.commit(commit());
      await subject.store.commit(commit({ decisions: [decision()], evaluations: [evaluation()] }));
      assert.deepEqual(await values(10), []);
      assert.deepEqual(await subject.store.decisions({ conversationKey: keyOf() }, 10), []);
    });
  });
}
