import assert from 'node:assert/strict';
import { startTeamsEmulator, type TeamsEmulator } from '../../../../src/emulator/teams/index.js';
import { callConnector, FakeBot } from '../../../fakes/fake-bot.js';

const card = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [
    { type: 'Input.Text', id: 'note', value: 'as before' },
    { type: 'Input.Toggle', id: 'all', title: 'All' },
    { type: 'Input.Number', id: 'count' },
    { type: 'ActionSet', actions: [{ type: 'Action.Execute', title: 'Acknowledge', verb: 'ack', data: { id: 'a1' } }] },
  ],
  actions: [
    {
      type: 'Action.ShowCard',
      title: 'Snooze',
      card: {
        type: 'AdaptiveCard',
        body: [{ type: 'Input.ChoiceSet', id: 'for', value: '1h' }],
        actions: [{ type: 'Action.Execute', title: 'For that long', verb: 'snooze', data: { id: 'a1' } }],
      },
    },
    { type: 'Action.Submit', title: 'Submit', data: { what: 'form' } },
    { type: 'Action.Submit', title: 'Alone', data: { what: 'alone' }, associatedInputs: 'none' },
    { type: 'Action.Submit', title: 'Open', data: { id: 'a1', msteams: { type: 'task/fetch' } } },
    { type: 'Action.Submit', title: 'Say', data: { msteams: { type: 'imBack', value: 'list' } } },
  ],
};

const dialogCard = {
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'Input.Text', id: 'why' }],
  actions: [{ type: 'Action.Submit', title: 'Save', data: { step: 2 } }],
};

const firstValues = { note: 'as before', all: 'false' };

describe('Teams emulator: pressing buttons', () => {
  let teams: TeamsEmulator;
  let bot: FakeBot;
  let channel: string;
  let messageId: string;
  const post = (activity: unknown) =>
    callConnector(teams.serviceUrl, 'POST', `conversations/${encodeURIComponent(channel)}/activities`, activity);
  const activity = (content: unknown) => ({
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
  });

  beforeEach(async () => {
    bot = await new FakeBot().start();
    teams = await startTeamsEmulator({ botUrl: bot.url });
    channel = teams.control.conversations()[1]?.id ?? '';
    await teams.control.install(channel);
    messageId = String((await post(activity(card))).body.id);
    bot.received.length = 0;
  });
  afterEach(async () => {
    await teams.stop();
    await bot.stop();
  });

  it('Execute becomes adaptiveCard/action with verb, data, inputs, thread and the id of the card', async () => {
    await teams.control.press(messageId, { verb: 'ack', inputs: { note: 'typed' }, from: 'Mei Tanaka' });
    const [invoke] = bot.received;
    assert.equal(invoke?.name, 'adaptiveCard/action');
    assert.deepEqual(invoke?.value, {
      action: {
        type: 'Action.Execute',
        title: 'Acknowledge',
        verb: 'ack',
        data: { id: 'a1', note: 'typed', all: 'false' },
      },
      trigger: 'manual',
    });
    assert.equal(invoke?.replyToId, messageId);
    assert.equal(invoke?.conversation.id, `${channel};messageid=${messageId}`);
    assert.equal(invoke?.from.name, 'Mei Tanaka');
  });

  it('a button behind a show card sends the inputs there too', async () => {
    await teams.control.press(messageId, { title: 'For that long' });
    const value = bot.received[0]?.value as { action: { data: unknown } };
    assert.deepEqual(value.action.data, { id: 'a1', note: 'as before', all: 'false', for: '1h' });
  });

  it('Submit becomes a message without text; associatedInputs none leaves the inputs out', async () => {
    await teams.control.press(messageId, { title: 'Submit' });
    await teams.control.press(messageId, { title: 'Alone' });
    assert.deepEqual(
      bot.received.map(({ type, value, text, replyToId }) => ({ type, value, text, replyToId })),
      [
        {
          type: 'message',
          value: { what: 'form', note: 'as before', all: 'false' },
          text: undefined,
          replyToId: messageId,
        },
        { type: 'message', value: { what: 'alone' }, text: undefined, replyToId: messageId },
      ],
    );
  });

  it('imBack says its text in the name of whoever pressed', async () => {
    await teams.control.press(messageId, { title: 'Say' });
    assert.equal(bot.received[0]?.text, 'list');
    assert.equal(teams.control.messages(channel).at(-1)?.text, 'list');
  });

  it('a card in the answer replaces the card for whoever pressed, until the bot edits the message', async () => {
    const thanks = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Thanks' }] };
    bot.onActivity = () => ({
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: thanks },
    });
    const { outcome } = await teams.control.press(messageId, { verb: 'ack' });
    assert.equal(outcome.kind, 'card');
    const message = teams.control.messages(channel)[0];
    assert.deepEqual(message?.views[teams.control.me.id]?.card, thanks);
    assert.deepEqual(message?.card, card);
    await assert.rejects(teams.control.press(messageId, { verb: 'ack' }), /no button/);
    const path = `conversations/${encodeURIComponent(channel)}/activities/${messageId}`;
    await callConnector(teams.serviceUrl, 'PUT', path, activity(card));
    assert.deepEqual(teams.control.messages(channel)[0]?.views, {});
  });

  it('a message in the answer, an error and a broken answer are what the person sees', async () => {
    const answers = [
      { body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done' } },
      { body: { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'x', message: 'No' } } },
      { status: 501 },
      { body: 'nonsense' },
    ];
    const seen: unknown[] = [];
    for (const answer of answers) {
      bot.onActivity = () => answer;
      seen.push((await teams.control.press(messageId, { verb: 'ack' })).outcome);
    }
    const wrong = { kind: 'error', text: 'Something went wrong. Try again.' };
    assert.deepEqual(seen, [{ kind: 'message', text: 'Done' }, { kind: 'error', text: 'No' }, wrong, wrong]);
  });

  it('task/fetch opens a dialog, task/submit sends its inputs and closes it', async () => {
    bot.onActivity = ({ name }) =>
      name === 'task/fetch'
        ? { body: { task: { type: 'continue', value: { title: 'Why', card: { content: dialogCard } } } } }
        : { body: { task: { type: 'message', value: 'Saved' } } };
    const opened = (await teams.control.press(messageId, { title: 'Open' })).outcome;
    assert.ok(opened.kind === 'dialog');
    assert.equal(opened.dialog.title, 'Why');
    const choice = { title: 'Save', inputs: { why: 'because' } };
    const saved = await teams.control.submitDialog(opened.dialog.id, choice);
    assert.deepEqual(saved.outcome, { kind: 'message', text: 'Saved' });
    const [fetched, submitted] = bot.received;
    const context = { theme: 'default' };
    assert.deepEqual(fetched?.value, { data: { id: 'a1', ...firstValues, msteams: { type: 'task/fetch' } }, context });
    assert.equal(submitted?.name, 'task/submit');
    assert.deepEqual(submitted?.value, { data: { step: 2, why: 'because' }, context });
    await assert.rejects(async () => teams.control.submitDialog(opened.dialog.id, choice), /closed/);
  });
});
