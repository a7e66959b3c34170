import assert from 'node:assert/strict';
import { settle } from '../../fakes/fake-clock.js';
import { type ClientRig, clientRig } from './client-rig.js';

const node = { operationType: 'merge', taskStatus: 'running' };

describe('insights client', () => {
  let rig: ClientRig;
  beforeEach(async () => {
    rig = await clientRig();
  });
  afterEach(() => rig.budget.close());

  it('asks each operation at its own address, with both credentials and nothing else', async () => {
    const { client, service } = rig;
    const at = { lane: 'polling' as const };
    const calls: [string, Promise<unknown>][] = [
      ['/workflows/main/status', client.nodes(at)],
      ['/workflows/main/jobs?top=25&includeTasks=true', client.jobs({ top: 25, tasks: true }, at)],
      ['/workflows/main/jobs/a%2Fb?includeTasks=true', client.job('a/b', at)],
      ['/manage/datasources', client.sources(at)],
      ['/manage/segments', client.segments({ history: false }, at)],
      ['/manage/segments?includeHistoricStats=true&historicStatsDays=30', client.segments({ history: true }, at)],
      ['/manage/measures', client.measures(at)],
      ['/manage/measures/Total%20%3F?includeHistoricStats=true&historicStatsDays=30', client.measure('Total ?', at)],
      ['/workflows/main/schedules', client.schedules(at)],
      ['/profilestore/stateinfo', client.profileCount(at)],
      ['', client.instanceName(at)],
    ];
    await settle();
    const root = 'https://insights.example/v1/instances/5f1c0e52-7a3b-4b1e-9c1d-2f6f1f0a8b10';
    assert.deepEqual(
      service.requests.map((request) => request.url),
      calls.map(([path]) => root + path),
    );
    for (const request of service.requests) {
      assert.deepEqual(
        [...request.headers.entries()],
        [
          ['accept', 'application/json'],
          ['authorization', 'Bearer token-1'],
          ['ocp-apim-subscription-key', 'key-1'],
        ],
      );
      request.answer(400, {});
    }
    await Promise.allSettled(calls.map(([, call]) => call));
  });

  it('equal calls that are under way share one request, different ones do not', async () => {
    const { client, service } = rig;
    const same = [client.nodes({ lane: 'polling' }), client.nodes({ lane: 'chat' })];
    const other = client.sources({ lane: 'chat' });
    await settle();
    assert.equal(service.requests.length, 2);
    service.requests[0]?.answer(200, [node]);
    service.requests[1]?.answer(200, []);
    const [first, second] = await Promise.all(same);
    assert.deepEqual(first, second);
    assert.notEqual(first, second, 'nobody gets to see what another caller does to the result');
    assert.deepEqual(await other, []);
    const later = client.nodes({ lane: 'chat' });
    await settle();
    assert.equal(service.requests.length, 3, 'what is over is not served again');
    service.last.answer(200, []);
    assert.deepEqual(await later, []);
  });

  it('the abort and the deadline of one caller do not hurt the others', async () => {
    const { client, service, clock } = rig;
    const quit = new AbortController();
    const first = client.nodes({ lane: 'chat', signal: quit.signal });
    const hasty = client.nodes({ lane: 'chat', deadlineMs: 2_000 });
    const patient = client.nodes({ lane: 'polling' });
    await settle();
    quit.abort();
    await assert.rejects(first, { code: 'insights-timeout' });
    const timedOut = assert.rejects(hasty, { code: 'insights-timeout' });
    await clock.advance(2_000);
    await timedOut;
    assert.equal(service.last.signal?.aborted, false);
    service.last.answer(200, [node]);
    assert.equal((await patient).length, 1);
  });

  it('a request that nobody waits for any more is cancelled, and a new caller starts another', async () => {
    const { client, service, clock, budget } = rig;
    const call = client.nodes({ lane: 'chat', deadlineMs: 1_000 });
    await settle();
    const refused = assert.rejects(call, { code: 'insights-timeout' });
    await clock.advance(1_000);
    await refused;
    assert.equal(service.last.signal?.aborted, true);
    const [freeAtMs = 0] = budget.view().freeAtMs;
    assert.ok(freeAtMs - clock.now() > 88_000, 'it may still arrive until its deadline');
    const again = client.nodes({ lane: 'chat' });
    await settle();
    assert.equal(service.requests.length, 2);
    service.last.answer(200, []);
    await again;
  });

  it('a caller that has given up before it asks sends nothing', async () => {
    const { client, service, budget } = rig;
    await assert.rejects(client.nodes({ lane: 'chat', signal: AbortSignal.abort() }), { code: 'insights-timeout' });
    await settle();
    assert.equal(service.requests.length, 0);
    assert.equal(budget.view().used, 0);
  });

  it('a 404 of the profile store means that nothing was unified yet', async () => {
    const { client, service } = rig;
    const count = client.profileCount({ lane: 'polling' });
    await settle();
    service.last.answer(404, { errorCode: 'MetaDataNotFound' });
    assert.equal(await count, undefined);
  });
});

describe('insights client with a used budget', () => {
  let rig: ClientRig;
  beforeEach(async () => {
    rig = await clientRig({ limit: 1 });
    (await rig.budget.enter(['chat']).granted).answered();
  });
  afterEach(() => rig.budget.close());

  it('tells each waiting caller once when about its slot comes', async () => {
    const { client, service, clock } = rig;
    const told: number[][] = [[], []];
    const calls = told.map((list) => client.nodes({ lane: 'chat', onWait: (ms) => list.push(Math.round(ms / 1000)) }));
    await settle();
    await clock.advance(20_000);
    const third: number[] = [];
    calls.push(client.nodes({ lane: 'chat', onWait: (ms) => third.push(Math.round(ms / 1000)) }));
    await settle();
    assert.deepEqual([...told, third], [[60], [60], [40]]);
    await clock.advance(41_000);
    service.last.answer(200, []);
    await Promise.all(calls);
    assert.deepEqual([...told, third], [[60], [60], [40]]);
  });

  it('a deadline that passes in the queue is the budget\u2019s, and the place in the queue is given up', async () => {
    const { client, service, clock, budget } = rig;
    const refused = assert.rejects(client.nodes({ lane: 'chat', deadlineMs: 5_000 }), { code: 'budget-deadline' });
    await settle();
    assert.equal(budget.view().waitingByLane.chat, 1);
    await clock.advance(5_000);
    await refused;
    assert.equal(budget.view().waitingByLane.chat, 0);
    assert.equal(service.requests.length, 0);
  });

  it('a merged call waits in the lanes of all its callers, and leaves a lane with its last caller', async () => {
    const { client, budget } = rig;
    const quit = new AbortController();
    const polling = client.nodes({ lane: 'polling' });
    const chat = client.nodes({ lane: 'chat', signal: quit.signal });
    await settle();
    const search = client.nodes({ lane: 'search' });
    assert.deepEqual(budget.view().waitingByLane, { chat: 1, search: 1, polling: 1, bulk: 0 });
    quit.abort();
    await assert.rejects(chat);
    assert.deepEqual(budget.view().waitingByLane, { chat: 0, search: 1, polling: 1, bulk: 0 });
    await budget.close();
    await assert.rejects(polling, { code: 'budget-closed' });
    await assert.rejects(search, { code: 'budget-closed' });
  });
});
