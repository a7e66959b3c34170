import assert from 'node:assert/strict';
import type { TokenSource } from '../../../src/insights/token.js';
import { settle } from '../../fakes/fake-clock.js';
import { type ClientRig, clientRig } from './client-rig.js';

describe('insights request', () => {
  let rig: ClientRig;
  beforeEach(async () => {
    rig = await clientRig();
  });
  afterEach(() => rig.budget.close());

  const chat = { lane: 'chat' as const };

  it('each attempt pays', async () => {
    const { client, service, clock, budget } = rig;
    const call = client.nodes(chat);
    await settle();
    service.last.answer(503);
    await settle();
    assert.equal(budget.view().used, 1);
    await clock.advance(1_000);
    service.last.answer(500);
    await settle();
    await clock.advance(2_000);
    assert.equal(budget.view().used, 3);
    service.last.answer(200, []);
    assert.deepEqual(await call, []);
    assert.equal(service.requests.length, 3);
  });

  it('gives up after three attempts with the last error', async () => {
    const { client, service, clock } = rig;
    const refused = assert.rejects(client.nodes(chat), { code: 'insights-unavailable', status: 502 });
    for (const status of [500, 503, 502]) {
      await settle();
      service.last.answer(status);
      await settle();
      await clock.advance(2_000);
    }
    await refused;
    assert.equal(service.requests.length, 3);
  });

  it('an attempt that gets no answer is ended after 30 seconds, and its slot held from then', async () => {
    const { client, service, clock, budget } = rig;
    const call = client.nodes(chat);
    await settle();
    await clock.advance(30_000);
    assert.equal(service.requests[0]?.signal?.aborted, true);
    await clock.advance(1_000);
    assert.equal(service.requests.length, 2);
    service.last.answer(200, []);
    await call;
    await clock.advance(58_000);
    assert.equal(budget.view().used, 2);
  });

  it('a connection that is reset may have carried the request; one that was refused did not', async () => {
    const { client, service, clock, budget } = rig;
    const heldForSeconds: number[] = [];
    for (const code of ['ECONNRESET', 'ECONNREFUSED']) {
      const call = client.nodes({ ...chat, deadlineMs: 100 });
      await settle();
      service.last.fail(code);
      await assert.rejects(call, { code: 'insights-unreachable' });
      heldForSeconds.push(Math.round(((budget.view().freeAtMs[0] ?? 0) - clock.now()) / 1000));
      await clock.advance(100_000);
    }
    assert.deepEqual(heldForSeconds, [90, 60]);
  });

  it('a 429 pauses every call of the connection for as long as it says', async () => {
    const { client, service, clock, budget } = rig;
    const first = client.nodes(chat);
    await settle();
    service.last.answer(429, { statusCode: 429, message: 'Rate limit is exceeded.' }, { 'retry-after': '17' });
    await settle();
    const second = client.sources(chat);
    await settle();
    assert.equal(service.requests.length, 1);
    assert.equal(budget.view().pausedUntilMs, clock.now() + 17_000);
    await clock.advance(16_900);
    assert.equal(service.requests.length, 1);
    await clock.advance(200);
    assert.equal(service.requests.length, 3);
    for (const request of service.requests.slice(1)) request.answer(200, []);
    assert.deepEqual(await Promise.all([first, second]), [[], []]);
  });

  it('a 429 that does not say how long pauses for five seconds', async () => {
    const { client, service, clock, budget } = rig;
    const call = client.nodes(chat);
    await settle();
    service.last.answer(429, '');
    await settle();
    assert.equal(budget.view().pausedUntilMs, clock.now() + 5_000);
    await clock.advance(5_100);
    service.last.answer(200, []);
    await call;
  });

  it('does not wait for a Retry-After that ends after the deadline, and says how long it would be', async () => {
    const { client, service } = rig;
    const call = client.nodes({ ...chat, deadlineMs: 10_000 });
    await settle();
    service.last.answer(429, '', { 'retry-after': '17' });
    await assert.rejects(call, { code: 'insights-throttled', retryAfterMs: 17_000 });
  });
});

describe('insights request and its token', () => {
  const chat = { lane: 'chat' as const };

  function source(tokens: (string | undefined)[]): TokenSource & { renewals: string[] } {
    const renewals: string[] = [];
    return {
      renewals,
      get: async () => 'token-1',
      renew: async (refused) => {
        renewals.push(refused);
        return tokens.shift();
      },
    };
  }

  it('a 401 is answered by one renewal and one more attempt, which pays', async () => {
    const token = source(['token-2']);
    const { client, service, budget } = await clientRig({ token: () => token });
    const call = client.nodes(chat);
    await settle();
    service.last.answer(401, '');
    await settle();
    assert.equal(service.last.headers.get('authorization'), 'Bearer token-2');
    service.last.answer(200, []);
    await call;
    assert.deepEqual(token.renewals, ['token-1']);
    assert.equal(budget.view().used, 2);
  });

  it('a key that was rotated ends after that renewal as unauthorized', async () => {
    const token = source(['token-2', 'token-3']);
    const { client, service } = await clientRig({ token: () => token });
    const refused = assert.rejects(client.nodes(chat), { code: 'insights-unauthorized', status: 401 });
    for (let i = 0; i < 2; i += 1) {
      await settle();
      service.last.answer(401, { statusCode: 401, message: 'Access denied due to invalid subscription key.' });
    }
    await refused;
    assert.equal(service.requests.length, 2);
    assert.equal(token.renewals.length, 1);
  });

  it('without another token there is no second attempt', async () => {
    const { client, service } = await clientRig();
    const refused = assert.rejects(client.nodes(chat), { code: 'insights-unauthorized' });
    await settle();
    service.last.answer(401, '');
    await refused;
    assert.equal(service.requests.length, 1);
  });
});
