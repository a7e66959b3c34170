import assert from 'node:assert/strict';
import fc from 'fast-check';
import { startTeamsEmulator, type TeamsEmulator } from '../../../../src/emulator/teams/index.js';
import { ArrivalCounter } from '../../../../src/emulator/teams/limits.js';
import { callConnector } from '../../../fakes/fake-bot.js';
import { FakeClock } from '../../../fakes/fake-clock.js';

const text = { type: 'message', text: 'hi' };

describe('Teams emulator: limits', () => {
  let teams: TeamsEmulator;
  afterEach(() => teams.stop());

  async function start(options: Parameters<typeof startTeamsEmulator>[0] = {}) {
    const clock = new FakeClock();
    teams = await startTeamsEmulator({ clock, ...options });
    const ids = teams.control.conversations().map((place) => place.id);
    for (const id of ids) await teams.control.install(id);
    const send = (id: string) =>
      callConnector(teams.serviceUrl, 'POST', `conversations/${encodeURIComponent(id)}/activities`, text);
    return { clock, ids, send };
  }

  it('the eighth send into one channel within a second gets 429 with Retry-After, another channel does not', async () => {
    const { clock, ids, send } = await start();
    const [one = '', two = ''] = ids;
    for (let i = 0; i < 7; i += 1) assert.equal((await send(one)).status, 201);
    const refused = await send(one);
    assert.equal(refused.status, 429);
    assert.equal(refused.retryAfter, '1');
    assert.equal((await send(two)).status, 201);
    await clock.advance(1_000);
    assert.equal((await send(one)).status, 201);
    const third = await send(one);
    assert.equal(third.status, 429, 'eight in two seconds');
  });

  it('threads of one channel share its limit', async () => {
    const { ids, send } = await start();
    const [one = ''] = ids;
    const root = (await send(one)).body.id;
    const statuses = [];
    for (let i = 0; i < 7; i += 1) statuses.push((await send(`${one};messageid=${root}`)).status);
    assert.deepEqual(statuses, [201, 201, 201, 201, 201, 201, 429]);
  });

  it('the tenant limit counts all conversations together', async () => {
    const { ids, send } = await start({ limits: { tenant: [{ count: 3, windowMs: 1_000 }] } });
    const statuses = [];
    for (const id of ids.slice(0, 4)) statuses.push((await send(id)).status);
    assert.deepEqual(statuses, [201, 201, 201, 429]);
  });

  it('a second write while one is under way in the conversation gets 412', async () => {
    const { clock, ids, send } = await start();
    const [one = '', two = ''] = ids;
    teams.control.fault({ kind: 'slow', ms: 50, conversationId: one });
    const first = send(one);
    await teams.control.waitFor((message) => message.conversationId === one, 5_000);
    assert.equal((await send(one)).status, 412);
    assert.equal((await send(two)).status, 201);
    await clock.advance(50);
    assert.equal((await first).status, 201);
    assert.equal((await send(one)).status, 201);
  });

  it('with limits off nothing is refused for its rate', async () => {
    const { ids, send } = await start({ limits: false });
    const [one = ''] = ids;
    for (let i = 0; i < 40; i += 1) assert.equal((await send(one)).status, 201);
  });

  it('no window ever holds more than its count, and a request is taken once its wait is over', async () => {
    const rate = { count: 3, windowMs: 100 };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 }), async (gaps) => {
        const clock = new FakeClock();
        const counter = new ArrivalCounter(clock);
        const taken: number[] = [];
        for (const gap of gaps) {
          await clock.advance(gap);
          const wait = counter.take([{ key: 'k', rates: [rate] }]);
          const now = clock.monotonic();
          const inside = taken.filter((time) => time > now - rate.windowMs);
          assert.equal(wait === 0, inside.length < rate.count);
          if (wait === 0) taken.push(now);
          else assert.equal((inside[inside.length - rate.count] ?? 0) + rate.windowMs, now + wait);
        }
      }),
      { numRuns: 30 },
    );
  });
});
