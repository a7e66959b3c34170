import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { type InsightsEmulator, startInsightsEmulator } from '../../../../src/emulator/insights/index.js';
import { FakeClock } from '../../../fakes/fake-clock.js';
import { at, listAt } from './emulated.js';

describe('the emulator at its address', () => {
  let emulator: InsightsEmulator;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = new FakeClock();
    emulator = await startInsightsEmulator({ clock, customers: 30, activities: 60 });
  });
  afterEach(() => emulator.stop());

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${emulator.url}/instances/${emulator.instanceId}/${path}`, {
      ...init,
      headers: {
        'Ocp-Apim-Subscription-Key': emulator.subscriptionKey,
        Authorization: `Bearer ${emulator.token}`,
        ...init.headers,
      },
    });
  const status = 'workflows/main/status';

  it('answers JSON without being asked for a type, and gives the request id back', async () => {
    const response = await ask(status, { headers: { 'x-ms-client-request-id': 'r-1' } });
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    assert.equal(response.headers.get('x-ms-client-request-id'), 'r-1');
    assert.ok(listAt(await response.json()).length > 40);
  });

  it('takes a json-patch body that is a text holding JSON, as the generated clients send it', async () => {
    const body = JSON.stringify(JSON.stringify({ ActivityId: 'act-1', Title: 'Зат' }));
    const headers = { 'Content-Type': 'application/json-patch+json; charset=utf-8' };
    assert.equal((await ask('data/UnifiedActivity', { method: 'POST', body, headers })).status, 201);
  });

  it('remembers every call with key, status and arrival', async () => {
    await ask(status);
    await clock.advance(5_000);
    await ask('manage/nothing');
    const [first, second] = emulator.control.calls();
    assert.equal(first?.status, 200);
    assert.equal(first?.key, emulator.subscriptionKey);
    assert.equal(second?.status, 404);
    assert.equal((second?.atMs ?? 0) - (first?.atMs ?? 0), 5_000);
    assert.deepEqual(emulator.control.unknownPaths(), [`GET ${second?.path}`]);
  });

  it('storms with 429 although the budget is free, and counts none of it', async () => {
    emulator.control.fault({ kind: 'throttle', retryAfterSeconds: 9, times: 2 });
    const response = await ask(status);
    assert.equal(response.status, 429);
    assert.equal(response.headers.get('retry-after'), '9');
    assert.equal((await ask(status)).status, 429);
    assert.equal((await ask(status)).status, 200);
    assert.equal(emulator.control.maxInWindow(), 1);
    assert.equal(emulator.control.refused(), 0);
  });

  it('fails with the given status, on the given paths alone, until its time is over', async () => {
    emulator.control.fault({ kind: 'status', status: 503, path: '/workflows/', forMs: 1_000 });
    assert.equal((await ask('manage/segments')).status, 200);
    assert.equal((await ask(status)).status, 503);
    await clock.advance(1_000);
    assert.equal((await ask(status)).status, 200);
  });

  it('never answers a hanging call', async () => {
    emulator.control.fault({ kind: 'hang', times: 1 });
    const abort = new AbortController();
    const hanging = ask(status, { signal: abort.signal });
    while (emulator.control.calls().length === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort();
    await assert.rejects(hanging, { name: 'AbortError' });
    assert.equal(emulator.control.calls()[0]?.status, 0);
  });

  it('breaks the connection before the answer and within it', async () => {
    emulator.control.fault({ kind: 'reset', times: 1 });
    emulator.control.fault({ kind: 'reset', when: 'within', times: 1 });
    await assert.rejects(ask(status));
    await assert.rejects(async () => (await ask(status)).text());
    assert.equal((await ask(status)).status, 200);
  });

  it('breaks bodies in each way with status 200', async () => {
    const broken = async (how: 'truncated' | 'wrong-types' | 'null' | 'empty' | 'html') => {
      emulator.control.fault({ kind: 'broken', how, times: 1 });
      const response = await ask('manage/segments');
      assert.equal(response.status, 200);
      return response.text();
    };
    const truncated = await broken('truncated');
    assert.throws(() => JSON.parse(truncated) as unknown);
    assert.equal(at(JSON.parse(await broken('wrong-types')), 0, 'name'), 4711);
    assert.equal(await broken('null'), 'null');
    assert.equal(await broken('empty'), '');
    assert.match(await broken('html'), /^<html>/);
  });

  it('hands out the parts of a table to those who have the headers', async () => {
    const { httpRequests } = (await (await ask('data/Customer?proxy=true')).json()) as {
      httpRequests: { uri: string; headers: Record<string, string> }[];
    };
    const [part] = httpRequests;
    assert.ok(part);
    assert.equal((await fetch(part.uri)).status, 403);
    const csv = await (await fetch(part.uri, { headers: part.headers })).text();
    assert.equal(csv.split('\r\n').length, 30);
    assert.ok(csv.includes('"D\'Arcy ""Dee"" Lloyd"'));
  });

  it('refuses a body that is larger than any the API takes', async () => {
    const response = await ask('data/UnifiedActivity', { method: 'POST', body: 'x'.repeat(5 * 1024 * 1024) });
    assert.equal(response.status, 413);
  });

  it('refuses an address that is none, and goes on', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1', () =>
        socket.end('GET // HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n'),
      );
      socket.once('error', reject);
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString();
      });
      socket.once('close', () => resolve(text));
    });
    assert.match(answer, /^HTTP\/1\.1 400 /);
    assert.equal((await ask(status)).status, 200);
  });

  describe('its control by HTTP', () => {
    const control = (name: string, init: RequestInit = {}) => fetch(new URL(`/_control/${name}`, emulator.url), init);
    const post = (name: string, args: unknown) => control(name, { method: 'POST', body: JSON.stringify(args) });

    it('shows the state and does what the program can do', async () => {
      assert.equal((await post('setSegment', { name: 'VIP', members: 2_001 })).status, 200);
      const state = await (await control('state')).json();
      const vip = listAt(state, 'segments').find((one) => at(one, 'name') === 'Vip');
      assert.equal(at(vip, 'members'), 2_001);
      assert.equal(
        typeof (await (await post('startRun', { operation: 'all', submission: 'scheduled' })).json()),
        'string',
      );
    });

    it('plays a story and tells how far it is', async () => {
      await post('runScenario', { name: 'main-story' });
      await clock.advance(7_000);
      const progress = await (await control('scenario')).json();
      assert.equal(at(progress, 'elapsedMs'), 7_000);
      assert.deepEqual(
        listAt(progress, 'steps')
          .slice(0, 3)
          .map((step) => at(step, 'state')),
        ['done', 'done', 'waiting'],
      );
      await post('stopScenario', {});
      await clock.advance(200_000);
      assert.equal(at(await (await control('scenario')).json(), 'steps', 2, 'state'), 'waiting');
    });

    it('refuses unknown controls, bad arguments and pages from elsewhere', async () => {
      assert.equal((await post('explode', {})).status, 404);
      assert.equal((await post('constructor', {})).status, 404);
      assert.equal((await post('setSegment', { name: 'VIP', members: -1 })).status, 400);
      assert.equal((await post('setSegment', { name: 'Nobody', members: 1 })).status, 400);
      assert.equal((await control('state', { headers: { Origin: 'https://example.net' } })).status, 403);
      assert.equal((await control('state', { headers: { Origin: 'http://localhost:3000' } })).status, 200);
    });

    it('costs no call of the budget', async () => {
      await control('state');
      assert.deepEqual(emulator.control.calls(), []);
    });
  });
});
