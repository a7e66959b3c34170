import assert from 'node:assert/strict';
import { startTeamsEmulator, type TeamsEmulator } from '../../../../src/emulator/teams/index.js';
import { callConnector, FakeBot } from '../../../fakes/fake-bot.js';

const consent = {
  type: 'message',
  summary: 'A file',
  attachments: [
    {
      contentType: 'application/vnd.microsoft.teams.card.file.consent',
      name: 'rows.csv',
      content: { description: 'Rows', sizeInBytes: 5, acceptContext: { id: 'a' }, declineContext: { id: 'd' } },
    },
  ],
};

interface Invoke {
  name: string;
  replyToId: string;
  value: { type: string; action: string; context: unknown; uploadInfo?: { uploadUrl: string; contentUrl: string } };
}

describe('Teams emulator: files', () => {
  let teams: TeamsEmulator;
  let bot: FakeBot;
  let chat: string;
  let messageId: string;
  const post = (conversation: string, activity: unknown) =>
    callConnector(teams.serviceUrl, 'POST', `conversations/${encodeURIComponent(conversation)}/activities`, activity);
  const lastInvoke = () => bot.received.at(-1) as unknown as Invoke;

  beforeEach(async () => {
    bot = await new FakeBot().start();
    teams = await startTeamsEmulator({ botUrl: bot.url });
    chat = teams.control.conversations().find(({ type }) => type === 'personal')?.id ?? '';
    await teams.control.install(chat);
    messageId = String((await post(chat, consent)).body.id);
  });
  afterEach(async () => {
    await teams.stop();
    await bot.stop();
  });

  const put = (url: string, text: string, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'PUT',
      body: text,
      headers: { 'content-range': `bytes 0-${text.length - 1}/${text.length}`, ...headers },
    });

  it('a bot may offer a file in a personal chat, and nowhere else', async () => {
    assert.equal(teams.control.messages(chat).at(-1)?.file?.name, 'rows.csv');
    const channel = teams.control.conversations().find(({ type }) => type === 'channel')?.id ?? '';
    await teams.control.install(channel);
    assert.equal((await post(channel, consent)).status, 400);
    const [attachment] = consent.attachments;
    for (const changes of [{ name: '' }, { content: {} }, { content: { ...attachment?.content, sizeInBytes: 0 } }]) {
      const broken = { ...consent, attachments: [{ ...attachment, ...changes }] };
      assert.equal((await post(chat, broken)).status, 400);
    }
  });

  it('accepting names a place that takes the file once, whole and without credentials', async () => {
    await teams.control.answerFile(messageId, 'accept');
    const { name, value, replyToId } = lastInvoke();
    assert.deepEqual([name, replyToId], ['fileConsent/invoke', messageId]);
    assert.deepEqual([value.type, value.action, value.context], ['fileUpload', 'accept', { id: 'a' }]);
    const { uploadUrl = '', contentUrl = '' } = value.uploadInfo ?? {};
    assert.equal((await fetch(contentUrl)).status, 404);
    assert.equal((await put(uploadUrl, 'a,b', { authorization: 'Bearer x' })).status, 401);
    assert.equal((await put(uploadUrl, 'a,b', { 'content-range': 'bytes 0-2/9' })).status, 416);
    assert.equal((await put(uploadUrl, 'a,b')).status, 201);
    assert.equal((await put(uploadUrl, 'c,d')).status, 404);
    assert.deepEqual(
      teams.control.files().map((one) => [one.name, one.bytes.toString()]),
      [['rows.csv', 'a,b']],
    );
    const loaded = await fetch(contentUrl);
    assert.match(loaded.headers.get('content-disposition') ?? '', /^attachment; filename\*=UTF-8''rows\.csv$/);
    assert.equal(await loaded.text(), 'a,b');
  });

  it('declining tells the bot so, and names no place', async () => {
    await teams.control.answerFile(messageId, 'decline');
    const { value } = lastInvoke();
    assert.deepEqual([value.action, value.context, value.uploadInfo], ['decline', { id: 'd' }, undefined]);
  });

  it('a file card takes the place of the question', async () => {
    const content = { uniqueId: 'x', fileType: 'csv' };
    const contentType = 'application/vnd.microsoft.teams.card.file.info';
    const info = {
      type: 'message',
      summary: 'Your file',
      attachments: [{ contentType, name: 'rows.csv', contentUrl: `${teams.url}files/x`, content }],
    };
    const path = `conversations/${encodeURIComponent(chat)}/activities/${messageId}`;
    assert.equal((await callConnector(teams.serviceUrl, 'PUT', path, info)).status, 200);
    const message = teams.control.messages(chat).find(({ id }) => id === messageId);
    assert.deepEqual([message?.file?.kind, message?.versions.length], ['info', 2]);
    await assert.rejects(async () => teams.control.answerFile(messageId, 'accept'));
  });

  it('is reached over HTTP like everything else of the control', async () => {
    const response = await fetch(`${teams.url}_control/file`, {
      method: 'POST',
      body: JSON.stringify({ messageId, action: 'accept' }),
    });
    assert.equal(response.status, 200);
    await put(lastInvoke().value.uploadInfo?.uploadUrl ?? '', 'a,b');
    const files = (await (await fetch(`${teams.url}_control/files`)).json()) as { name: string; size: number }[];
    assert.deepEqual([files[0]?.name, files[0]?.size], ['rows.csv', 3]);
  });
});
