import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { createLog } from '../../../src/base/log.js';
import { createFileStore } from '../../../src/store/file-store.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { alertCount, channelOf, channels, messageId, steps } from './kill/story.js';
import { connectionId } from './samples.js';

const runs = 50;
const sideBySide = 2;

interface Arrival {
  run: string;
  post: boolean;
  message: string;
}

interface Row {
  phase: string;
  lost: number;
  doubled: number;
  requests: number;
}

/** The same numbers every time: where each run is killed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe('kill -9', () => {
  const arrivals: Arrival[] = [];
  const rows: Row[] = [];
  const children = new Set<ChildProcess>();
  let folder: string;
  let server: Server;
  let port: number;

  before(async function () {
    this.timeout(30_000);
    folder = await mkdtemp(join(tmpdir(), 'herald-kill-'));
    await build({
      entryPoints: [fileURLToPath(new URL('kill/child.ts', import.meta.url))],
      outfile: join(folder, 'child.mjs'),
      bundle: true,
      platform: 'node',
      format: 'esm',
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      logLevel: 'error',
    });
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        const message = String(JSON.parse(body).summary);
        const run = (request.url ?? '').split('/')[1] ?? '';
        arrivals.push({ run, post: request.method === 'POST', message });
        setTimeout(() => {
          response.writeHead(200);
          response.end(JSON.stringify({ id: `activity-${message}` }));
        }, 4);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });

  after(async () => {
    for (const child of children) child.kill('SIGKILL');
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
    console.log(report(rows));
  });

  async function play(
    run: string,
    killAt: number,
  ): Promise<{ said: string; signal: string | null; code: number | null }> {
    const args = [join(folder, 'child.mjs'), join(folder, run), `http://127.0.0.1:${port}/${run}/`, String(killAt)];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    children.add(child);
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += String(chunk);
    });
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    children.delete(child);
    return { said, signal, code };
  }

  /** How many operations a run makes depends on how they fall together; one that ended too early is begun anew. */
  async function playUntilKilled(run: string, killAt: number): Promise<{ said: string }> {
    for (let at = killAt; at > 0; at = Math.floor(at * 0.8)) {
      const { signal, said } = await play(run, at);
      if (signal === 'SIGKILL') return { said };
      await rm(join(folder, run), { recursive: true, force: true });
      arrivals.splice(0, arrivals.length, ...arrivals.filter((one) => one.run !== run));
    }
    return assert.fail('a run could not be killed');
  }

  /** What Teams and the store hold after a kill and a restart. */
  async function judge(run: string, phase: string): Promise<Row> {
    const store = createFileStore({ dataDir: join(folder, run), clock: new FakeClock(), log: createLog('silent') });
    const { notes } = await store.open();
    assert.ok(
      notes.every((note) => note.what === 'missing'),
      `${phase}: ${JSON.stringify(notes)}`,
    );
    const state = await store.connectionState(connectionId);
    const ids = Array.from({ length: alertCount }, (_, i) => messageId(i));
    const deliveries = (await Promise.all(ids.map((id) => store.deliveriesOfMessage(id)))).flat();
    const decisions = await Promise.all(
      channels.map((_, i) => store.decisions({ conversationKey: deliveryKey(deliveries, i) }, 1000)),
    );
    await store.close();

    assert.equal(state.version, steps.length, phase);
    assert.equal(state.alerts.length, alertCount);
    assert.equal(decisions.flat().length, steps.length, 'each commit left its decision, once');
    for (const one of state.messages) assert.equal(one.sentVersion, one.version, `${one.id} shows its newest version`);

    const mine = arrivals.filter((one) => one.run === run);
    const posts = (id: string) => mine.filter((one) => one.post && one.message === id).length;
    const doubled = ids.filter((id) => posts(id) > 1);
    for (const channel of channels) {
      const here = doubled.filter((id) => channelOf(ids.indexOf(id)) === channel);
      assert.ok(here.length <= 1, `${phase}: ${here.join()} came twice in one conversation`);
      const order = mine.filter((one) => one.post && channelOf(ids.indexOf(one.message)) === channel);
      const firsts = [...new Set(order.map((one) => one.message))];
      assert.deepEqual(firsts, [...firsts].sort(), `${phase}: in order`);
    }
    const attempts = deliveries.flatMap((one) => one.attempts.map((attempt) => ({ of: one.messageId, ...attempt })));
    const broken = attempts.filter((one) => one.outcome === undefined);
    for (const id of doubled) {
      assert.equal(posts(id), 2);
      assert.ok(
        broken.some((one) => one.of === id),
        `${phase}: ${id} was in flight when it was killed`,
      );
    }
    const ended = attempts.length - broken.length;
    assert.ok(ended <= mine.length && mine.length <= attempts.length, 'no request without its record');
    return { phase, lost: ids.filter((id) => posts(id) === 0).length, doubled: doubled.length, requests: mine.length };
  }

  it('a run that is not killed posts each alert once, and every request is recorded', async function () {
    this.timeout(30_000);
    const { code, said } = await play('whole', 0);
    assert.equal(code, 0, said);
    assert.deepEqual(await judge('whole', 'none'), { phase: 'none', lost: 0, doubled: 0, requests: arrivals.length });
  });

  it(`at ${runs} random points of a run with ${alertCount} alerts: none lost, at most the one in flight per conversation twice`, async function () {
    this.timeout(400_000);
    const { said } = await play('measure', 0);
    const { operations } = JSON.parse(said) as { operations: number };
    const random = randomFrom(20_260_304);
    const points = Array.from({ length: runs }, (_, i) => ({ run: `run-${i}`, at: random() * operations }));
    const worker = async () => {
      for (let point = points.pop(); point !== undefined; point = points.pop()) {
        const { run, at } = point;
        const killed = await playUntilKilled(run, Math.ceil(at));
        const restarted = await play(run, 0);
        assert.equal(restarted.code, 0, `the restart after "${killed.said}" ends well`);
        rows.push(await judge(run, killed.said));
        await rm(join(folder, run), { recursive: true, force: true });
      }
    };
    await Promise.all(Array.from({ length: sideBySide }, worker));
    assert.equal(rows.length, runs);
    assert.equal(
      rows.reduce((sum, row) => sum + row.lost, 0),
      0,
    );
  });
});

function deliveryKey(deliveries: readonly { conversationKey: string; messageId: string }[], index: number): string {
  return deliveries.find((one) => one.messageId === messageId(index))?.conversationKey ?? '';
}

function report(rows: readonly Row[]): string {
  const phases = [...new Set(rows.map((row) => row.phase))].sort();
  const lines = phases.map((phase) => {
    const here = rows.filter((row) => row.phase === phase);
    const sum = (of: (row: Row) => number) => here.reduce((total, row) => total + of(row), 0);
    return `    | ${phase.padEnd(22)} | ${String(here.length).padStart(5)} | ${String(sum((row) => row.lost)).padStart(4)} | ${String(sum((row) => row.doubled)).padStart(7)} |`;
  });
  return ['    | killed before          | kills | lost | doubled |', '    |---|---|---|---|', ...lines].join('\n');
}
