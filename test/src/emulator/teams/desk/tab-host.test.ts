import assert from 'node:assert/strict';
import { filledAddress, tabContext } from '../../../../../src/emulator/teams/desk/tab-context.js';
import { type HostEvents, TabHost } from '../../../../../src/emulator/teams/desk/tab-host.js';

const me = {
  id: '29:ann',
  name: 'Ann',
  aadObjectId: 'oid-ann',
  userPrincipalName: 'ann@contoso.test',
  locale: 'en-GB',
  timeZone: 'Europe/London',
};
const team = { id: '19:general@thread.tacv2', name: 'Data', aadGroupId: 'group-1' };
const channel = {
  id: '19:a b@thread.tacv2',
  type: 'channel' as const,
  name: 'Alerts',
  team,
  memberIds: [],
  installed: true,
};
const facts = { tenantId: 't1', appId: 'app1', me, theme: 'dark', frameContext: 'content' as const, entityId: 'e1' };
const context = tabContext({ ...facts, place: channel });

function host(events: HostEvents = {}, token = async () => 'jwt') {
  const posted: unknown[] = [];
  const settings = { entityId: 'e1', contentUrl: 'https://herald.test/' };
  const made = new TabHost(
    (one) => posted.push(one),
    { context: () => context, settings: () => settings, token },
    events,
  );
  let id = 0;
  const ask = async (func: string, ...args: unknown[]) => {
    posted.length = 0;
    id += 1;
    await made.receive({ id, uuidAsString: `u${id}`, func, args, apiVersionTag: 'v2_x' });
    return posted[0];
  };
  return { made, posted, ask };
}

describe('host of tab pages', () => {
  it('answers what teams-js asks, under the ids it was asked with', async () => {
    const { ask } = host();
    const runtime = JSON.stringify({ apiVersion: 4, supports: { pages: { config: {} } } });
    assert.deepEqual(await ask('initialize', '2.58.0'), {
      id: 1,
      uuidAsString: 'u1',
      args: ['content', 'web', runtime, '2.58.0'],
    });
    assert.deepEqual(await ask('getContext'), { id: 2, uuidAsString: 'u2', args: [context] });
    assert.deepEqual(await ask('authentication.getAuthToken'), { id: 3, uuidAsString: 'u3', args: [true, 'jwt'] });
    assert.deepEqual(await ask('settings.getSettings'), {
      id: 4,
      uuidAsString: 'u4',
      args: [{ entityId: 'e1', contentUrl: 'https://herald.test/' }],
    });
  });

  it('says so when there is no token', async () => {
    const { ask } = host({}, () => Promise.reject(new Error('no')));
    assert.deepEqual(await ask('authentication.getAuthToken'), {
      id: 1,
      uuidAsString: 'u1',
      args: [false, 'CancelledByUser'],
    });
  });

  it('hands on what a page says while it is saved', async () => {
    const told: unknown[] = [];
    const { made, posted, ask } = host({
      onValidity: (valid) => told.push(valid),
      onSaved: (settings, failure) => told.push([settings, failure]),
    });
    await ask('settings.setValidityState', true);
    await ask('registerHandler', 'save');
    await ask('settings.setSettings', { entityId: 'e2', contentUrl: 'https://herald.test/b', odd: 1, websiteUrl: 7 });
    posted.length = 0;
    made.save();
    assert.deepEqual(posted, [{ func: 'settings.save', args: [{}] }]);
    await ask('settings.save.success');
    await ask('settings.save.failure', 'Not allowed');
    const saved = { entityId: 'e2', contentUrl: 'https://herald.test/b' };
    assert.deepEqual(told, [true, [saved, undefined], [saved, 'Not allowed']]);
  });

  it('saves by itself for a page that has no handler', () => {
    const told: unknown[] = [];
    const { made } = host({ onSaved: (settings) => told.push(settings) });
    made.save();
    assert.deepEqual(told, [{}]);
  });

  it('ignores what is no request, and answers nothing it does not know', async () => {
    const { made, posted, ask } = host();
    for (const odd of [undefined, 'text', 7, {}, { func: 'getContext' }, { id: 'x', func: 'getContext' }]) {
      await made.receive(odd);
    }
    assert.deepEqual(posted, []);
    assert.equal(await ask('something.else'), undefined);
  });

  it('tells a change of theme', () => {
    const { made, posted } = host();
    made.setTheme('contrast');
    assert.deepEqual(posted, [{ func: 'themeChange', args: ['contrast'] }]);
  });
});

describe('context of tab pages', () => {
  it('names channel and team, or the chat, or neither', () => {
    assert.deepEqual([context.channelId, context.groupId, context.locale], [channel.id, 'group-1', 'en-gb']);
    const { team: _, ...bare } = channel;
    const chat = tabContext({ ...facts, place: { ...bare, type: 'groupChat' } });
    assert.deepEqual([chat.chatId, chat.channelId], [channel.id, undefined]);
    const personal = tabContext({ ...facts, place: { ...bare, type: 'personal' } });
    assert.deepEqual([personal.chatId, personal.channelId], [undefined, undefined]);
  });

  it('fills the placeholders of an address, encoded; what is none stays', () => {
    const address = 'https://herald.test/?c={channel.id}&t={app.theme}&g={groupId}&x={chat.id}&{odd}';
    assert.equal(
      filledAddress(address, context),
      'https://herald.test/?c=19%3Aa%20b%40thread.tacv2&t=dark&g=group-1&x=&{odd}',
    );
  });
});
