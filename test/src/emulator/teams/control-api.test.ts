import assert from 'node:assert/strict';
import { request } from 'node:http';
import { panelActions, startTeamsEmulator, type TeamsEmulator } from '../../../../src/emulator/teams/index.js';
import { FakeBot } from '../../../fakes/fake-bot.js';

const panelState = {
  story: { title: 'A story', steps: [], running: false },
  budget: { limit: 100, used: 0, windowMs: 60_000, usedByLane: {}, freeAtMs: [], nowMs: 0 },
  sources: [],
  segments: [],
  measures: [],
};

describe('Teams emulator: control API', () => {
  let teams: TeamsEmulator;
  let bot: FakeBot;
  const acted: [string, string | undefined][] = [];
  const call = async (method: string, name: string, body?: unknown) => {
    const response = await fetch(`${teams.url}_control/${name}`, {
      method,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  const withHeaders = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      request(`${teams.url}_control/state`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });

  before(async () => {
    bot = await new FakeBot().start();
    const act = async (action: string, value?: string) => {
      acted.push([action, value]);
      if (action === 'nonsense') throw new Error('there is no such lever');
      return 'done';
    };
    teams = await startTeamsEmulator({ botUrl: bot.url, panel: { state: () => panelState, act } });
  });
  after(async () => {
    await teams.stop();
    await bot.stop();
  });

  it('a page of another origin and a foreign host name are refused', async () => {
    assert.equal(await withHeaders({ origin: 'https://evil.test' }), 403);
    assert.equal(await withHeaders({ host: 'evil.test' }), 403);
    assert.equal(await withHeaders({ origin: teams.url.slice(0, -1) }), 200);
  });

  it('tells and does what the programmatic control does', async () => {
    const { body: places } = await call('GET', 'conversations');
    const personal = places.find((one: { type: string }) => one.type === 'personal');
    assert.equal((await call('POST', 'install', { conversationId: personal.id })).status, 200);
    const said = await call('POST', 'say', { conversationId: personal.id, text: 'help' });
    assert.equal(said.body.status, 200);
    const { body: messages } = await call('GET', `messages?conversationId=${encodeURIComponent(personal.id)}`);
    assert.deepEqual(messages, teams.control.messages(personal.id));
    assert.equal((await call('GET', 'state')).body.hasPanel, true);
    assert.deepEqual((await call('GET', 'requests')).body, []);
  });

  it('faults are armed and cleared; one that is none is refused', async () => {
    assert.equal((await call('POST', 'fault', { kind: '429', forMs: 1000 })).status, 200);
    assert.equal((await call('DELETE', 'faults')).status, 200);
    for (const fault of [{ kind: '200' }, { kind: '403' }, { kind: '429', times: -1 }, { kind: '500', when: 'now' }]) {
      assert.equal((await call('POST', 'fault', fault)).status, 400, JSON.stringify(fault));
    }
  });

  it('bad input gets 400 with a reason, an unknown name 404', async () => {
    for (const body of ['', 'no json', '[]', { conversationId: 'nowhere', text: 'x' }, { text: 1 }]) {
      const answer = await call('POST', 'say', body);
      assert.equal(answer.status, 400);
      assert.equal(typeof answer.body.error, 'string');
    }
    assert.equal((await call('POST', 'bot', { url: 'javascript:1' })).status, 400);
    assert.equal((await call('GET', 'nothing')).status, 404);
    assert.equal((await call('GET', 'constructor')).status, 404);
  });

  it('panel buttons reach the panel, and its refusal comes back in words', async () => {
    const pushed = await call('POST', 'panel', { action: panelActions.pushSegment, value: 's1' });
    assert.deepEqual(pushed.body, { said: 'done' });
    assert.deepEqual(acted.at(-1), ['push-segment', 's1']);
    const refused = await call('POST', 'panel', { action: 'nonsense' });
    assert.deepEqual([refused.status, refused.body.error], [400, 'there is no such lever']);
    assert.deepEqual((await call('GET', 'panel')).body, panelState);
  });

  it('the page forbids scripts of others', async () => {
    const response = await fetch(teams.url);
    assert.match(response.headers.get('content-security-policy') ?? '', /script-src 'self'/);
    assert.equal((await fetch(`${teams.url}desk/desk.ts`)).status, 404);
  });
});
