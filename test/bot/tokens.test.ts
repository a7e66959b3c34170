import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { FakeBotFramework } from '../fakes/bot-framework.js';
import { activity, BotWorld, type Posted, postJson, tenant } from '../fakes/bot-world.js';

const serviceUrl = 'https://smba.trafficmanager.net/emea/';
const hourSeconds = 3600;
const nowSeconds = () => Math.floor(Date.now() / 1000);

/** Unsigned, or signed with a secret that anybody knows. */
function forged(alg: 'none' | 'HS256', framework: FakeBotFramework): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { iss: 'https://api.botframework.com', aud: framework.appId, serviceurl: serviceUrl };
  const head = `${part({ alg, kid: 'teams' })}.${part({ ...claims, exp: nowSeconds() + hourSeconds })}`;
  const signature = alg === 'none' ? '' : createHmac('sha256', 'secret').update(head).digest('base64url');
  return `Bearer ${head}.${signature}`;
}

describe('tokens of the Bot Framework', () => {
  const { error } = console;
  let framework: FakeBotFramework;
  let world: BotWorld;
  let base: string;

  before(async () => {
    // The SDK writes what it refuses to the console.
    console.error = () => {};
    framework = await new FakeBotFramework('00000000-0000-4000-8000-000000000001').start();
    world = new BotWorld();
    const auth = { appId: framework.appId, appPassword: 'x', appType: 'MultiTenant' };
    base = await world.start({ auth, local: false, authentication: framework.authentication() });
  });
  after(async () => {
    console.error = error;
    await world.stop();
    await framework.stop();
  });

  let sent = 0;
  function send(authorization: string, changes: Record<string, unknown> = {}): Promise<Posted> {
    sent += 1;
    const message = activity('personal-message', { id: `t${sent}`, text: 'help', serviceUrl, ...changes });
    return postJson(base, message, { authorization });
  }

  async function refused(authorization: string, changes: Record<string, unknown> = {}): Promise<void> {
    const known = await world.store.conversations();
    const answers = world.answered.length;
    const posted = await send(authorization, changes);
    assert.equal(posted.status, 401, posted.text);
    assert.deepEqual(posted.json, { error: { code: 'unauthorized', message: 'The token was not accepted.' } });
    assert.equal(world.answered.length, answers);
    assert.deepEqual(await world.store.conversations(), known);
  }

  it('a valid one is accepted: a message is answered, an invoke gets its reply', async () => {
    const authorization = await framework.token(serviceUrl);
    assert.equal((await send(authorization)).status, 200);
    assert.equal(world.last?.situation, 'help');
    const invoke = activity('execute', { id: 'f:valid', serviceUrl });
    const posted = await postJson(base, invoke, { authorization });
    assert.equal(posted.status, 200);
    assert.equal((posted.json as { statusCode: number }).statusCode, 200);
  });

  it('a valid one of a tenant that is not ours is refused before anything is stored', async () => {
    const conversation = { id: 'a:other', conversationType: 'personal', tenantId: 'tenant-2' };
    const other = { conversation, channelData: { tenant: { id: 'tenant-2' } } };
    const posted = await send(await framework.token(serviceUrl), other);
    assert.equal(posted.status, 403);
    assert.equal(await world.store.conversation('tenant-2/a:other'), undefined);
    assert.ok(await world.store.conversation(`${tenant}/a:personal`));
  });

  it('five minutes of difference between the clocks are forgiven', async () => {
    const authorization = await framework.token(serviceUrl, { exp: nowSeconds() - 200 });
    assert.equal((await send(authorization)).status, 200);
  });

  const claims: [title: string, changes: () => Record<string, unknown>][] = [
    ['for another app', () => ({ aud: '00000000-0000-4000-8000-000000000002' })],
    ['for no app', () => ({ aud: undefined })],
    ['of another issuer', () => ({ iss: 'https://evil.example' })],
    ['of the Entra issuer that nobody configured', () => ({ iss: 'https://sts.windows.net/tenant-1/' })],
    ['that has expired', () => ({ exp: nowSeconds() - hourSeconds })],
    ['of the future', () => ({ nbf: nowSeconds() + hourSeconds })],
    ['for another service URL', () => ({ serviceurl: 'https://smba.trafficmanager.net/amer/' })],
    ['for no service URL', () => ({ serviceurl: undefined })],
  ];
  for (const [title, changes] of claims) {
    it(`one ${title} is refused`, async () => refused(await framework.token(serviceUrl, changes())));
  }

  it('one whose key may not speak for Teams is refused, also where the body names no channel', async () => {
    const authorization = await framework.token(serviceUrl, {}, { kid: 'elsewhere' });
    await refused(authorization);
    const posted = await send(authorization, { channelId: undefined });
    assert.equal(posted.status, 403);
    assert.equal((await send(authorization, { channelId: 'webchat' })).status, 403);
  });

  it('one that is signed by a key nobody published, or by another than it names, is refused', async () => {
    await refused(await framework.token(serviceUrl, {}, { kid: 'unpublished' }));
    await refused(await framework.token(serviceUrl, {}, { kid: 'teams', signedBy: 'unpublished' }));
    await refused(await framework.token(serviceUrl, {}, { kid: 'teams', signedBy: 'elsewhere' }));
  });

  it('one that is not signed, or with a secret, is refused', async () => {
    await refused(forged('none', framework));
    await refused(forged('HS256', framework));
  });

  it('one that is changed, cut, doubled or of another scheme is refused', async () => {
    const valid = await framework.token(serviceUrl);
    const [head, body, signature] = valid.split('.');
    for (const authorization of [
      '',
      'Bearer',
      valid.slice('Bearer '.length),
      valid.replace('Bearer', 'Basic'),
      `${head}.${body}`,
      `${head}.${body}.${signature?.split('').reverse().join('')}`,
      `${valid}, ${valid}`,
      `Bearer ${'x'.repeat(8000)}`,
    ]) {
      await refused(authorization);
    }
  });

  it('while the keys cannot be fetched it is a clean 500, so that Teams tries again', async () => {
    const offline = await new FakeBotFramework(framework.appId).start();
    offline.away = true;
    const other = new BotWorld();
    const auth = { appId: offline.appId, appPassword: 'x', appType: 'MultiTenant' };
    const url = await other.start({ auth, local: false, authentication: offline.authentication() });
    try {
      const message = activity('personal-message', { serviceUrl });
      const authorization = await offline.token(serviceUrl);
      const posted = await postJson(url, message, { authorization });
      assert.equal(posted.status, 500);
      assert.doesNotMatch(posted.text, /127\.0\.0\.1|openid|stack|\bat\s/i);
      offline.away = false;
      assert.equal((await postJson(url, message, { authorization })).status, 200);
    } finally {
      await other.stop();
      await offline.stop();
    }
  });
});
