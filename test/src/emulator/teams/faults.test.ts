import assert from 'node:assert/strict';
import { type Fault, startTeamsEmulator, type TeamsEmulator } from '../../../../src/emulator/teams/index.js';
import { callConnector } from '../../../fakes/fake-bot.js';
import { FakeClock } from '../../../fakes/fake-clock.js';

describe('Teams emulator: faults', () => {
  let teams: TeamsEmulator;
  let clock: FakeClock;
  let channel: string;
  const send = (text = 'hi') =>
    callConnector(teams.serviceUrl, 'POST', `conversations/${encodeURIComponent(channel)}/activities`, {
      type: 'message',
      text,
    });

  beforeEach(async () => {
    clock = new FakeClock();
    teams = await startTeamsEmulator({ clock });
    channel = teams.control.conversations()[1]?.id ?? '';
    await teams.control.install(channel);
  });
  afterEach(() => teams.stop());

  const refusals: [Fault, number, string][] = [
    [{ kind: '401' }, 401, 'BotNotRegistered'],
    [{ kind: '412' }, 412, 'PreconditionFailed'],
    [{ kind: '403', code: 'BotNotInConversationRoster' }, 403, 'BotNotInConversationRoster'],
    [{ kind: '403', code: 'ConversationBlockedByUser' }, 403, 'ConversationBlockedByUser'],
    [{ kind: '403', code: 'BotDisabledByAdmin' }, 403, 'BotDisabledByAdmin'],
    [{ kind: '403', code: 'NotEnoughPermissions' }, 403, 'NotEnoughPermissions'],
    [{ kind: '403', code: 'InvalidBotApiHost' }, 403, 'InvalidBotApiHost'],
    [{ kind: '404', code: 'ConversationNotFound' }, 404, 'ConversationNotFound'],
    [{ kind: '404', code: 'ActivityNotFoundInConversation' }, 404, 'ActivityNotFoundInConversation'],
    [{ kind: '500' }, 500, 'ServiceError'],
    [{ kind: '502' }, 502, 'ServiceError'],
    [{ kind: '504' }, 504, 'ServiceError'],
  ];
  for (const [fault, status, code] of refusals) {
    it(`${fault.kind} ${code} is answered once and nothing is posted`, async () => {
      teams.control.fault(fault);
      const answer = await send();
      assert.deepEqual([answer.status, answer.body.error?.code], [status, code]);
      assert.equal(teams.control.messages(channel).length, 0);
      assert.equal((await send()).status, 201);
      assert.equal(teams.control.requests()[0]?.fault, fault.kind);
    });
  }

  it('a blocked write in a personal chat has JSON inside a string', async () => {
    teams.control.fault({ kind: '403', code: 'MessageWritesBlocked' });
    const { body } = await send();
    assert.equal(body.errorCode, 209);
    assert.equal(JSON.parse(String(body.message)).subCode, 'MessageWritesBlocked');
  });

  it('429 carries Retry-After only when told to', async () => {
    teams.control.fault({ kind: '429' });
    teams.control.fault({ kind: '429', retryAfterSeconds: 7 });
    assert.equal((await send()).retryAfter, null);
    assert.equal((await send()).retryAfter, '7');
  });

  it('a fault for a time meets every request until it is over, with the rest as Retry-After', async () => {
    teams.control.fault({ kind: '429', forMs: 30_000 });
    assert.equal((await send()).retryAfter, '30');
    await clock.advance(29_500);
    assert.equal((await send()).retryAfter, '1');
    await clock.advance(500);
    assert.equal((await send()).status, 201);
  });

  it('a delivered 502 posts the message although the answer says no', async () => {
    teams.control.fault({ kind: '502', delivered: true });
    assert.equal((await send('there all the same')).status, 502);
    assert.equal(teams.control.messages(channel)[0]?.text, 'there all the same');
    assert.equal(teams.control.requests()[0]?.delivered, true);
  });

  for (const delivered of [true, false]) {
    it(`a reset ${delivered ? 'after' : 'before'} delivery breaks the connection`, async () => {
      teams.control.fault({ kind: 'reset', delivered });
      await assert.rejects(send());
      assert.equal(teams.control.messages(channel).length, delivered ? 1 : 0);
      assert.deepEqual([teams.control.requests()[0]?.status, teams.control.requests()[0]?.delivered], [0, delivered]);
    });
  }

  it('a hang holds the conversation until the client gives up', async () => {
    teams.control.fault({ kind: 'hang', delivered: true });
    const gaveUp = new AbortController();
    const hanging = fetch(`${teams.serviceUrl}v3/conversations/${encodeURIComponent(channel)}/activities`, {
      method: 'POST',
      body: JSON.stringify({ type: 'message', text: 'slow' }),
      signal: gaveUp.signal,
    });
    await teams.control.waitFor((message) => message.text === 'slow', 5_000);
    assert.equal((await send()).status, 412);
    gaveUp.abort();
    await assert.rejects(hanging);
    assert.equal(teams.control.requests()[0]?.status, 0);
  });

  it('a fault meets only the operation and conversation it names', async () => {
    teams.control.fault({ kind: '500', operation: 'update' });
    teams.control.fault({ kind: '500', conversationId: teams.control.conversations()[0]?.id ?? '' });
    assert.equal((await send()).status, 201);
  });

  it('faults given together are met in order, and clearing forgets the rest', async () => {
    teams.control.fault({ kind: '500', times: 2 });
    teams.control.fault({ kind: '412', times: 5 });
    assert.deepEqual([(await send()).status, (await send()).status, (await send()).status], [500, 500, 412]);
    teams.control.clearFaults();
    assert.equal((await send()).status, 201);
  });
});
