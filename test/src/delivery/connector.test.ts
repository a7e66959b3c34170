import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../../src/base/clock.js';
import { createConnectorSender } from '../../../src/delivery/connector.js';
import type { OutboundActivity, SendRequest } from '../../../src/delivery/sender.js';
import { FakeClock, settle } from '../../fakes/fake-clock.js';

const activity: OutboundActivity = {
  type: 'message',
  summary: 'hello',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard' } }],
};

interface Seen {
  line: string;
  authorization: string | undefined;
  body: string;
}

describe('the connector sender', () => {
  const seen: Seen[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let server: Server;
  let serviceUrl: string;

  before((done) => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        seen.push({ line: `${request.method} ${request.url}`, authorization: request.headers.authorization, body });
        answer(request, response);
      });
    });
    server.listen(0, '127.0.0.1', () => {
      serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/emea`;
      done();
    });
  });

  after((done) => {
    server.closeAllConnections();
    server.close(done);
  });

  beforeEach(() => {
    seen.length = 0;
    answer = (_request, response) => {
      response.writeHead(201);
      response.end('{"id":"1700"}');
    };
  });

  const post = (over: Partial<SendRequest['target']> = {}): SendRequest => ({
    kind: 'post',
    target: { serviceUrl, tenantId: 't', conversationId: '19:ops@thread.tacv2', ...over },
    activity,
  });

  const sender = (over: Partial<Parameters<typeof createConnectorSender>[0]> = {}) =>
    createConnectorSender({
      token: async () => 'secret',
      timeoutMs: 5_000,
      clock: systemClock,
      allowServiceUrl: (url) => url.startsWith('http://127.0.0.1:'),
      ...over,
    });

  it('a post goes to the conversation with its token and its activity', async () => {
    assert.deepEqual(await sender().send(post()), { result: 'sent', status: 201, activityId: '1700' });
    assert.deepEqual(seen, [
      {
        line: 'POST /emea/v3/conversations/19%3Aops%40thread.tacv2/activities',
        authorization: 'Bearer secret',
        body: JSON.stringify(activity),
      },
    ]);
  });

  it('an update is a PUT and a delete a DELETE of the activity', async () => {
    const target = { ...post().target, conversationId: '19:ops@thread.tacv2;messageid=1' };
    await sender().send({ kind: 'update', target, activityId: '1', activity });
    await sender().send({ kind: 'delete', target, activityId: '1' });
    const path = '/emea/v3/conversations/19%3Aops%40thread.tacv2%3Bmessageid%3D1/activities/1';
    assert.deepEqual(
      seen.map((one) => one.line),
      [`PUT ${path}`, `DELETE ${path}`],
    );
    assert.deepEqual(JSON.parse(seen[0]?.body ?? ''), { ...activity, id: '1' });
    assert.equal(seen[1]?.body, '');
  });

  it('a chat is opened with one member of the tenant, and its id is the outcome', async () => {
    const outcome = await sender().send({ kind: 'open', target: post().target, botId: '28:bot', memberId: '29:ann' });
    assert.deepEqual(outcome, { result: 'sent', status: 201, conversationId: '1700' });
    assert.equal(seen[0]?.line, 'POST /emea/v3/conversations');
    const { tenantId } = post().target;
    assert.deepEqual(JSON.parse(seen[0]?.body ?? ''), {
      isGroup: false,
      bot: { id: '28:bot' },
      members: [{ id: '29:ann' }],
      tenantId,
      channelData: { tenant: { id: tenantId } },
    });
  });

  it('the channels of a team are a list; General has no name, and an answer that is none has no list', async () => {
    const ask = () => sender().channels({ kind: 'channels', target: post().target });
    answer = (_request, response) =>
      response.end(
        JSON.stringify({
          conversations: [
            { id: '19:g', name: null },
            { id: '19:a', name: 'Ads', type: 'x' },
          ],
        }),
      );
    const channels = [{ id: '19:g' }, { id: '19:a', name: 'Ads' }];
    assert.deepEqual(await ask(), { result: 'sent', status: 200, channels });
    assert.equal(seen[0]?.line, 'GET /emea/v3/teams/19%3Aops%40thread.tacv2/conversations');
    answer = (_request, response) => response.end('{"conversations":[{"id":7}]}');
    assert.deepEqual(await ask(), { result: 'sent', status: 200 });
  });

  it('a member is asked for without a body, and who is none is a refusal', async () => {
    const { target } = post();
    const objectId = 'aaaaaaaa-0000-4000-8000-000000000001';
    const ask = (memberId: string) => sender().member({ kind: 'member', target, memberId });
    assert.deepEqual(await ask(objectId), { result: 'sent', status: 201, activityId: '1700' });
    assert.equal(seen[0]?.line, `GET /emea/v3/conversations/19%3Aops%40thread.tacv2/members/${objectId}`);
    assert.equal(seen[0]?.body, '');
    answer = (_request, response) => {
      response.writeHead(404);
      response.end('{"error":{"code":"MemberNotFoundInConversation"}}');
    };
    assert.deepEqual(await ask(objectId), { result: 'refused', status: 404, reason: 'MemberNotFoundInConversation' });
    assert.deepEqual(await ask('..'), { result: 'refused', status: 0, reason: 'service-url' });
  });

  it('without a token, as in local mode, no authorization is sent', async () => {
    await sender({ token: async () => undefined }).send(post());
    assert.equal(seen[0]?.authorization, undefined);
  });

  it('a token that cannot be had means that nothing was sent', async () => {
    const token = () => Promise.reject(new Error('directory away'));
    assert.deepEqual(await sender({ token }).send(post()), { result: 'not-sent', reason: 'no-token' });
    assert.equal(seen.length, 0);
  });

  it('an address that is not allowed, or ids that climb, are refused without a request', async () => {
    const foreign = await sender().send(post({ serviceUrl: 'https://evil.example/' }));
    assert.deepEqual(foreign, { result: 'refused', status: 0, reason: 'service-url' });
    assert.equal((await sender().send(post({ conversationId: '..' }))).result, 'refused');
    assert.equal((await sender().send(post({ serviceUrl: 'no url' }))).result, 'refused');
    assert.equal(seen.length, 0);
  });

  it('a slash in an id stays inside its place in the path', async () => {
    await sender().send(post({ conversationId: 'a/../../b?c#d' }));
    assert.equal(seen[0]?.line, 'POST /emea/v3/conversations/a%2F..%2F..%2Fb%3Fc%23d/activities');
  });

  it('a redirect is not followed', async () => {
    answer = (_request, response) => {
      response.writeHead(307, { location: `${serviceUrl}/elsewhere` });
      response.end();
    };
    assert.equal((await sender().send(post())).result, 'refused');
    assert.equal(seen.length, 1);
  });

  it('a 429 is told with its Retry-After and not tried again', async () => {
    answer = (_request, response) => {
      response.writeHead(429, { 'retry-after': '2' });
      response.end();
    };
    assert.deepEqual(await sender().send(post()), { result: 'throttled', status: 429, retryAfterMs: 2_000 });
    assert.equal(seen.length, 1);
  });

  it('a refused connection and an unknown host never left', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    assert.equal((await sender().send(post({ serviceUrl: `http://127.0.0.1:${port}/` }))).result, 'not-sent');
    const unknown = sender({ allowServiceUrl: () => true });
    assert.equal((await unknown.send(post({ serviceUrl: 'http://herald.invalid/' }))).result, 'not-sent');
  });

  it('a connection that breaks after the request was read may have delivered it, and is not tried again', async () => {
    answer = (request) => request.socket.destroy();
    assert.equal((await sender().send(post())).result, 'ambiguous');
    assert.equal(seen.length, 1);
  });

  it('an answer that breaks off is ambiguous too', async () => {
    answer = (request, response) => {
      response.writeHead(201, { 'content-length': '100' });
      response.write('{"id":');
      setImmediate(() => request.socket.destroy());
    };
    assert.equal((await sender().send(post())).result, 'ambiguous');
  });

  it('a request that is not answered in time is ambiguous', async () => {
    const clock = new FakeClock();
    const arrived = new Promise<void>((resolve) => {
      answer = () => resolve();
    });
    const outcome = sender({ clock, timeoutMs: 15_000 }).send(post());
    await arrived;
    await clock.advance(15_000);
    assert.deepEqual(await outcome, { result: 'ambiguous', reason: 'time-out' });
    assert.equal(clock.sleeping, 0);
  });

  it('a stop breaks off what is under way as ambiguous and sends nothing new', async () => {
    const stop = new AbortController();
    const arrived = new Promise<void>((resolve) => {
      answer = () => resolve();
    });
    const outcome = sender().send(post(), stop.signal);
    await arrived;
    stop.abort();
    assert.deepEqual(await outcome, { result: 'ambiguous', reason: 'stopped' });
    assert.deepEqual(await sender().send(post(), stop.signal), { result: 'not-sent', reason: 'stopped' });
    assert.equal(seen.length, 1);
  });

  it('an answer without end is read up to a limit', async () => {
    let cut = false;
    answer = (_request, response) => {
      response.on('close', () => {
        cut = true;
      });
      response.writeHead(500);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(64 * 1024)));
      };
      response.on('drain', more);
      more();
    };
    assert.deepEqual(await sender().send(post()), { result: 'ambiguous', status: 500, reason: 'http-500' });
    while (!cut) await settle();
  });
});
