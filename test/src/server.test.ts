import assert from 'node:assert/strict';
import { request } from 'node:http';
import { createLog } from '../../src/base/log.js';
import type { HttpRequest, Route } from '../../src/server/route.js';
import { createServer, type Server, type ServerOptions } from '../../src/server.js';

const lines: string[] = [];
const closed: string[] = [];
const seen: HttpRequest[] = [];
const routes: Route[] = [
  {
    method: 'POST',
    path: '/echo',
    body: 'json',
    handle: (given) => {
      seen.push(given);
      return { status: 200, json: given.body };
    },
  },
  {
    method: 'GET',
    path: '/fails',
    handle: () => {
      throw new Error('secret.host.example');
    },
  },
  {
    method: 'GET',
    path: '/stream',
    handle: () => ({
      status: 200,
      contentType: 'application/x-ndjson',
      stream: (out) => {
        out.onClose(() => closed.push('closed'));
        out.write('1\n');
        out.write('2\n');
        out.end();
        out.write('too late\n');
      },
    }),
  },
  { method: 'GET', path: '/text', handle: () => ({ status: 200, text: '<b>', contentType: 'text/html' }) },
];

interface Raw {
  status: number;
  text: string;
}

function raw(port: number, path: string, headers: Record<string, string>, chunks: string[] = []): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const method = chunks.length > 0 ? 'POST' : 'GET';
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    for (const chunk of chunks) sent.write(chunk);
    sent.end();
  });
}

describe('the server', () => {
  let server: Server;
  let base = '';
  let port = 0;

  async function start(options: Partial<ServerOptions> = {}): Promise<void> {
    const log = createLog('info', { write: (line) => lines.push(line) });
    server = createServer({ host: '127.0.0.1', port: 0, routes, ready: () => [], local: true, log, ...options });
    await server.start();
    port = server.address()?.port ?? 0;
    base = `http://127.0.0.1:${port}`;
  }
  afterEach(() => server.stop());

  const json = { 'content-type': 'application/json' };

  it('says that it is up, and whether it is ready', async () => {
    let problems = ['teams-unauthorized'];
    await start({ ready: async () => problems });
    assert.equal((await fetch(`${base}/healthz`)).status, 200);
    const waiting = await fetch(`${base}/readyz`);
    assert.deepEqual([waiting.status, await waiting.json()], [503, { status: 'not-ready', problems }]);
    problems = [];
    assert.equal((await fetch(`${base}/readyz`)).status, 200);
  });

  it('hands a route the parsed body and the query', async () => {
    await start();
    const response = await fetch(`${base}/echo?a=b`, { method: 'POST', headers: json, body: '{"x":"[{\\"{"}' });
    assert.deepEqual(await response.json(), { x: '[{"{' });
    assert.equal(seen.at(-1)?.query.get('a'), 'b');
  });

  it('words every refusal itself: no stack, no host, no name of the software', async () => {
    await start();
    const { headers } = await fetch(`${base}/healthz`);
    assert.equal(headers.get('server'), null);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    for (const [path, init, status] of [
      ['/secret-path', {}, 404],
      ['/echo', {}, 405],
      ['/fails', {}, 500],
      ['/%E0%A4%A', {}, 404],
      ['/echo', { method: 'POST', body: 'x' }, 415],
      ['/echo', { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, body: 'x' }, 415],
    ] as [string, RequestInit, number][]) {
      const response = await fetch(`${base}${path}`, init);
      const text = await response.text();
      assert.ok(
        response.status === status || (status === 404 && response.status === 400),
        `${path} ${response.status}`,
      );
      assert.deepEqual(Object.keys(JSON.parse(text)), ['error'], text);
      assert.doesNotMatch(text, /secret|stack|restify|127\.0/i);
    }
    assert.ok(
      lines.some((line) => line.includes('secret.host.example')),
      'the log has the cause',
    );
  });

  it('a reply that goes on is sent as it is written, and told of its end', async () => {
    await start();
    const response = await fetch(`${base}/stream`);
    assert.deepEqual([response.status, await response.text()], [200, '1\n2\n']);
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    for (let i = 0; i < 100 && closed.length === 0; i += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(closed, ['closed']);
  });

  it('text of a route keeps its type', async () => {
    await start();
    const response = await fetch(`${base}/text`);
    assert.deepEqual([response.headers.get('content-type'), await response.text()], ['text/html', '<b>']);
  });

  it('a body that grows too large on the way is refused, announced or not', async () => {
    await start();
    const part = 'x'.repeat(64 * 1024);
    const chunked = await raw(
      port,
      '/echo',
      json,
      Array.from({ length: 6 }, () => part),
    );
    assert.equal(chunked.status, 413);
    assert.equal((await fetch(`${base}/healthz`)).status, 200);
  });

  it('64 levels are read, 65 are not', async () => {
    await start();
    const nested = (levels: number) => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    const status = async (body: string) =>
      (await fetch(`${base}/echo`, { method: 'POST', headers: json, body })).status;
    assert.deepEqual([await status(nested(64)), await status(nested(65))], [200, 400]);
  });

  it('in local mode serves this machine alone', async () => {
    await start();
    const status = async (headers: Record<string, string>) => (await raw(port, '/healthz', headers)).status;
    assert.equal(await status({}), 200);
    assert.equal(await status({ host: `localhost:${port}` }), 200);
    assert.equal(await status({ origin: base }), 200);
    for (const headers of [
      { host: 'evil.example' },
      { host: `127.0.0.1.evil.example:${port}` },
      { host: '10.0.0.1' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://127.0.0.1:1' },
      { 'x-forwarded-for': '127.0.0.1' },
      { 'x-forwarded-host': 'localhost' },
      { forwarded: 'for=127.0.0.1' },
    ]) {
      const refused = await raw(port, '/healthz', headers as Record<string, string>);
      assert.ok(refused.status === 403 || refused.status === 400, JSON.stringify(headers));
      assert.doesNotMatch(refused.text, /evil/);
    }
  });

  it('in local mode refuses to listen where others reach it', async () => {
    await start();
    const open = createServer({
      host: '0.0.0.0',
      port: 0,
      routes: [],
      ready: () => [],
      local: true,
      log: createLog('silent'),
    });
    await assert.rejects(open.start(), { code: 'config-invalid' });
  });

  it('outside local mode a proxy may stand in front', async () => {
    await start({ local: false });
    const headers = { host: 'herald.example', 'x-forwarded-for': '203.0.113.5', 'x-forwarded-proto': 'https' };
    assert.equal((await raw(port, '/healthz', headers)).status, 200);
  });

  it('a port in use is an error of start', async () => {
    await start();
    const second = createServer({
      host: '127.0.0.1',
      port,
      routes,
      ready: () => [],
      local: true,
      log: createLog('silent'),
    });
    await assert.rejects(second.start(), { code: 'EADDRINUSE' });
  });

  it('stopping ends idle connections and closes the port', async () => {
    await start();
    await fetch(`${base}/healthz`);
    await server.stop();
    assert.equal(server.address(), undefined);
    await assert.rejects(fetch(`${base}/healthz`));
  });
});
