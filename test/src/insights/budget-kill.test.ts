import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomOf } from './schedule.js';

const limit = 100;
const windowMs = 2_000;
const kills = 5;

/** A server that notes when each request arrived and answers it 10 to 130 ms later. */
async function countingServer(arrivals: number[], onArrival: () => void): Promise<Server> {
  const random = randomOf(7);
  const server = createServer((_request, response) => {
    arrivals.push(performance.now());
    onArrival();
    setTimeout(() => response.end('{"jobId":"j"}'), 10 + random() * 120);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('call budget of a process that is killed', function () {
  this.timeout(60_000);
  const arrivals: number[] = [];
  let folder: string;
  let server: Server;
  let child: ChildProcess | undefined;
  let onArrival = () => {};

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'budget-kill-'));
    server = await countingServer(arrivals, () => onArrival());
  });
  after(async () => {
    child?.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  });

  function start(): void {
    const { port } = server.address() as AddressInfo;
    const script = fileURLToPath(new URL('./burst.ts', import.meta.url));
    const args = [`http://127.0.0.1:${port}`, folder, String(limit), String(windowMs), '20'];
    child = spawn(process.execPath, ['--import', 'tsx', script, ...args], { stdio: 'inherit' });
  }

  /** Resolves when so many more requests have arrived. */
  const arrived = (more: number) =>
    new Promise<void>((resolve) => {
      const wanted = arrivals.length + more;
      onArrival = () => {
        if (arrivals.length >= wanted) resolve();
      };
    });

  it('in the middle of a burst, again and again, never lets more than the limit arrive in any window', async () => {
    const random = randomOf(11);
    for (let i = 0; i < kills; i += 1) {
      const busy = arrived(10 + Math.floor(random() * 60));
      start();
      await busy;
      const dead = child && once(child, 'exit');
      child?.kill('SIGKILL');
      await dead;
    }
    const last = arrived(150);
    start();
    await last;
    const inWindow = arrivals.map(
      (atMs) => arrivals.filter((other) => other <= atMs && other >= atMs - windowMs).length,
    );
    const most = Math.max(...inWindow);
    assert.ok(most <= limit, `${most} in one window`);
    assert.ok(most > limit / 2, `only ${most} in one window: nothing was tried`);
    assert.ok(arrivals.length > 3 * limit, 'the kills left time to use it');
  });
});
