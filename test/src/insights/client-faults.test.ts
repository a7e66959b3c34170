import assert from 'node:assert/strict';
import { scaledClock } from '../../../src/base/clock.js';
import { type ErrorCode, HeraldError } from '../../../src/base/errors.js';
import { createLog } from '../../../src/base/log.js';
import { type Budget, createLocalBudget } from '../../../src/insights/budget.js';
import { createInsightsClient } from '../../../src/insights/client.js';
import type { InsightsClient } from '../../../src/insights/port.js';
import { fixedToken } from '../../../src/insights/token.js';
import { MemoryGrants } from '../../fakes/memory-grants.js';
import { type Answer, cutOff, hang, json, reset, ScriptedServer, status } from '../../fakes/scripted-server.js';

interface Fault {
  title: string;
  answer: Answer;
  code: ErrorCode;
  /** Requests that the server sees. */
  attempts: number;
  says?: RegExp;
}

const gateway = (statusCode: number, message: string) => JSON.stringify({ statusCode, message });

const faults: Fault[] = [
  {
    title: '400',
    answer: status(400, '{"errorCode":"BadRequest"}'),
    code: 'insights-refused',
    attempts: 1,
    says: /400 BadRequest/,
  },
  {
    title: '401 of the gateway',
    answer: status(401, gateway(401, 'Access denied due to invalid subscription key.')),
    code: 'insights-unauthorized',
    attempts: 1,
    says: /invalid subscription key/,
  },
  { title: '401 without a body', answer: status(401), code: 'insights-unauthorized', attempts: 1, says: /: 401$/ },
  {
    title: '403',
    answer: status(403, '{"error":{"code":"Forbidden"}}'),
    code: 'insights-forbidden',
    attempts: 1,
    says: /403 Forbidden/,
  },
  {
    title: '404, its code a number, its enumerations in another case',
    answer: status(
      404,
      '{"exception":null,"httpStatusCode":404,"exceptionCulprit":"User","errorCode":"MetaDataNotFound"}',
    ),
    code: 'insights-not-found',
    attempts: 1,
    says: /404 MetaDataNotFound/,
  },
  { title: '409', answer: status(409), code: 'insights-conflict', attempts: 1 },
  {
    title: 'a redirect',
    answer: status(302, '', { location: 'http://127.0.0.1:1/' }),
    code: 'insights-refused',
    attempts: 1,
  },
  {
    title: '429 with Retry-After',
    answer: status(429, gateway(429, 'Rate limit is exceeded. Try again in 1 seconds.'), { 'retry-after': '1' }),
    code: 'insights-throttled',
    attempts: 3,
    says: /Rate limit is exceeded/,
  },
  { title: '429 without Retry-After', answer: status(429), code: 'insights-throttled', attempts: 3 },
  { title: '500', answer: status(500, '<html>'), code: 'insights-unavailable', attempts: 3 },
  { title: '503', answer: status(503), code: 'insights-unavailable', attempts: 3 },
  { title: 'a reset connection', answer: reset, code: 'insights-unreachable', attempts: 3, says: /ECONNRESET|SOCKET/ },
  { title: 'a body that is cut off', answer: cutOff, code: 'insights-unreachable', attempts: 3 },
  {
    title: 'truncated JSON',
    answer: status(200, '[{"operationType":'),
    code: 'insights-bad-reply',
    attempts: 1,
    says: /getWorkflowStatus: the reply is not JSON/,
  },
  {
    title: 'an empty 200',
    answer: status(200),
    code: 'insights-bad-reply',
    attempts: 1,
    says: /getWorkflowStatus: the reply is empty/,
  },
  {
    title: 'HTML',
    answer: status(200, '<!doctype html><p>Sign in'),
    code: 'insights-bad-reply',
    attempts: 1,
    says: /is not JSON/,
  },
  {
    title: 'null instead of a list',
    answer: json(null),
    code: 'insights-bad-reply',
    attempts: 1,
    says: /getWorkflowStatus: the reply: .*array/,
  },
  {
    title: 'an object instead of a list',
    answer: json({ value: [] }),
    code: 'insights-bad-reply',
    attempts: 1,
    says: /getWorkflowStatus: the reply: .*array/,
  },
  {
    title: 'one broken item in a list',
    answer: json([{ operationType: 'merge' }, { identifier: 'x' }]),
    code: 'insights-bad-reply',
    attempts: 1,
    says: /getWorkflowStatus: \[1\]\.operationType: /,
  },
  {
    title: 'a field of the wrong type',
    answer: json([{ operationType: 'merge', jobIds: 'all' }]),
    code: 'insights-bad-reply',
    attempts: 1,
    says: /getWorkflowStatus: \[0\]\.jobIds: /,
  },
  { title: '204', answer: status(204), code: 'insights-bad-reply', attempts: 1 },
];

describe('insights client against a server with faults', () => {
  // Twenty times as fast: a wait of a second takes 50 ms.
  const clock = scaledClock(20);
  let server: ScriptedServer;
  let budget: Budget;
  let client: InsightsClient;

  const clientAt = (baseUrl: string) =>
    createInsightsClient({
      connection: { id: 'c1', instanceId: 'i1' },
      baseUrl,
      subscriptionKey: 'secret-key',
      token: fixedToken('secret-token'),
      budget,
      clock,
      log: createLog('silent'),
    });

  before(async () => {
    server = await ScriptedServer.start();
  });
  after(() => server.stop());
  beforeEach(async () => {
    budget = await createLocalBudget({ id: 'b', limit: 100, windowMs: 3_600_000, clock, grants: new MemoryGrants() });
    client = clientAt(server.url);
  });
  afterEach(() => budget.close());

  for (const { title, answer, code, attempts, says } of faults) {
    it(`${title} is ${code}, after ${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}`, async () => {
      server.play(answer);
      await assert.rejects(client.nodes({ lane: 'chat' }), (thrown) => {
        assert.ok(thrown instanceof HeraldError);
        assert.equal(thrown.code, code);
        assert.match(thrown.message, says ?? /^getWorkflowStatus/);
        assert.doesNotMatch(`${thrown.message} ${thrown.stack}`, /secret/);
        return true;
      });
      assert.equal(server.requests.length, attempts);
      assert.equal(budget.view().used, attempts, 'each attempt pays');
    });
  }

  it('no answer is insights-timeout at the deadline', async () => {
    server.play(hang);
    await assert.rejects(client.nodes({ lane: 'chat', deadlineMs: 4_000 }), { code: 'insights-timeout' });
    assert.equal(server.requests.length, 1);
  });

  it('nobody listening is insights-unreachable', async () => {
    const nobody = await ScriptedServer.start();
    await nobody.stop();
    await assert.rejects(clientAt(nobody.url).nodes({ lane: 'chat' }), { code: 'insights-unreachable' });
  });

  it('a fault that passes is not noticed by the caller', async () => {
    server.play(reset, status(503), json([{ operationType: 'merge', taskStatus: 'running' }]));
    const [node] = await client.nodes({ lane: 'chat' });
    assert.equal(node?.status, 'running');
  });

  it('reads a reply that starts with a byte order mark', async () => {
    server.play(status(200, '\ufeff[]'));
    assert.deepEqual(await client.nodes({ lane: 'chat' }), []);
  });
});
