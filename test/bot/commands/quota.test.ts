import assert from 'node:assert/strict';
import { personKey } from '../../../bot/asking.js';
import { KnownPeople } from '../../../bot/known-people.js';
import type { BudgetView } from '../../../src/insights/port.js';
import type { CardContent } from '../../../src/model/card-content.js';
import { activity, BotWorld, postJson, tenant } from '../../fakes/bot-world.js';

describe('quota', () => {
  let world: BotWorld;
  let base: string;
  let budget: BudgetView;

  beforeEach(async () => {
    world = new BotWorld();
    const nowMs = world.clock.now();
    budget = {
      limit: 100,
      windowMs: 60_000,
      used: 50,
      usedByLane: { chat: 30, search: 5, polling: 12, bulk: 3 },
      guaranteedByLane: { chat: 40, search: 20, polling: 30, bulk: 5 },
      waitingByLane: { chat: 2, search: 0, polling: 0, bulk: 1 },
      usedByPerson: { [`${tenant}/ann`]: 20, 'tenant-2/eve': 9, [`${tenant}/never-met`]: 4 },
      freeAtMs: Array.from({ length: 50 }, (_, n) => nowMs + 1000 * (n + 1)),
    };
    const { client } = world.services.connections;
    world.services.connections.client = (id) => ({ ...client(id), budget: () => budget });
    base = await world.start();
  });
  afterEach(() => world.stop());

  async function asked(): Promise<Extract<CardContent, { situation: 'quota' }>> {
    await postJson(base, activity('personal-message', { id: String(world.answered.length), text: 'quota' }));
    const content = world.last;
    assert.ok(content?.situation === 'quota');
    return content;
  }

  it('tells what is used and left, per lane, and costs no call', async () => {
    const content = await asked();
    assert.deepEqual([content.used, content.limit], [50, 100]);
    assert.deepEqual(content.lanes[0], { lane: 'chat', used: 30, guaranteed: 40, waiting: 2 });
    assert.equal(content.half, 43, 'half of what polling and bulk leave');
    assert.deepEqual(world.calls, []);
  });

  it('tells when slots come free, in steps of five seconds over the window', async () => {
    const { free, stepMs } = await asked();
    assert.equal(stepMs, 5000);
    assert.deepEqual(free, [50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100, 100, 100]);
  });

  it('in a pause nothing is free until it ends', async () => {
    budget = { ...budget, pausedUntilMs: world.clock.now() + 12_000 };
    const { free, pausedUntilMs } = await asked();
    assert.equal(pausedUntilMs, budget.pausedUntilMs);
    assert.deepEqual(free.slice(0, 5), [0, 0, 0, 65, 70]);
  });

  it('names people of this tenant whom it has met; everybody else is counted', async () => {
    world.services.names.met(`${tenant}/ann`, 'Ann');
    world.services.names.met('tenant-2/eve', 'Eve');
    await asked();
    const [own] = (await world.store.conversations()).filter((one) => one.type === 'personal');
    assert.ok(own?.user);
    const key = personKey({ conversation: own, person: own.user } as Parameters<typeof personKey>[0]);
    budget = { ...budget, usedByPerson: { ...budget.usedByPerson, [key]: 2 } };
    const { people, others } = await asked();
    assert.deepEqual(people, [
      { name: 'Ann', used: 20, isAsker: false },
      { name: own.user.name, used: 2, isAsker: true },
    ]);
    assert.equal(others, 38 - 22);
    assert.doesNotMatch(JSON.stringify(world.last), /Eve|tenant-2/);
  });

  it('a tenant without a connection is told so', async () => {
    world.connected = false;
    await postJson(base, activity('personal-message', { text: 'quota' }));
    assert.equal(world.last?.situation === 'refusal' && world.last.refusal.key, 'no-connection');
  });

  it('remembers the newest thousand names', () => {
    const people = new KnownPeople();
    for (let n = 0; n < 1001; n += 1) people.met(`t/${n}`, `P${n}`);
    assert.deepEqual([people.nameOf('t/0'), people.nameOf('t/1'), people.nameOf('t/1000')], [undefined, 'P1', 'P1000']);
  });
});
