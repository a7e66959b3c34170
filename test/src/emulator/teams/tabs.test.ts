import assert from 'node:assert/strict';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { startTeamsEmulator, type TeamsEmulator } from '../../../../src/emulator/teams/index.js';

const origin = 'http://127.0.0.1:3978';
const settings = { entityId: 'e1', contentUrl: `${origin}/tabs/board?entity=e1`, suggestedDisplayName: ' Board ' };

describe('Teams emulator: tabs and their tokens', () => {
  let teams: TeamsEmulator;
  const placeOf = (name: string) => teams.control.conversations().find((one) => one.name === name)?.id ?? '';

  before(async () => {
    teams = await startTeamsEmulator({ botUrl: `${origin}/api/messages` });
  });
  after(() => teams.stop());

  it('a tab is added, set up anew, renamed and removed', () => {
    const { tabs } = teams.control;
    const added = tabs.add(placeOf('Marketing'), settings);
    assert.deepEqual([added.name, added.entityId], ['Board', 'e1']);
    tabs.rename(added.id, 'Numbers');
    tabs.change(added.id, { ...settings, entityId: 'e2', suggestedDisplayName: 'Board' });
    assert.deepEqual(
      tabs.all(placeOf('Marketing')).map(({ name, entityId }) => [name, entityId]),
      [['Numbers', 'e2']],
    );
    tabs.remove(added.id);
    assert.deepEqual(tabs.all(placeOf('Marketing')), []);
  });

  it('a page elsewhere, no page, and a tab without an id are refused', () => {
    const add = (wrong: object) => () => teams.control.tabs.add(placeOf('Marketing'), { ...settings, ...wrong });
    assert.throws(add({ contentUrl: 'https://example.com/' }), /valid domains/);
    assert.throws(add({ websiteUrl: 'https://example.com/' }), /valid domains/);
    assert.throws(add({ contentUrl: 'javascript:alert(1)' }), /no web address/);
    assert.throws(add({ contentUrl: '/tabs' }), /no web address/);
    assert.throws(add({ entityId: '' }), /no entityId/);
    assert.throws(() => teams.control.tabs.add('nowhere', settings), /no conversation/);
  });

  it('the chat with the bot has the tabs of the manifest and takes no others', () => {
    const { tabs } = teams.control;
    const chat = placeOf('Insights Herald');
    const [own, ...others] = tabs.all(chat);
    assert.deepEqual([own?.name, own?.contentUrl, own?.fixed, others], ['Board', `${origin}/tabs/board`, true, []]);
    assert.throws(() => tabs.add(chat, settings), /no tab for such a conversation/);
    assert.throws(() => tabs.rename(own?.id ?? '', 'x'), /cannot be changed/);
    assert.throws(() => tabs.remove(own?.id ?? ''), /cannot be changed/);
  });

  it('signs what Entra would sign, with a key that it shows', async () => {
    const response = await fetch(teams.tabEnvironment.TAB_KEYS_URL);
    const keys = (await response.json()) as JSONWebKeySet;
    const token = await teams.control.token({ from: 'Bo Berg' });
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      audience: teams.tabEnvironment.TAB_APP_ID,
      issuer: `https://login.microsoftonline.com/${teams.tenantId}/v2.0`,
    });
    const bo = teams.control.members().find(({ name }) => name === 'Bo Berg');
    assert.deepEqual([payload.tid, payload.oid, payload.scp], [teams.tenantId, bo?.aadObjectId, 'access_as_user']);
    assert.equal(decodeProtectedHeader(token).alg, 'RS256');
    assert.equal(JSON.stringify(keys).includes('"d"'), false, 'no private key');
    await assert.rejects(teams.control.token({ from: 'Nobody' }), /no person Nobody/);
  });

  it('signs wrong claims for who wants to test with them', async () => {
    const token = await teams.control.token({ claims: { aud: 'other', scp: undefined } });
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    assert.deepEqual([claims.aud, 'scp' in claims], ['other', false]);
  });

  it('is reached over HTTP like everything else of the control', async () => {
    const post = async (name: string, body: unknown) => {
      const response = await fetch(`${teams.url}_control/${name}`, { method: 'POST', body: JSON.stringify(body) });
      return { status: response.status, body: await response.json() };
    };
    const { body: tab } = await post('tabs', { conversationId: placeOf('Marketing'), settings });
    assert.equal((await post('tab', { id: tab.id, name: 'Ours' })).body.name, 'Ours');
    assert.equal((await post('tab', { id: tab.id, settings: { ...settings, entityId: 'e3' } })).body.entityId, 'e3');
    const seen = await fetch(`${teams.url}_control/tabs?conversationId=${encodeURIComponent(placeOf('Marketing'))}`);
    assert.equal(((await seen.json()) as unknown[]).length, 1);
    assert.equal((await post('tab-removal', { id: tab.id })).status, 200);
    assert.equal((await post('tab-removal', { id: tab.id })).status, 400);
    assert.equal((await post('token', {})).body.token.split('.').length, 3);
    assert.equal((await fetch(`${teams.url}entra/other/discovery/v2.0/keys`)).status, 404);
  });
});
