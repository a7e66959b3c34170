import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type InsightsEmulator, startInsightsEmulator } from '../../src/emulator/insights/index.js';
import { Child } from '../fakes/child-process.js';

const listening = (server: Server, where: string | number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    if (typeof where === 'string') server.listen(where, resolve);
    else server.listen(where, '127.0.0.1', resolve);
  });

async function freePort(): Promise<number> {
  const server = createServer();
  await listening(server, 0);
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const readySchema = z.object({ msg: z.literal('ready'), address: z.object({ host: z.string(), port: z.number() }) });

describe('npm start', function () {
  this.timeout(60_000);
  let insights: InsightsEmulator;
  let dataDir: string;
  let metricsPort: number;
  let children: Child[];

  before(async () => {
    insights = await startInsightsEmulator({ customers: 30, activities: 60 });
  });
  after(() => insights.stop());

  beforeEach(async () => {
    children = [];
    dataDir = await mkdtemp(join(tmpdir(), 'herald-start-'));
    metricsPort = await freePort();
  });
  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()));
    await rm(dataDir, { recursive: true, force: true });
  });

  function start(env: Record<string, string>): Child {
    const child = new Child('src/main.ts', [], env);
    children.push(child);
    return child;
  }

  const good = (): Record<string, string> => ({
    HERALD_LOCAL: '1',
    PORT: '0',
    METRICS_PORT: String(metricsPort),
    CI_BASE_URL: insights.url,
    CI_INSTANCE_ID: insights.instanceId,
    CI_SUBSCRIPTION_KEY: insights.subscriptionKey,
    CI_ACCESS_TOKEN: insights.token,
    DATA_DIR: dataDir,
  });

  async function ready(child: Child): Promise<{ host: string; port: number }> {
    const [line] = await child.said(/^.*"msg":"ready".*$/m);
    return readySchema.parse(JSON.parse(line)).address;
  }

  it('with problems in the configuration ends with code 2 and names all of them, without a value', async () => {
    const child = start({
      PORT: 'seventy',
      POLL_SECONDS: '0',
      LOG_LEVEL: 'loudest',
      CI_BASE_URL: 'http://insights.example/v1',
      CI_INSTANCE_ID: 'not-a-guid',
      CI_SUBSCRIPTION_KEY: 'hush-hush-key',
      CI_CLIENT_SECRET: 'hush-hush-secret',
      MicrosoftAppPassword: 'hush-hush-password',
      OPERATORS: 'ann@alderfinch.example',
    });
    assert.deepEqual(await child.ended, { code: 2, signal: null });
    const named = child.err
      .split('\n')
      .flatMap((line) => /^(\w+): /.exec(line)?.[1] ?? [])
      .sort();
    assert.deepEqual(named, [
      'ALLOWED_TENANTS',
      'CI_BASE_URL',
      'CI_CLIENT_ID',
      'CI_INSTANCE_ID',
      'CI_TENANT_ID',
      'LOG_LEVEL',
      'MicrosoftAppId',
      'OPERATORS',
      'POLL_SECONDS',
      'PORT',
    ]);
    assert.doesNotMatch(child.err + child.out, /seventy|loudest|insights\.example|not-a-guid|hush|alderfinch/);
    assert.equal(child.out, '');
  });

  it('serves this machine with probes and metrics, keeps its data directory to itself, and ends on SIGTERM', async () => {
    const child = start(good());
    const { host, port } = await ready(child);
    assert.equal(host, '127.0.0.1');
    const ask = async (url: string) => {
      const response = await fetch(url);
      return { status: response.status, text: await response.text() };
    };
    assert.deepEqual(await ask(`http://127.0.0.1:${port}/healthz`), { status: 200, text: '{"status":"up"}' });
    assert.deepEqual(await ask(`http://127.0.0.1:${port}/readyz`), { status: 200, text: '{"status":"ready"}' });
    const metrics = await ask(`http://127.0.0.1:${metricsPort}/metrics`);
    assert.match(metrics.text, new RegExp(`^herald_budget_limit\\{connection="${insights.instanceId}"\\} 100$`, 'm'));
    assert.equal((await ask(`http://127.0.0.1:${port}/metrics`)).status, 404);

    const second = start({ ...good(), METRICS_PORT: '0' });
    assert.equal((await second.ended).code, 1);
    assert.match(second.err, /another process uses this data directory/);
    assert.doesNotMatch(second.err, /\n\s+at /, 'no stack');

    child.signal('SIGTERM');
    assert.deepEqual(await child.ended, { code: 0, signal: null });
    const secrets = [insights.subscriptionKey, insights.token];
    for (const secret of secrets) assert.ok(!(child.out + child.err + second.err).includes(secret));
    await ready(start(good()));
  });

  it('says which port is taken, and ends', async () => {
    const taken = createServer();
    await listening(taken, 0);
    try {
      const { port } = taken.address() as AddressInfo;
      for (const variable of ['PORT', 'METRICS_PORT']) {
        const child = start({ ...good(), [variable]: String(port) });
        assert.equal((await child.ended).code, 1);
        assert.match(child.err, new RegExp(`address already in use.*${port}`));
      }
    } finally {
      await new Promise((resolve) => taken.close(resolve));
    }
  });

  it('ends cleanly when the signal comes before it is ready', async () => {
    await mkdir(join(dataDir, 'lock'));
    let asked = () => {};
    const waiting = new Promise<void>((resolve) => {
      asked = resolve;
    });
    // A start that is not over yet holds the others up; this one goes on until we have sent the signal.
    const other = createServer((socket) => {
      socket.end('asking');
      asked();
    });
    await listening(other, join(dataDir, 'lock', '00000000.sock'));
    const child = start(good());
    await waiting;
    child.signal('SIGTERM');
    await child.said(/"msg":"stopping"/);
    await new Promise((resolve) => other.close(resolve));
    assert.deepEqual(await child.ended, { code: 0, signal: null });
  });
});
