import assert from 'node:assert/strict';
import { startTeamsEmulator, type TeamsEmulator } from '../../../../src/emulator/teams/index.js';
import { boxAnswer } from '../../../fakes/box-answers.js';
import { callConnector, cardActivity, FakeBot } from '../../../fakes/fake-bot.js';

const card = { type: 'AdaptiveCard', version: '1.5', body: [] };
const button = { type: 'Action.Execute', title: 'Refresh', verb: 'refresh', data: { id: 'x' } };

describe('Teams emulator: messaging extension', () => {
  let bot: FakeBot;
  let teams: TeamsEmulator;
  let channel: string;
  let chat: string;

  before(async () => {
    bot = await new FakeBot().start();
    teams = await startTeamsEmulator({ botUrl: bot.url, extensionDeadlineMs: 100, limits: false });
    const placeOf = (name: string) => teams.control.conversations().find((one) => one.name === name)?.id ?? '';
    channel = placeOf('Marketing');
    chat = placeOf('Data ops');
    await teams.control.install(channel);
  });
  beforeEach(() => {
    bot.received.length = 0;
    bot.onActivity = () => undefined;
  });
  after(async () => {
    await teams.stop();
    await bot.stop();
  });

  const answered = async (body: unknown) => {
    bot.onActivity = () => ({ body });
    return (await teams.control.extension.query({ conversationId: channel }, { commandId: 'segments' })).outcome;
  };

  it('a search is an invoke of the place and the person that ask, from the compose box', async () => {
    const { body } = await callConnector(
      teams.serviceUrl,
      'POST',
      `conversations/${encodeURIComponent(channel)}/activities`,
      cardActivity(),
    );
    const where = { conversationId: channel, from: 'Bo Berg', thread: body.id ?? '' };
    await teams.control.extension.query(where, { commandId: 'customers', text: 'ann', skip: 50 });
    const [invoke] = bot.received;
    assert.deepEqual([invoke?.type, invoke?.name, invoke?.from.name], ['invoke', 'composeExtension/query', 'Bo Berg']);
    assert.equal(invoke?.conversation.id, `${channel};messageid=${body.id}`);
    assert.deepEqual((invoke?.channelData as { source: unknown } | undefined)?.source, { name: 'compose' });
    assert.deepEqual(invoke?.value, {
      commandId: 'customers',
      parameters: [{ name: 'text', value: 'ann' }],
      queryOptions: { skip: 50, count: 25 },
    });
  });

  it('only results with a hero or thumbnail preview are shown, their words freed of HTML', async () => {
    const preview = (title: string, type = 'thumbnail') => ({
      contentType: `application/vnd.microsoft.card.${type}`,
      content: { title, text: 'a &amp; b<br>&#233;&lt;' },
    });
    const one = { contentType: 'application/vnd.microsoft.card.adaptive', content: card };
    const attachments = [
      { ...one, preview: preview('First &quot;one&quot;') },
      { ...one, preview: preview('Second', 'hero') },
      { ...one, preview: preview('No such preview', 'adaptive') },
      one,
    ];
    const outcome = await answered({ composeExtension: { type: 'result', attachments } });
    assert.deepEqual(outcome, {
      kind: 'cards',
      layout: 'list',
      cards: [
        { preview: { title: 'First "one"', text: 'a & b\né<' }, card },
        { preview: { title: 'Second', text: 'a & b\né<' }, card },
      ],
    });
  });

  it('anything that is no answer of an extension is an error', async () => {
    for (const body of ['text', { composeExtension: { type: 'odd' } }, { results: [] }, 7]) {
      assert.equal((await answered(body)).kind, 'error', JSON.stringify(body));
    }
    bot.onActivity = () => ({ status: 501 });
    const where = { conversationId: channel };
    assert.equal((await teams.control.extension.query(where, { commandId: 'segments' })).outcome.kind, 'error');
  });

  it('what comes later than Teams waits is an error', async () => {
    bot.onActivity = () => new Promise(() => undefined);
    const result = await teams.control.extension.query({ conversationId: channel }, { commandId: 'segments' });
    assert.deepEqual([result.status, result.late, result.outcome.kind], [0, true, 'error']);
  });

  it('a link of nobody is asked about by nobody', async () => {
    const where = { conversationId: channel };
    for (const url of ['https://example.com/x', 'https://home.ci.ai.dynamics.com.evil.test/', 'no link']) {
      assert.equal((await teams.control.extension.unfurl(where, url)).outcome.kind, 'none');
    }
    assert.equal(bot.received.length, 0);
    await teams.control.extension.unfurl(where, 'https://home.ci.ai.dynamics.com/a');
    assert.equal(bot.received[0]?.name, 'composeExtension/queryLink');
  });

  it('a card that is sent with a message is the person’s; the bot hears the text alone, and only when mentioned', async () => {
    const sent = await teams.control.say(channel, '', { card });
    const message = teams.control.messages(channel).find(({ id }) => id === sent.messageId);
    assert.deepEqual([message?.card, message?.text, message?.from.bot], [card, undefined, false]);
    await teams.control.say(channel, 'see here', { card });
    assert.equal(bot.received.length, 0);
    await teams.control.say(channel, '@Insights Herald help', { card });
    assert.equal(bot.received[0]?.text, '<at>Insights Herald</at> help');
    assert.equal(JSON.stringify(bot.received[0]).includes('AdaptiveCard'), false);
  });

  it('what is no card, or too large a one, is not sent', async () => {
    const large = { ...card, body: [{ type: 'TextBlock', text: 'x'.repeat(21_000) }] };
    for (const wrong of ['card', { type: 'Other' }, large]) {
      await assert.rejects(teams.control.say(channel, 'x', { card: wrong }), /card/);
    }
  });

  it('buttons of an inserted card reach the bot where it is, and nowhere else', async () => {
    const withButton = { ...card, actions: [button] };
    const { messageId } = await teams.control.say(chat, '', { card: withButton });
    const refused = await teams.control.press(messageId, { verb: 'refresh' });
    assert.deepEqual([refused.outcome.kind, bot.received.length], ['error', 0]);
    await teams.control.install(chat);
    bot.onActivity = () => ({
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done' },
    });
    assert.deepEqual((await teams.control.press(messageId, { verb: 'refresh' })).outcome, {
      kind: 'message',
      text: 'Done',
    });
  });

  it('an action on a message carries its card as text and its mentions as tags', async () => {
    const shown = await teams.control.say(channel, 'ask @Bo Berg', { card });
    await teams.control.extension.openForm({ conversationId: channel }, 'watch', shown.messageId);
    const value = bot.received[0]?.value as { messagePayload: Record<string, unknown> } | undefined;
    assert.deepEqual(value?.messagePayload.body, {
      contentType: 'html',
      content: `<div>ask <at id="0">Bo Berg</at><attachment id="${shown.messageId}-0"></attachment></div>`,
    });
    const [attachment] = (value?.messagePayload.attachments ?? []) as { content: string }[];
    assert.deepEqual(JSON.parse(attachment?.content ?? ''), card);
    await assert.rejects(teams.control.extension.openForm({ conversationId: channel }, 'watch', '1'), /no message 1/);
  });

  it('a sent form is closed, and its answer may be a card', async () => {
    const content = { ...card, actions: [{ type: 'Action.Submit', title: 'Go' }] };
    bot.onActivity = () => ({ body: { task: { type: 'continue', value: { title: 'A', card: { content } } } } });
    const { outcome } = await teams.control.extension.openForm({ conversationId: channel }, 'share');
    assert.equal(outcome.kind, 'dialog');
    const id = outcome.kind === 'dialog' ? outcome.dialog.id : '';
    bot.onActivity = () => boxAnswer([{ title: 'VIP' }]);
    assert.equal((await teams.control.submitDialog(id, { title: 'Go' })).outcome.kind, 'cards');
    await assert.rejects(teams.control.extension.submitForm(id, {}), /closed/);
  });

  it('is reached over HTTP like everything else of the control', async () => {
    bot.onActivity = () => boxAnswer([{ title: 'VIP' }]);
    const post = async (name: string, body: unknown) => {
      const response = await fetch(`${teams.url}_control/${name}`, { method: 'POST', body: JSON.stringify(body) });
      return { status: response.status, body: await response.json() };
    };
    const where = { conversationId: channel };
    const found = await post('search', { ...where, commandId: 'segments', initialRun: true });
    assert.equal(found.body.outcome.cards[0].preview.title, 'VIP');
    assert.equal((await post('select', { ...where, value: { id: 1 } })).body.outcome.kind, 'cards');
    assert.equal((await post('link', { ...where, url: 'https://example.com' })).body.outcome.kind, 'none');
    assert.equal((await post('form', { ...where, commandId: 'share' })).body.outcome.kind, 'cards');
    assert.equal((await post('search', { commandId: 'segments' })).status, 400);
    assert.match((await post('search', { conversationId: 'x', commandId: 'a' })).body.error, /has no x/);
  });
});
