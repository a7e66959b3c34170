import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BoardEvent } from '../../../src/tabs/contract.js';
import { ApiError, createApi } from '../../../src/tabs/pages/api.js';
import { goLive, type Link, waitBefore } from '../../../src/tabs/pages/live.js';
import { jsonLines } from '../../../src/tabs/pages/ndjson.js';
import { sampleAbout } from './board-samples.js';

function streamOf(chunks: Uint8Array[], end = true): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(control) {
      for (const chunk of chunks) control.enqueue(chunk);
      if (end) control.close();
    },
  });
}

async function all(body: ReadableStream<Uint8Array>): Promise<unknown[]> {
  const found: unknown[] = [];
  for await (const one of jsonLines(body)) found.push(one);
  return found;
}

const text = (value: string) => new TextEncoder().encode(value);
const refusal = (status: number, code: string) => Response.json({ error: { code, message: '' } }, { status });

describe('the stream of JSON lines', () => {
  it('is read the same however its bytes are cut', async () => {
    const values = fc.array(
      fc.record({ name: fc.string({ unit: 'grapheme' }), n: fc.integer() }, { noNullPrototype: true }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(values, fc.integer({ min: 1, max: 9 }), async (wanted, size) => {
        const bytes = text(wanted.map((one) => `${JSON.stringify(one)}\n`).join(''));
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.slice(i * size, (i + 1) * size),
        );
        assert.deepEqual(await all(streamOf(chunks)), wanted);
      }),
      { numRuns: 60 },
    );
  });

  it('blank lines are nothing, the last line needs no end, and a line that is no JSON is an error', async () => {
    assert.deepEqual(await all(streamOf([text('\n{"a":1}\n\n \n{"b":2}')])), [{ a: 1 }, { b: 2 }]);
    await assert.rejects(all(streamOf([text('{"a":\n')])), SyntaxError);
  });
});

describe('questions to the server', () => {
  it('carry the token in the header and never in the address', async () => {
    const asked: [string, Headers][] = [];
    const api = createApi(
      async () => 'secret',
      async (address, init) => {
        asked.push([String(address), new Headers(init?.headers)]);
        return Response.json({});
      },
    );
    await api.get('/tabs/api/board', { conversation: 'a b&c', entity: undefined });
    await api.post('/tabs/api/x', { a: 1 });
    assert.deepEqual(
      asked.map(([address]) => address),
      ['/tabs/api/board?conversation=a+b%26c', '/tabs/api/x'],
    );
    for (const [, headers] of asked) assert.equal(headers.get('authorization'), 'Bearer secret');
  });

  it('an expired token is asked for anew, once', async () => {
    let tokens = 0;
    const seen: (string | null)[] = [];
    const ask = (answers: Response[]) =>
      createApi(
        async () => `t${++tokens}`,
        async (_, init) => {
          seen.push(new Headers(init?.headers).get('authorization'));
          return answers.shift() ?? Response.json({});
        },
      );
    assert.deepEqual(await ask([refusal(401, 'token-expired'), Response.json({ ok: 1 })]).get('/x'), { ok: 1 });
    assert.deepEqual(seen, ['Bearer t1', 'Bearer t2']);
    const twice = ask([refusal(401, 'token-expired'), refusal(401, 'token-expired')]);
    await assert.rejects(twice.get('/x'), (error) => error instanceof ApiError && error.code === 'token-expired');
  });

  it('a refusal keeps its code and reference; what is no answer of ours is unreachable', async () => {
    const failing = (answer: () => Response | Promise<never>) =>
      createApi(
        async () => undefined,
        async () => answer(),
      ).get('/x');
    const full = Response.json({ error: { code: 'internal', message: '', reference: 'AB12' } }, { status: 500 });
    await assert.rejects(
      failing(() => full),
      { code: 'internal', status: 500, reference: 'AB12' },
    );
    await assert.rejects(
      failing(() => new Response('<html>', { status: 502 })),
      { code: 'unreachable' },
    );
    await assert.rejects(
      failing(() => new Response('<html>', { status: 200 })),
      { code: 'unreachable' },
    );
    await assert.rejects(
      failing(() => Promise.reject(new TypeError('offline'))),
      { code: 'unreachable' },
    );
  });
});

describe('the live connection', () => {
  const hello: BoardEvent = { kind: 'hello', ...sampleAbout(0, undefined) };
  const lines = (...events: BoardEvent[]) => text(events.map((one) => `${JSON.stringify(one)}\n`).join(''));

  /** Runs until it waits for the server, is refused, or has been cut `cuts` times; waits are not waited for. */
  async function follow(answers: (() => Response | Promise<never>)[], cuts = 1) {
    const links: Link[] = [];
    const events: BoardEvent[] = [];
    let opened = 0;
    await new Promise<void>((resolve) => {
      const live = goLive({
        async open() {
          const answer = answers[opened++];
          if (answer) return answer();
          setTimeout(() => {
            live.stop();
            resolve();
          });
          return new Response(streamOf([], false));
        },
        onEvent: (event) => events.push(event),
        onLink: (link) => {
          links.push(link);
          if (link.kind === 'refused') resolve();
          if (link.kind !== 'cut') return;
          if (links.filter(({ kind }) => kind === 'cut').length > cuts) {
            live.stop();
            resolve();
          } else queueMicrotask(() => live.retry());
        },
        now: () => 1000,
        random: () => 0,
      });
    });
    return { links, events, opened };
  }

  it('waits longer each time, up to half a minute, and never all at once', () => {
    assert.deepEqual(
      [0, 1, 2, 9].map((attempt) => waitBefore(attempt, 1)),
      [1000, 2000, 4000, 30_000],
    );
    assert.equal(waitBefore(9, 0), 15_000);
  });

  it('is live from the greeting on, and says so when it is cut off', async () => {
    const { links, events } = await follow([() => new Response(streamOf([lines(hello, { kind: 'beat', atMs: 5 })]))]);
    assert.deepEqual(
      links.map(({ kind }) => kind),
      ['connecting', 'live', 'cut'],
    );
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['hello', 'beat'],
    );
    assert.deepEqual(links[2], { kind: 'cut', retryAtMs: 1500, code: 'unreachable' });
  });

  it('comes back at once with a fresh token, and is not called cut for it', async () => {
    const end: BoardEvent = { kind: 'end', reason: 'token-expired' };
    const { links, opened } = await follow([() => new Response(streamOf([lines(hello, end)]))]);
    assert.equal(opened, 2);
    assert.deepEqual(
      links.map(({ kind }) => kind),
      ['connecting', 'live'],
    );
  });

  it('comes back after what passes, and stops where asking again would change nothing', async () => {
    const passing = await follow(
      [() => refused(503, 'keys-unavailable'), () => refused(403, 'conversation-forbidden')],
      5,
    );
    assert.deepEqual(
      passing.links.map(({ kind }) => kind),
      ['connecting', 'cut', 'refused'],
    );
    const thrown = await follow([
      () => new Response(streamOf([lines(hello, { kind: 'end', reason: 'no-longer-allowed' })])),
    ]);
    const last = thrown.links.at(-1);
    assert.equal(last?.kind === 'refused' && last.error.code, 'conversation-forbidden');
  });

  function refused(status: number, code: 'keys-unavailable' | 'conversation-forbidden'): Promise<never> {
    return Promise.reject(new ApiError(code, status));
  }
});
