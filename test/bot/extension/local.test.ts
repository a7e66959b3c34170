import assert from 'node:assert/strict';
import { renderCard } from '../../../src/delivery/cards.js';
import { activity, BotWorld, postJson, segment, tenant } from '../../fakes/bot-world.js';
import { actionsOf, compose, elsewhere, found, query, titles, words } from './compose.js';

describe('searches of what is known', () => {
  let world: BotWorld;
  let base: string;

  beforeEach(async () => {
    world = new BotWorld();
    world.renew({ render: renderCard });
    base = await world.start();
    // The bot is in that channel.
    await postJson(base, activity('channel-message', { id: 'here', text: '<at>Herald</at> list' }));
  });
  afterEach(async () => {
    // None of them may cost a call, whatever was asked.
    assert.deepEqual(world.calls, []);
    await world.stop();
  });

  const ask = (commandId: string, text: string | undefined, changes: Record<string, unknown> = {}) =>
    compose(base, 'query', query(commandId, text), changes);

  it('answer with cards and their lines, what begins with the text first', async () => {
    assert.deepEqual(titles(await ask('segments', 'CUST')), ['Lost customers', 'New customers']);
    assert.deepEqual(titles(await ask('measures', 'revenue')), ['Revenue by store', 'Total revenue']);
    assert.deepEqual(titles(await ask('sources', 'crm')), ['Loyalty CRM']);
    assert.deepEqual(titles(await ask('segments', '"High value, lapsing"')), ['High value, lapsing']);
    const [card] = found(await ask('segments', 'HighValueLapsing'));
    assert.match(card?.preview.content.text ?? '', /^1,284 members/);
  });

  it('show everything when the box is opened, a page at a time', async () => {
    assert.equal(found(await ask('segments', undefined)).length, 4);
    const many = Array.from({ length: 60 }, (_, n) => segment(`S${n}`, `Segment ${String(n).padStart(2, '0')}`, '5'));
    if (world.reading) world.reading = { ...world.reading, segments: many };
    const page = async (skip: number, count: number) =>
      titles(await compose(base, 'query', query('segments', 'segment', { skip, count })));
    assert.deepEqual((await page(0, 25)).at(-1), 'Segment 24');
    assert.deepEqual(
      await page(50, 25),
      many.slice(50).map((one) => one.friendlyName),
    );
    assert.deepEqual(await page(75, 25), []);
    assert.equal((await page(0, 1000)).length, 25);
    assert.equal((await page(0, 0)).length, 1);
    assert.equal((await page(-1, 7)).length, 7);
  });

  it('say in words what is not there, and that nothing was read yet', async () => {
    assert.match(words(await ask('segments', 'nobody <b>')), /^No segment fits/);
    assert.match(words(await ask('alerts', '')), /no open alerts in this conversation/);
    world.reading = undefined;
    assert.match(words(await ask('measures', '')), /Nothing was read/);
    world.connected = false;
    assert.match(words(await ask('measures', '')), /No Customer Insights environment is connected/);
  });

  it('answer right after a start from what the watermark kept', async () => {
    world.reading = undefined;
    const gone = { name: 'Old', absentSinceMs: 1 };
    const last = { atMs: world.clock.now() - 1000, value: '77' };
    const seen = {
      v: 1,
      readAtMs: {},
      gaps: {},
      nodes: [],
      jobs: [],
      sources: [['src-crm', { name: 'Loyalty CRM' }]],
      segments: [
        ['VIP', { name: 'Very important', last }],
        ['Old', gone],
      ],
      measures: [['TotalRevenue', { name: 'Total revenue', last }]],
    };
    assert.ok(await world.store.commit({ connectionId: 'main', expectedVersion: 0, seen }));
    const [vip] = found(await ask('segments', ''));
    assert.deepEqual(
      [vip?.preview.content.title, vip?.preview.content.text.slice(0, 10)],
      ['Very important', '77 members'],
    );
    assert.deepEqual(titles(await ask('segments', '')), ['Very important']);
    assert.deepEqual(titles(await ask('sources', 'loyal')), ['Loyalty CRM']);
    assert.deepEqual(titles(await ask('measures', 'total')), ['Total revenue']);
  });

  it('escape what other people wrote', async () => {
    const evil = '<img src=x onerror=alert(1)> & <at>Ann</at> $' + '{$root} **b**';
    if (world.reading) world.reading = { ...world.reading, segments: [segment('Evil<S>', evil, '5')] };
    world.reading?.sources?.push({ id: 's', name: 's', friendlyName: 'A & <b>', refreshState: 'updated' });
    const [one] = found(await ask('segments', 'evil'));
    const { title, text } = one?.preview.content ?? { title: '', text: '' };
    assert.doesNotMatch(title + text, /[<>]|\$\{/);
    assert.deepEqual(titles(await ask('sources', 'a &')), ['A & ‹b›']);
  });

  it('remember nothing of a conversation the bot is not in, and name the environment there', async () => {
    const [one] = found(await ask('segments', 'new', { conversation: elsewhere }));
    assert.match(one?.preview.content.text ?? '', /Alder & Finch|Alder &amp; Finch/);
    assert.match(JSON.stringify(one?.content), /Alder & Finch/);
    assert.doesNotMatch(JSON.stringify(one?.content), /subscribe segment/);
    assert.equal(await world.store.conversation(`${tenant}/${elsewhere.id}`), undefined);
    assert.equal((await world.store.conversations()).length, 1);
  });

  it('there in the language of the person’s own chat', async () => {
    await postJson(base, activity('personal-message', { id: 'own', text: 'language kk' }));
    const kazakh = words(await ask('segments', 'nobody', { conversation: elsewhere }));
    assert.match(kazakh, /сегмент жоқ/);
    assert.match(
      words(await ask('segments', 'nobody', { conversation: elsewhere, from: { id: '29:bo', name: 'Bo' } })),
      /No segment/,
    );
  });

  it('mark what their buttons are about', async () => {
    const [one] = found(await ask('segments', 'new'));
    const executes = actionsOf(one?.content).filter((action) => action.type === 'Action.Execute');
    assert.ok(executes.length > 0);
    for (const { data } of executes) assert.equal((data as { inserted?: string }).inserted, 'main');
  });

  const odd: [title: string, value: unknown, expected: RegExp][] = [
    ['a letter', query('segments', 'h'), /^$/],
    ['500 letters', query('segments', 'x'.repeat(500)), /at most 200 characters; this one has 500/],
    ['quotes', query('segments', '"\'“”'), /No segment fits/],
    ['emoji', query('sources', '👩‍👩‍👧'), /No data source fits “👩‍👩‍👧”/],
    ['an unknown command', query('wallpaper', 'x'), /not offered here/],
    ['an inherited command', query('constructor', 'x'), /not offered here/],
    ['no command', { parameters: [] }, /could not be read/],
    ['nothing', null, /could not be read/],
    ['a list', [1], /could not be read/],
    ['no parameters', { commandId: 'alerts' }, /no open alerts/],
    [
      'odd parameters',
      { commandId: 'alerts', parameters: [null, { name: 'text', value: { a: 1 } }] },
      /no open alerts/,
    ],
    ['odd paging', { commandId: 'alerts', parameters: [], queryOptions: { skip: 'x', count: -7 } }, /no open alerts/],
  ];
  for (const [title, value, expected] of odd) {
    it(`get a clear answer to ${title}`, async () => {
      const reply = await compose(base, 'query', value);
      if (expected.source === '^$') assert.ok(found(reply).length > 0);
      else assert.match(words(reply), expected);
    });
  }

  it('are refused to another tenant in words', async () => {
    const channelData = { tenant: { id: 'tenant-9' } };
    const conversation = { ...elsewhere, tenantId: 'tenant-9' };
    assert.match(
      words(await ask('segments', 'new', { conversation, channelData })),
      /not set up for your organisation/,
    );
  });

  it('answer again what comes again', async () => {
    for (const _ of [1, 2]) assert.equal(found(await ask('segments', 'new', { id: 'f:same' })).length, 1);
  });
});
