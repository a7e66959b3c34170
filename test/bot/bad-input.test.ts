import assert from 'node:assert/strict';
import type { Refusal } from '../../src/model/card-content.js';
import { activity, BotWorld, type Posted, postJson, tenant } from '../fakes/bot-world.js';

const key = `${tenant}/a:personal`;

/** No stack, no host, no path of this machine or of a library. */
function assertClean({ text }: Posted): void {
  assert.doesNotMatch(text, /\bat\s.+:\d+|node_modules|restify|botbuilder|127\.0\.0\.1|localhost|\/work\//i);
}

describe('bad input', () => {
  let world: BotWorld;
  let base: string;

  before(async () => {
    world = new BotWorld();
    base = await world.start();
  });
  after(() => world.stop());

  async function refusalOf(text: string): Promise<Refusal> {
    const id = `bad-${world.answered.length}`;
    const { status } = await postJson(base, activity('personal-message', { id, text }));
    assert.equal(status, 200);
    const { last } = world;
    assert.ok(last?.situation === 'refusal', `${text.slice(0, 80)}: ${JSON.stringify(last)?.slice(0, 300)}`);
    assert.deepEqual(await world.store.subscriptions({}), []);
    return last.refusal;
  }

  const lines: [line: string, key: string, suggestion?: string][] = [
    ['frobnicate the widgets', 'unknown-command', 'help'],
    ['subscribe segment', 'segment-name-missing'],
    ['subscribe segment HighValueLapsing', 'threshold-missing'],
    ['subscribe segment HighValueLapsing above', 'number-missing'],
    ['subscribe measure TotalRevenue above 1,5', 'number-not-plain', 'subscribe measure TotalRevenue above 1.5'],
    ['subscribe segment New above 2 000', 'number-not-plain', 'subscribe segment New above 2000'],
    ['subscribe segment New above 1e3', 'number-not-plain', 'subscribe segment New above 1000'],
    ['subscribe segment New above ٢٠٠٠', 'number-not-plain', 'subscribe segment New above 2000'],
    ['subscribe segment New above -5', 'segment-number-not-whole', 'subscribe segment New above 5'],
    [
      'subscribe measure "Revenue by store" above 5',
      'measure-has-dimensions',
      'subscribe measure "Total revenue" above 5',
    ],
    ['subscribe segment Nobody above 5', 'segment-unknown', 'subscribe'],
    [
      'subscribe segment HighValueLapsang above 5',
      'segment-unknown',
      'subscribe segment "High value, lapsing" above 5',
    ],
    ['subscribe segment customers above 5', 'segment-ambiguous', 'subscribe segment "New customers" above 5'],
    ['subscribe refresh-failed Nowhere', 'source-unknown'],
    ['subscribe measure Nothing above 5', 'measure-unknown'],
    ['subscribe unification mention @Ann', 'mention-unknown'],
    ['subscribe unification email ann@example.net', 'email-not-set-up'],
    ['unsubscribe 7', 'no-such-subscription'],
    ['test 7', 'no-such-subscription'],
    [`subscribe segment ${'x'.repeat(10_000)}`, 'text-too-long'],
    [`subscribe segment ${'y'.repeat(1900)} above 5`, 'segment-unknown'],
    [`subscribe segment ${'z'.repeat(1900)} above 1,5`, 'number-not-plain'],
  ];
  for (const [line, refused, suggestion] of lines) {
    it(`"${line.slice(0, 60)}" is refused as ${refused}, and nothing is stored`, async () => {
      const refusal = await refusalOf(line);
      assert.equal(refusal.key, refused);
      if (suggestion) assert.ok(refusal.suggestions?.includes(suggestion), JSON.stringify(refusal));
      for (const offered of refusal.suggestions ?? []) assert.ok(offered.length <= 200);
    });
  }

  it('an inactive segment is accepted, and the card says that it is not active', async () => {
    await postJson(
      base,
      activity('personal-message', { id: 'inactive', text: 'subscribe segment OldWinback above 5' }),
    );
    const { last } = world;
    assert.ok(last?.situation === 'subscribed');
    assert.ok(last.standing.kind === 'value' && !last.standing.active);
    await postJson(base, activity('personal-message', { id: 'inactive-2', text: 'unsubscribe all' }));
  });

  it('a message without text is answered with help', async () => {
    for (const text of [undefined, null, '', '   ']) {
      const id = `empty-${world.answered.length}`;
      assert.equal((await postJson(base, activity('personal-message', { id, text }))).status, 200);
      assert.equal(world.last?.situation, 'help');
    }
  });

  it('an edited message does not run again', async () => {
    const before = world.answered.length;
    const edited = { id: 'edited', text: 'subscribe unification' };
    assert.equal((await postJson(base, activity('message-edited', edited))).status, 200);
    const channelData = activity('message-edited').channelData;
    await postJson(base, activity('personal-message', { ...edited, channelData }));
    assert.equal(world.answered.length, before);
    assert.deepEqual(await world.store.subscriptions({}), []);
  });

  it('the same activity twice runs once', async () => {
    const before = world.answered.length;
    const message = activity('personal-message', { id: 'twice', text: 'status' });
    const both = await Promise.all([postJson(base, message), postJson(base, message)]);
    assert.deepEqual(
      both.map((one) => one.status),
      [200, 200],
    );
    assert.equal(world.answered.length, before + 1);
  });

  it('an activity of another tenant, or of two, is refused before anything is stored', async () => {
    const before = await world.store.conversations();
    const conversation = { id: 'a:foreign', conversationType: 'personal', tenantId: 'tenant-2' };
    const foreign = activity('personal-message', { conversation, channelData: { tenant: { id: 'tenant-2' } } });
    const mixed = activity('personal-message', { conversation });
    const none = activity('personal-message', { conversation: { id: 'a:x' }, channelData: {} });
    for (const [body, code] of [
      [foreign, 'tenant-not-allowed'],
      [mixed, 'tenant-unclear'],
      [none, 'tenant-unclear'],
    ] as const) {
      const posted = await postJson(base, body);
      assert.equal(posted.status, 403);
      assert.equal((posted.json as { error: { code: string } }).error.code, code);
      assertClean(posted);
    }
    assert.deepEqual(await world.store.conversations(), before);
  });

  it('an invoke of another tenant gets 200 and a sentence', async () => {
    const conversation = { id: 'a:foreign', tenantId: 'tenant-2' };
    const posted = await postJson(base, activity('execute', { conversation, channelData: {} }));
    assert.equal(posted.status, 200);
    assert.equal((posted.json as { type: string }).type, 'application/vnd.microsoft.activity.message');
    assert.equal(await world.store.conversation('tenant-2/a:foreign'), undefined);
  });

  it('a foreign service URL is refused before anything is stored', async () => {
    const known = await world.store.conversation(key);
    for (const serviceUrl of [
      'https://evil.example/teams/',
      'http://127.0.0.1.evil.example/',
      'http://user@127.0.0.1/',
      'http://127.0.0.1/?to=evil',
      'http://[::ffff:10.0.0.1]/',
      'file:///etc/passwd',
      'nonsense',
    ]) {
      const posted = await postJson(base, activity('personal-message', { id: serviceUrl, serviceUrl }));
      assert.equal(posted.status, 403, serviceUrl);
      assertClean(posted);
    }
    assert.deepEqual(await world.store.conversation(key), known);
  });

  it('an invoke without action, or with a strange one, gets 200 and a sentence', async () => {
    const strange = [undefined, null, 5, [], {}, { action: null }, { action: { verb: 5 } }, { action: { data: {} } }];
    for (const [index, value] of strange.entries()) {
      const posted = await postJson(base, activity('execute', { id: `f:strange-${index}`, value }));
      assert.equal(posted.status, 200);
      const { statusCode, type, value: said } = posted.json as { statusCode: number; type: string; value: string };
      assert.deepEqual([statusCode, type], [200, 'application/vnd.microsoft.activity.message']);
      assert.ok(said.length > 10);
    }
  });

  it('an activity that names no channel, or another than Teams, is refused', async () => {
    const before = world.answered.length;
    for (const channelId of [undefined, null, '', 'emulator', 'webchat', 'MSTEAMS']) {
      const posted = await postJson(base, activity('personal-message', { id: `channel-${channelId}`, channelId }));
      assert.equal(posted.status, 403);
      assertClean(posted);
    }
    assert.equal(world.answered.length, before);
  });

  it('keys of prototypes are nothing special, wherever they stand', async () => {
    const keys = '"__proto__":{"text":{"a":1},"admin":true},"constructor":{"prototype":{"admin":true}}';
    const message = JSON.stringify(activity('personal-message', { id: 'proto', text: 'status' }));
    assert.equal((await postJson(base, `{${keys},${message.slice(1)}`)).status, 200);
    assert.equal(world.last?.situation, 'status');
    const value = { action: { verb: 'subscribe-form', data: { trigger: 'toString', value: 0 } } };
    const press = JSON.stringify(activity('execute', { id: 'f:proto', value })).replace('"value":0', keys);
    assert.equal((await postJson(base, press)).status, 200);
    assert.equal(({} as { admin?: boolean }).admin, undefined);
    assert.deepEqual(await world.store.subscriptions({}), []);
  });

  it('an invoke that is not ours gets 200 in the shape of its kind', async () => {
    const shape = async (name: string) =>
      Object.keys((await postJson(base, activity('execute', { id: `f:${name}`, name }))).json as object);
    assert.deepEqual(await shape('composeExtension/query'), ['composeExtension']);
    assert.deepEqual(await shape('task/fetch'), ['task']);
    assert.deepEqual(await shape('message/submitAction'), ['statusCode', 'type', 'value']);
  });

  const bodies: [title: string, body: string, status: number, code: string][] = [
    ['empty', '', 400, 'body-empty'],
    ['not JSON', '{"type":', 400, 'not-json'],
    ['a word', 'hello', 400, 'not-json'],
    ['null', 'null', 400, 'not-json'],
    ['an array', '[{"type":"message"}]', 400, 'not-json'],
    ['20,000 levels of arrays deep', `{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 400, 'body-too-deep'],
    ['20,000 levels of objects deep', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`, 400, 'body-too-deep'],
    ['3 MB', JSON.stringify({ type: 'message', text: 'x'.repeat(3 * 1024 * 1024) }), 413, 'body-too-large'],
    ['no activity', '{"hello":"world"}', 400, 'not-an-activity'],
    ['an activity without conversation', '{"type":"message","serviceUrl":"http://127.0.0.1/"}', 400, 'not-an-activity'],
    ['an activity without service URL', '{"type":"message","conversation":{"id":"a"}}', 400, 'not-an-activity'],
  ];
  for (const [title, body, status, code] of bodies) {
    it(`a body that is ${title} gets a clean ${status}`, async () => {
      const posted = await postJson(base, body);
      assert.equal(posted.status, status);
      assert.equal((posted.json as { error: { code: string } }).error.code, code);
      assertClean(posted);
    });
  }

  it('odd fields of an activity read as absent', async () => {
    const odd = {
      id: 'odd',
      entities: [null, 5, { type: 'mention' }],
      from: { id: '29:ann' },
      text: 'help',
      value: null,
    };
    const before = world.answered.length;
    assert.equal((await postJson(base, activity('personal-message', odd))).status, 200);
    assert.equal(world.answered.length, before + 1);
    for (const changes of [{ from: null }, { type: 'typing' }, { type: '__proto__' }, { type: 'constructor' }]) {
      assert.equal((await postJson(base, activity('personal-message', { id: 'odd-2', ...changes }))).status, 200);
    }
  });

  it('after all of it the process is up and answers', async () => {
    assert.equal((await fetch(`${base}/healthz`)).status, 200);
    await postJson(base, activity('personal-message', { id: 'alive', text: 'help' }));
    assert.equal(world.last?.situation, 'help');
  });
});
