import assert from 'node:assert/strict';
import { startTeamsEmulator, type TeamsEmulator } from '../../../../src/emulator/teams/index.js';
import { type ConnectorAnswer, callConnector, cardActivity } from '../../../fakes/fake-bot.js';
import { FakeClock } from '../../../fakes/fake-clock.js';

const text = (value: string) => ({ type: 'message', text: value });

describe('Teams emulator: connector', () => {
  let teams: TeamsEmulator;
  let clock: FakeClock;
  let channel: string;
  const call = (method: string, path: string, body?: unknown): Promise<ConnectorAnswer> =>
    callConnector(teams.serviceUrl, method, path, body);
  const activities = (id: string) => `conversations/${encodeURIComponent(id)}/activities`;

  beforeEach(async () => {
    clock = new FakeClock();
    teams = await startTeamsEmulator({ clock });
    channel = teams.control.conversations().find((one) => one.name === 'Data alerts')?.id ?? '';
    await teams.control.install(channel);
  });
  afterEach(() => teams.stop());

  it('a send to the plain channel id starts a new post and tells its id', async () => {
    const answer = await call('POST', activities(channel), cardActivity({ type: 'TextBlock', text: 'Hi' }));
    assert.equal(answer.status, 201);
    const [message] = teams.control.messages(channel);
    assert.equal(message?.id, answer.body.id);
    assert.equal(message?.rootId, undefined);
    assert.equal(message?.summary, 'A card');
  });

  it('a send to the id with ;messageid= lands in that thread, whatever replyToId says', async () => {
    const root = await call('POST', activities(channel), text('root'));
    const reply = await call('POST', activities(`${channel};messageid=${root.body.id}`), text('reply'));
    assert.equal(teams.control.messages(channel)[1]?.rootId, root.body.id);
    const other = await call('POST', `${activities(channel)}/${reply.body.id}`, text('new post'));
    assert.equal(other.status, 201);
    assert.equal(teams.control.messages(channel)[2]?.rootId, undefined);
  });

  it('a thread that was never there is no conversation', async () => {
    const answer = await call('POST', activities(`${channel};messageid=1`), text('lost'));
    assert.equal(answer.status, 404);
    assert.equal(answer.body.error?.code, 'ConversationNotFound');
  });

  it('creating a conversation in a channel tells the thread id and the activity id', async () => {
    const answer = await call('POST', 'conversations', {
      isGroup: true,
      channelData: { channel: { id: channel } },
      activity: text('hello'),
    });
    assert.equal(answer.status, 201);
    assert.equal(answer.body.id, `${channel};messageid=${answer.body.activityId}`);
  });

  it('creating a chat with one person twice yields the same chat', async () => {
    const bo = teams.control.members().find((one) => one.name === 'Bo Berg');
    const body = { members: [{ id: bo?.id }], tenantId: teams.tenantId };
    const first = await call('POST', 'conversations', body);
    const second = await call('POST', 'conversations', body);
    assert.equal(first.status, 201);
    assert.equal(first.body.id, second.body.id);
    assert.equal((await call('POST', activities(String(first.body.id)), text('hi'))).status, 201);
  });

  it('a bot cannot make a group chat', async () => {
    const members = teams.control.members().slice(0, 2);
    assert.equal((await call('POST', 'conversations', { members })).status, 400);
  });

  it('an update keeps the history of a card, a delete hides it', async () => {
    const posted = await call('POST', activities(channel), cardActivity({ type: 'TextBlock', text: 'one' }));
    const path = `${activities(channel)}/${posted.body.id}`;
    assert.equal((await call('PUT', path, cardActivity({ type: 'TextBlock', text: 'two' }))).status, 200);
    const message = teams.control.messages(channel)[0];
    assert.deepEqual(
      message?.versions.map((version) => JSON.stringify(version.card).includes('two')),
      [false, true],
    );
    assert.equal((await call('DELETE', path)).status, 200);
    assert.equal(teams.control.messages(channel)[0]?.deleted, true);
    const gone = await call('PUT', path, text('three'));
    assert.equal(gone.body.error?.code, 'ActivityNotFoundInConversation');
  });

  it("a bot cannot change a person's message", async () => {
    const { messageId } = await teams.control.say(channel, 'mine', { mention: false });
    assert.equal((await call('PUT', `${activities(channel)}/${messageId}`, text('yours'))).status, 403);
  });

  it('text beside a card is split: 202 and no id', async () => {
    const card = cardActivity({ type: 'TextBlock', text: 'x' });
    const answer = await call('POST', activities(channel), { ...card, text: 'and text' });
    assert.equal(answer.status, 202);
    assert.equal(answer.body.id, undefined);
    assert.equal(teams.control.messages(channel).length, 2);
  });

  it('what is no activity is refused as bad syntax', async () => {
    for (const body of [
      {},
      [],
      'text',
      { type: 'message' },
      { type: 'event' },
      { type: 'message', attachments: [{}] },
    ]) {
      assert.equal((await call('POST', activities(channel), body)).status, 400, JSON.stringify(body));
    }
  });

  it('an activity above the size limit is refused with 413', async () => {
    const fits = await call('POST', activities(channel), text('x'.repeat(20_000)));
    const large = await call('POST', activities(channel), text('x'.repeat(20_480)));
    assert.equal(fits.status, 201);
    assert.equal(large.body.error?.code, 'MessageSizeTooBig');
  });

  it('where the bot is not a member, and after it was removed, everything is 403', async () => {
    const chat = teams.control.conversations().find((one) => one.type === 'groupChat')?.id ?? '';
    assert.equal((await call('POST', activities(chat), text('hi'))).body.error?.code, 'BotNotInConversationRoster');
    await teams.control.uninstall(channel);
    assert.equal((await call('POST', activities(channel), text('hi'))).status, 403);
  });

  it('members are found all at once, by pages, and one by each of their ids', async () => {
    const base = `conversations/${encodeURIComponent(channel)}`;
    const all = await call('GET', `${base}/members`);
    assert.equal((all.body as unknown as unknown[]).length, 6);
    const page = await call('GET', `${base}/pagedmembers?pageSize=4`);
    const rest = await call('GET', `${base}/pagedmembers?pageSize=4&continuationToken=${page.body.continuationToken}`);
    assert.equal((rest.body.members as unknown[]).length, 2);
    assert.equal(rest.body.continuationToken, undefined);
    const ann = teams.control.me;
    for (const key of [ann.id, ann.aadObjectId, ann.userPrincipalName]) {
      assert.equal((await call('GET', `${base}/members/${encodeURIComponent(key)}`)).body.id, ann.id);
    }
    assert.equal((await call('GET', `${base}/members/nobody`)).body.error?.code, 'MemberNotFoundInConversation');
  });

  it('team details and channels are those of the team', async () => {
    const team = teams.control.conversations()[0]?.team;
    const path = `teams/${encodeURIComponent(team?.id ?? '')}`;
    assert.equal((await call('GET', path)).body.channelCount, 3);
    const { conversations } = (await call('GET', `${path}/conversations`)).body;
    assert.deepEqual(
      (conversations as { name: string | null }[]).map((one) => one.name),
      [null, 'Data alerts', 'Marketing'],
    );
  });

  it('every request is remembered with its answer', async () => {
    await call('POST', activities(channel), text('hi'));
    await call('GET', 'nonsense');
    const [send, nonsense] = teams.control.requests();
    assert.deepEqual(
      [send?.operation, send?.status, send?.delivered, send?.conversationId],
      ['send', 201, true, channel],
    );
    assert.deepEqual([nonsense?.operation, nonsense?.status], [undefined, 404]);
  });
});
