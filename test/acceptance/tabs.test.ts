import assert from 'node:assert/strict';
import { languages } from '../../src/delivery/words.js';
import type { Board, BoardEvent, TabSession } from '../../src/tabs/contract.js';
import { BoardStream } from '../fakes/tab-world.js';
import { textOf, World } from './world.js';

const tenantB = '22222222-2222-4222-8222-222222222222';

describe('the tab behind the whole product', function () {
  this.timeout(60_000);
  let world: World;
  let base: string;
  let channel: string;
  let token: string;

  before(async () => {
    world = await new World().open();
    channel = world.place('Data alerts');
    await world.watching();
    await world.ask(channel, 'subscribe segment "High value, lapsing" above 100000');
    base = `http://127.0.0.1:${world.app.address().port}`;
    token = await world.teams.control.token();
  });
  after(() => world.close());

  const get = async (path: string, who: string | undefined = token) => {
    const headers: Record<string, string> = who === '' ? {} : { authorization: `Bearer ${who}` };
    const response = await fetch(base + path, { headers });
    const json: unknown = await response.json();
    return { status: response.status, json: json as never };
  };
  const post = async (path: string, body: object, who = token, origin = base) => {
    const headers = { 'content-type': 'application/json', origin, authorization: `Bearer ${who}` };
    const response = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, json: (await response.json()) as never };
  };
  const codeOf = ({ status, json }: { status: number; json: { error?: { code: string } } }) =>
    `${status} ${json.error?.code ?? ''}`;
  const here = () => `conversation=${encodeURIComponent(channel)}`;
  const board = async (): Promise<Board> => (await get(`/tabs/api/board?${here()}`)).json;

  /** The next event that fits. Parts come whole, so nothing is lost by what is passed over. */
  async function until(stream: BoardStream, fits: (event: BoardEvent) => boolean): Promise<BoardEvent> {
    for (;;) {
      const event = await stream.next();
      assert.ok(event, 'the stream ended');
      if (fits(event)) return event;
    }
  }

  it('knows who signed in, asks the connector whether they are members, and spends no call', async () => {
    const session: TabSession = (await get(`/tabs/api/session?${here()}`)).json;
    assert.deepEqual([session.mode, session.conversations.map((one) => one.id)], ['signed-in', [channel]]);
    const asked = world.teams.control.requests().filter((one) => one.path.includes('/members/'));
    assert.equal(asked.length, 1);
    const { data, connection } = await board();
    assert.equal(world.teams.control.requests().filter((one) => one.path.includes('/members/')).length, 1);
    assert.equal(connection.name.length > 0, true);
    assert.ok((data.values?.values?.length ?? 0) > 0 && (data.runs?.runs?.length ?? 0) > 0);
    assert.deepEqual(
      data.subscriptions?.map((one) => one.number),
      [1],
    );
  });

  it('is configured in a channel, and shows what was chosen', async () => {
    const chosen = { connectionId: (await board()).connection.id, shows: ['values', 'budget'] };
    const made = await post('/tabs/api/configuration', { conversation: channel, chosen });
    assert.equal(made.status, 201);
    const { entityId, contentPath } = made.json as { entityId: string; contentPath: string };
    assert.equal((await fetch(base + contentPath)).status, 200);
    const shown: Board = (await get(`/tabs/api/board?entity=${entityId}&${here()}`)).json;
    assert.deepEqual(shown.shows, ['values', 'budget']);
    await world.stopApp();
    await world.startApp();
    base = `http://127.0.0.1:${world.app.address().port}`;
    await world.watching();
    const again: Board = (await get(`/tabs/api/board?entity=${entityId}&${here()}`)).json;
    assert.deepEqual(again.shows, ['values', 'budget']);
  });

  it('is a clean refusal for every token that is none of ours', async () => {
    const claims = (over: Record<string, unknown>) => world.teams.control.token({ claims: over });
    const bad: [string, string][] = [
      ['a.b.', '401 token-invalid'],
      [await claims({ exp: 1_000_000_000 }), '401 token-expired'],
      [await claims({ aud: 'api://somebody-else' }), '401 token-invalid'],
      [await claims({ tid: tenantB }), '401 token-invalid'],
      [await claims({ oid: 'cccccccc-0000-4000-8000-000000000003' }), '403 conversation-forbidden'],
      [
        await claims({ tid: tenantB, iss: `https://login.microsoftonline.com/${tenantB}/v2.0` }),
        '403 conversation-forbidden',
      ],
    ];
    const chosen = { connectionId: 'x', shows: ['runs'] };
    for (const [who, code] of bad) {
      assert.equal(codeOf(await get(`/tabs/api/board?${here()}`, who)), code);
      assert.equal(codeOf(await post('/tabs/api/configuration', { conversation: channel, chosen }, who)), code);
    }
    const elsewhere = await post(
      '/tabs/api/configuration',
      { conversation: channel, chosen },
      token,
      'http://127.0.0.1:1',
    );
    assert.equal(elsewhere.status, 403);
  });

  it('streams a problem as it comes, and the end of its subscription edits the card in the channel', async () => {
    const address = `${base}/tabs/api/stream?${here()}`;
    const stream = await BoardStream.open(address, { authorization: `Bearer ${token}` });
    assert.equal((await stream.next())?.kind, 'hello');
    const first = (await board()).data.subscriptions?.[0];
    assert.ok(first);
    const edited = await post('/tabs/api/subscriptions/edit', {
      conversation: channel,
      id: first.id,
      rule: { direction: 'above', value: '200000', runs: 1 },
    });
    assert.equal(edited.status, 200, JSON.stringify(edited.json));
    await until(stream, (one) => one.kind === 'part' && one.data.subscriptions?.[0]?.rule?.value === '200000');

    await world.ask(channel, 'subscribe refresh-failed all');
    world.insights.control.planSource('Shop orders', { outcome: 'fail', tries: 3 });
    world.insights.control.startRun({ operation: 'ingestion', submission: 'scheduled', identifiers: ['Shop orders'] });
    const told = await until(stream, (one) => one.kind === 'part' && (one.data.alerts?.length ?? 0) > 0);
    assert.ok(told.kind === 'part');
    const [alert] = told.data.alerts ?? [];
    assert.deepEqual([alert?.object.name, alert?.state, alert?.subscriptions], ['Shop orders', 'open', [2]]);

    await world.shown(channel, /Shop orders/);
    const watching = (await board()).data.subscriptions?.find((one) => one.number === 2);
    const slept = await post('/tabs/api/subscriptions/snooze', {
      conversation: channel,
      id: watching?.id,
      until: { kind: 'recovery' },
    });
    assert.equal(slept.status, 200);
    await until(stream, (one) => one.kind === 'part' && one.data.alerts?.[0]?.state === 'snoozed');
    const removed = await post('/tabs/api/subscriptions/remove', { conversation: channel, id: watching?.id });
    assert.deepEqual(removed.json, { changed: true });
    await until(stream, (one) => one.kind === 'part' && one.data.alerts?.length === 0);
    const card = await world.shown(channel, /longer watched/i);
    assert.match(textOf(card), /Shop orders/);
    stream.leave();
  });

  it('has every card in every language in its gallery', async () => {
    for (const locale of languages) {
      const gallery: { locales: string[]; cards: { card: { type: string; lang: string } }[] } = (
        await get(`/tabs/api/gallery?locale=${locale}`)
      ).json;
      assert.deepEqual(gallery.locales, languages);
      assert.ok(gallery.cards.length > 70);
      assert.ok(gallery.cards.every(({ card }) => card.type === 'AdaptiveCard'));
    }
    assert.equal((await get('/tabs/api/gallery', '')).status, 200);
  });

  it('says goodbye to whoever watches when the product stops', async () => {
    const stream = await BoardStream.open(`${base}/tabs/api/stream?${here()}`, { authorization: `Bearer ${token}` });
    await stream.next();
    await world.stopApp();
    const event = await until(stream, (one) => one.kind === 'end');
    assert.deepEqual(event, { kind: 'end', reason: 'stopping' });
  });
});
