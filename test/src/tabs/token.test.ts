import assert from 'node:assert/strict';
import { HeraldError } from '../../../src/base/errors.js';
import { audiencesOf, createTokenCheck, type TokenRules } from '../../../src/tabs/token.js';
import { FakeEntra, tampered } from '../../fakes/entra.js';
import { FakeClock } from '../../fakes/fake-clock.js';

const tenantId = '11111111-1111-4111-8111-111111111111';
const objectId = 'aaaaaaaa-0000-4000-8000-000000000001';
const appId = '9b1c2d3e-4f50-4a6b-8c7d-0e1f2a3b4c5d';

describe('the token of a tab', () => {
  const clock = new FakeClock();
  let entra: FakeEntra;

  before(async () => {
    entra = await FakeEntra.open();
  });
  after(() => entra.close());

  const check = (over: Partial<TokenRules> = {}) =>
    createTokenCheck({
      audiences: audiencesOf(appId, 'https://herald.example.net'),
      allowedTenants: [tenantId],
      local: false,
      keysUrl: entra.keysUrl,
      clock,
      ...over,
    });
  const token = (over: Partial<Parameters<FakeEntra['token']>[0]> = {}) =>
    entra.token({ tenantId, objectId, nowMs: clock.now(), ...over, claims: { aud: appId, ...over.claims } });
  const codeOf = async (authorization: string | undefined, over: Partial<TokenRules> = {}) => {
    try {
      await check(over)(authorization);
      return 'accepted';
    } catch (error) {
      assert.ok(error instanceof HeraldError);
      return error.code;
    }
  };

  it('says who somebody is, and until when', async () => {
    const found = await check()(`Bearer ${await token({ name: 'Ann Berg', lifeSeconds: 600 })}`);
    assert.deepEqual(found, { tenantId, objectId, name: 'Ann Berg', untilMs: clock.now() + 600_000 });
  });

  it('may be for the application, or for its address, of either version of Entra', async () => {
    for (const aud of [appId, `api://${appId}`, `api://herald.example.net/${appId}`]) {
      assert.equal(await codeOf(`Bearer ${await token({ claims: { aud } })}`), 'accepted', aud);
    }
    const iss = `https://sts.windows.net/${tenantId}/`;
    assert.equal(await codeOf(`Bearer ${await token({ claims: { iss, ver: '1.0' } })}`), 'accepted');
  });

  it('fetches the keys once for many', async () => {
    const one = check();
    const before = entra.asked;
    for (let i = 0; i < 5; i += 1) await one(`Bearer ${await token()}`);
    assert.equal(entra.asked, before + 1);
  });

  const refused: [name: string, claims: Record<string, unknown>][] = [
    ['for another audience', { aud: 'a9c51a60-33a1-4b0c-9e53-6a1b2c3d4e5f' }],
    ['for the bot framework', { aud: 'https://api.botframework.com' }],
    ['of another issuer', { iss: `https://login.example.net/${tenantId}/v2.0` }],
    [
      'of the issuer of another tenant',
      { iss: 'https://login.microsoftonline.com/22222222-2222-4222-8222-222222222222/v2.0' },
    ],
    ['without a scope', { scp: undefined }],
    ['for another scope', { scp: 'User.Read' }],
    ['for a scope whose name only begins like ours', { scp: 'access_as_user_too' }],
    ['without an object id', { oid: undefined }],
    ['with an object id that is none', { oid: '../../admin' }],
    ['without an end', { exp: undefined }],
    ['that is not valid yet', { nbf: Math.floor(new FakeClock().now() / 1000) + 3600 }],
    ['without a tenant', { tid: undefined }],
    ['whose tenant is a path', { tid: '../common' }],
  ];
  for (const [name, claims] of refused) {
    it(`is refused ${name}`, async () => {
      assert.equal(await codeOf(`Bearer ${await token({ claims })}`), 'token-invalid');
    });
  }

  it('is refused after its end, with a code that tells the page to get another one', async () => {
    assert.equal(await codeOf(`Bearer ${await token({ lifeSeconds: -60 })}`), 'token-expired');
  });

  it('is refused unsigned, tampered with, or signed by somebody else', async () => {
    const good = await token();
    const [head = '', payload = '', signature = ''] = good.split('.');
    const other = Buffer.from(payload, 'base64url')
      .toString()
      .replace(objectId, 'bbbbbbbb-0000-4000-8000-000000000002');
    for (const bad of [
      tampered(good, { alg: 'none', typ: 'JWT' }),
      tampered(good, { alg: 'none', typ: 'JWT' }, true),
      tampered(good, { alg: 'HS256', kid: 'key-1', typ: 'JWT' }, true),
      tampered(good, { alg: 'RS256', kid: '../../etc/passwd', typ: 'JWT' }, true),
      tampered(good, { alg: 'RS256', jwk: { kty: 'oct', k: 'AA' }, typ: 'JWT' }, true),
      `${head}.${Buffer.from(other).toString('base64url')}.${signature}`,
      `${head}.${payload}.`,
      await token({ forged: true }),
      await token({ kid: 'nobody' }),
    ]) {
      assert.equal(await codeOf(`Bearer ${bad}`), 'token-invalid', bad.slice(0, 40));
    }
  });

  it('is missing, or is no token at all', async () => {
    assert.equal(await codeOf(undefined), 'token-missing');
    for (const header of [
      'Bearer',
      'Bearer x',
      'Basic YTpi',
      'Bearer a.b.c.d',
      'Bearer {}.{}.',
      `Bearer ${'A'.repeat(9000)}`,
    ]) {
      assert.equal(await codeOf(header), 'token-invalid', header.slice(0, 20));
    }
  });

  it('of a tenant that we do not serve is refused before its keys are asked for', async () => {
    const before = entra.asked;
    const strange = await token({ tenantId: '33333333-3333-4333-8333-333333333333' });
    assert.equal(await codeOf(`Bearer ${strange}`), 'tenant-not-allowed');
    assert.equal(await codeOf(`Bearer ${await token()}`, { allowedTenants: [] }), 'tenant-not-allowed');
    assert.equal(entra.asked, before);
    assert.equal(await codeOf(`Bearer ${await token()}`, { allowedTenants: [], local: true }), 'accepted');
  });

  it('is not blamed where the keys cannot be had', async () => {
    assert.equal(await codeOf(`Bearer ${await token()}`, { keysUrl: 'http://127.0.0.1:1/keys' }), 'keys-unavailable');
  });
});
