import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Known } from '../../../bot/extension/known.js';
import { messageWords } from '../../../bot/extension/message-words.js';
import { presetOf } from '../../../bot/extension/named.js';
import { HeraldError } from '../../../src/base/errors.js';
import { renderCard } from '../../../src/delivery/cards.js';
import { activity, BotWorld, postJson, sampleReading, tenant } from '../../fakes/bot-world.js';
import { actionsOf, type ComposeReply, compose, elsewhere, found, words } from './compose.js';

// biome-ignore lint/suspicious/noExplicitAny: a card as it came over the wire.
function dialogOf(reply: ComposeReply): any {
  assert.equal(reply.task?.type, 'continue', JSON.stringify(reply).slice(0, 400));
  const { title, card } = reply.task?.value ?? {};
  assert.ok(title && card.contentType === 'application/vnd.microsoft.card.adaptive');
  // A dialog knows no Action.Execute.
  assert.ok(!actionsOf(card.content).some((action) => action.type === 'Action.Execute'));
  assert.ok(actionsOf(card.content).some((action) => action.type === 'Action.Submit'));
  return card.content;
}

/** What the inputs of a card are filled with. */
function valuesOf(card: unknown): Record<string, string> {
  if (Array.isArray(card)) return Object.assign({}, ...card.map(valuesOf));
  if (typeof card !== 'object' || card === null) return {};
  const node = card as Record<string, unknown>;
  const own = String(node.type).startsWith('Input.') ? { [String(node.id)]: String(node.value) } : {};
  return Object.assign(own, ...Object.values(node).map(valuesOf));
}

const html = (content: string) => ({ body: { contentType: 'html', content } });

describe('forms of the extension', () => {
  let world: BotWorld;
  let base: string;

  beforeEach(async () => {
    world = new BotWorld();
    world.renew({ render: renderCard });
    base = await world.start();
    await postJson(base, activity('channel-message', { id: 'here', text: '<at>Herald</at> list' }));
    world.answered.length = 0;
  });
  afterEach(() => world.stop());

  const open = (value: object, changes = {}) =>
    compose(base, 'fetchTask', { commandContext: 'compose', ...value }, changes);
  const send = (commandId: string, data: unknown, changes = {}) =>
    compose(base, 'submitAction', { commandId, data }, changes);
  const threshold = {
    verb: 'subscribe-form',
    trigger: 'segment-threshold',
    segment: 'NewCustomers',
    direction: 'above',
    value: '500',
  };

  it('“Watch this” opens the form of a subscription, filled with what a message names', async () => {
    const form = dialogOf(await open({ commandId: 'watch' }));
    assert.equal(valuesOf(form).segment, '');
    const message = html('<p>Look: <b>high value, LAPSING</b> fell</p><script>New customers</script>');
    const filled = valuesOf(
      dialogOf(await open({ commandId: 'watch', commandContext: 'message', messagePayload: message })),
    );
    assert.deepEqual([filled.trigger, filled.segment], ['segment-threshold', 'HighValueLapsing']);
  });

  it('what is sent becomes a subscription of the conversation, once, and the conversation is told', async () => {
    for (const id of ['f:1', 'f:2'])
      assert.match(words(await send('watch', threshold, { id })), /Saved as subscription 1/);
    const all = await world.store.subscriptions({});
    assert.equal(all.length, 1);
    assert.equal(all[0]?.conversationKey, `${tenant}/19:alerts@thread.tacv2`);
    assert.equal(world.last?.situation, 'subscribed');
  });

  it('what is wrong comes back in the dialog with what was typed', async () => {
    const again = dialogOf(await send('watch', { ...threshold, value: '1e3' }));
    assert.match(JSON.stringify(again), /plain|digits/i);
    const { segment, value } = valuesOf(again);
    assert.deepEqual([segment, value], ['NewCustomers', '1e3']);
    assert.deepEqual(await world.store.subscriptions({}), []);
  });

  it('where the bot is not, the form says how to add it, keeps what was typed and makes nothing', async () => {
    const changes = { conversation: elsewhere };
    assert.match(JSON.stringify(dialogOf(await open({ commandId: 'watch' }, changes))), /not in this chat yet/);
    const again = dialogOf(await send('watch', threshold, changes));
    assert.match(JSON.stringify(again), /not in this chat yet/);
    assert.equal(valuesOf(again).value, '500');
    assert.deepEqual(await world.store.subscriptions({}), []);
    assert.deepEqual(world.answered, []);
    assert.equal(await world.store.conversation(`${tenant}/${elsewhere.id}`), undefined);
  });

  it('a channel that was silent until now belongs to the team that the bot is in', async () => {
    const quiet = { id: '19:quiet@thread.tacv2', conversationType: 'channel', tenantId: tenant, isGroup: true };
    const at = (team: string) => ({
      conversation: quiet,
      channelData: { tenant: { id: tenant }, team: { id: team }, channel: { id: quiet.id } },
    });
    assert.match(JSON.stringify(dialogOf(await send('watch', threshold, at('19:other@thread.tacv2')))), /not in this/);
    assert.equal(await world.store.conversation(`${tenant}/${quiet.id}`), undefined);
    assert.match(words(await send('watch', threshold, at('19:general@thread.tacv2'))), /Saved as subscription 1/);
    assert.equal((await world.store.subscriptions({}))[0]?.conversationKey, `${tenant}/${quiet.id}`);
    assert.equal((await world.store.conversation(`${tenant}/${quiet.id}`))?.installed, true);
  });

  it('a private channel is refused in the dialog', async () => {
    const given = activity('execute').channelData as { channel: object };
    const channelData = { ...given, channel: { ...given.channel, type: 'private' } };
    assert.match(JSON.stringify(dialogOf(await send('watch', threshold, { channelData }))), /private channel/);
  });

  it('“Share a number” inserts a segment or measure with its trend, and costs no call', async () => {
    const choices = JSON.stringify(dialogOf(await open({ commandId: 'share' })));
    assert.match(choices, /New customers · Segment/);
    assert.match(choices, /Total revenue · Measure/);
    // A measure with dimensions has no number of its own.
    assert.doesNotMatch(choices, /Revenue by store/);
    const [card, ...others] = found(await send('share', { object: 'segment/NewCustomers' }));
    assert.deepEqual(others, []);
    assert.match(JSON.stringify(card?.content), /New customers/);
    assert.deepEqual(world.calls, []);
  });

  const wrong: [title: string, data: unknown, expected: RegExp][] = [
    ['nothing', {}, /Choose a segment or measure/],
    ['no object', null, /Choose a segment or measure/],
    ['something that is gone', { object: 'segment/Old' }, /no longer in Customer Insights/],
    ['another kind', { object: 'customer/1' }, /no longer in Customer Insights/],
  ];
  for (const [title, data, expected] of wrong) {
    it(`“Share a number” with ${title} says so in the dialog`, async () => {
      assert.match(JSON.stringify(dialogOf(await send('share', data))), expected);
    });
  }

  it('an unknown form and unreadable requests get words', async () => {
    assert.match(words(await open({ commandId: 'segments' })), /not offered here/);
    assert.match(words(await send('__proto__', {})), /not offered here/);
    assert.match(words(await compose(base, 'submitAction', null)), /could not be read/);
    assert.match(words(await send('watch', 'x')), /could not be read/);
    const conversation = { ...elsewhere, tenantId: 'tenant-9' };
    const channelData = { tenant: { id: 'tenant-9' } };
    assert.match(
      words(await open({ commandId: 'watch' }, { conversation, channelData })),
      /not set up for your organisation/,
    );
  });

  it('what goes wrong is told in the dialog with a reference, and not in the conversation', async () => {
    world.reading = undefined;
    world.insightsFails = new HeraldError('insights-unavailable');
    const answer = words(await open({ commandId: 'watch' }));
    assert.match(answer, /not available at the moment.*Reference/);
    assert.deepEqual(world.answered, []);
  });
});

describe('what a message names', () => {
  const reading = sampleReading(0);
  const known: Known = {
    reading,
    segments: [...(reading.segments ?? []), ...named('New', 'Customers'), ...named('Kazakh', 'Жаңа клиенттер')],
    measures: reading.measures ?? [],
    sources: reading.sources ?? [],
  };
  function named(name: string, friendlyName: string) {
    return [{ name, friendlyName, active: true, lastEvaluationFailed: false }];
  }

  const cases: [text: string, expected: object][] = [
    ['New customers and Customers', { trigger: 'segment-threshold', segment: 'NewCustomers' }],
    ['total REVENUE is up', { trigger: 'measure-threshold', measure: 'TotalRevenue' }],
    ['(Loyalty CRM)', { trigger: 'source-refresh-failed', source: 'src-crm' }],
    ['see HighValueLapsing.', { trigger: 'segment-threshold', segment: 'HighValueLapsing' }],
    ['жаңа КЛИЕНТТЕР!', { trigger: 'segment-threshold', segment: 'Kazakh' }],
    ['our newcustomersx and supercustomers', {}],
    ['Revenue by store', {}],
    ['', {}],
  ];
  for (const [text, expected] of cases) {
    it(`in ${JSON.stringify(text)} is found by whole words, the longest name first`, () => {
      assert.deepEqual(presetOf(text, known), expected);
    });
  }

  it('stands in the words of HTML, not in its tags, scripts or attachments', () => {
    const text = messageWords(
      html('<div>Total&nbsp;rev<b>enue</b></div><a title="New customers" href="x">y</a><style>Lost customers</style>'),
    );
    assert.match(text, /Total\s*revenue/);
    assert.doesNotMatch(text, /customers/);
    const content = JSON.stringify({ type: 'AdaptiveCard', body: [{ type: 'TextBlock', text: 'Loyalty CRM failed' }] });
    const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }, null, { contentType: 1 }];
    assert.match(messageWords({ body: null, attachments }), /Loyalty CRM failed/);
    assert.match(messageWords({ body: { contentType: 'text', content: 'a < b > c' } }), /a < b > c/);
  });

  it('is looked for in anything without an error', () => {
    fc.assert(
      fc.property(fc.anything(), (payload) => typeof messageWords(payload) === 'string'),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const said = presetOf(`${before} Loyalty CRM ${after}`, { reading, sources: reading.sources ?? [] });
        assert.equal(said.trigger, 'source-refresh-failed');
      }),
    );
  });
});
