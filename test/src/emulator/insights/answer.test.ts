import assert from 'node:assert/strict';
import { at, emulated } from './emulated.js';

const instances = '/v1/instances';

describe('the order in which a call is checked', () => {
  it('asks for the key first, with the body of the gateway', () => {
    const { raw, control } = emulated();
    const missing = raw('GET', instances, { authorization: 'Bearer wrong' });
    assert.equal(missing.status, 401);
    assert.deepEqual(Object.keys(missing.body as object), ['statusCode', 'message']);
    assert.match(String(at(missing.body, 'message')), /missing subscription key/);
    const invalid = raw('GET', instances, { 'ocp-apim-subscription-key': 'nobody' });
    assert.match(String(at(invalid.body, 'message')), /invalid subscription key/);
    assert.equal(control.maxInWindow(), 0);
  });

  it('takes the secondary key and a key in the query', () => {
    const { raw, world } = emulated();
    const authorization = `Bearer ${world.access.token}`;
    assert.equal(
      raw('GET', `${instances}?subscription-key=${world.access.secondaryKey}`, { authorization }).status,
      200,
    );
  });

  it('refuses beyond the budget before it looks at the token, with Retry-After in seconds', async () => {
    const { raw, credentials, clock, control } = emulated({ limit: 2 });
    raw('GET', instances, credentials());
    await clock.advance(17_500);
    raw('GET', instances, credentials());
    const refused = raw('GET', instances, { ...credentials(), authorization: 'Bearer wrong' });
    assert.equal(refused.status, 429);
    assert.equal(refused.headers['Retry-After'], '43');
    assert.deepEqual(refused.body, { statusCode: 429, message: 'Rate limit is exceeded. Try again in 43 seconds.' });
    assert.equal(control.refused(), 1);
    await clock.advance(42_500);
    assert.equal(raw('GET', instances, credentials()).status, 200);
    assert.equal(control.maxInWindow(), 2);
  });

  it('answers a bad token with an empty 401 that names the scheme, before it looks at the instance', () => {
    const { raw, world } = emulated();
    const seen = raw('GET', '/v1/instances/00000000-0000-0000-0000-000000000000', {
      'ocp-apim-subscription-key': world.access.primaryKey,
    });
    assert.deepEqual(seen, { status: 401, headers: { 'WWW-Authenticate': 'Bearer' }, body: undefined });
  });

  it('knows one instance; others have no metadata, whatever the role', () => {
    const { raw, credentials, control } = emulated();
    control.setRole('Viewer');
    const seen = raw('POST', `${instances}/00000000-0000-0000-0000-000000000000/workflows/main/jobs`, credentials());
    assert.equal(seen.status, 404);
    assert.equal(at(seen.body, 'errorCode'), 'MetaDataNotFound');
    assert.equal(at(seen.body, 'httpStatusCode'), '404');
  });

  it('lets a viewer read and not run', () => {
    const { call, control } = emulated();
    control.setRole('Viewer');
    assert.equal(call('GET', 'manage/segments').status, 200);
    assert.equal(call('POST', 'workflows/main/jobs?operationType=all').status, 403);
    assert.equal(at(call('GET', 'rbac/myrole').body, 'roles', 0), 'Viewer');
  });

  it('makes a rotated key invalid at once', () => {
    const { get, raw, credentials, control } = emulated();
    const old = credentials();
    control.rotateKey();
    assert.equal(raw('GET', instances, old).status, 401);
    assert.equal(get('manage/segments').status, 200);
  });

  it('fails loudly on a path or method that the API does not have, and remembers it', () => {
    const { get, call, control } = emulated();
    const seen = get('manage/segments/Vip');
    assert.equal(seen.status, 404);
    assert.match(String(at(seen.body, 'message')), /emulator has no GET .*manage\/segments\/Vip/);
    assert.equal(call('DELETE', 'data/Customer').status, 404);
    assert.equal(get('workflows/main/%zz').status, 404);
    assert.equal(control.unknownPaths().length, 3);
    assert.equal(control.maxInWindow(), 0);
  });

  it('serves the other spellings of the documentation', () => {
    const { get, raw, credentials, world } = emulated();
    for (const [one, other] of [
      ['workflows/main/jobs', 'manage/workflows/main/jobs'],
      ['manage/entities/Customer', 'manage/tables/Customer'],
    ] as const) {
      assert.deepEqual(get(other), get(one));
    }
    const flat = get('manage/datasources/v2').body;
    assert.deepEqual(at(flat, 0), at(get('manage/datasources').body, 0, 'dataSourceMetadata'));
    assert.equal(raw('GET', `/api/instances/${world.instance.instanceId}/manage/search`, credentials()).status, 200);
  });

  it('fails in the shape that each operation declares for it', () => {
    const { get, control } = emulated();
    const shape = (status: number, path: string) => {
      control.clearFaults();
      control.fault({ kind: 'status', status });
      const seen = get(path);
      assert.equal(seen.status, status);
      return seen.body === undefined ? 'empty' : at(seen.body, 'httpStatusCode') ? 'api' : 'odata';
    };
    assert.equal(shape(500, 'workflows/main/status'), 'api');
    assert.equal(shape(503, 'workflows/main/status'), 'empty');
    assert.equal(shape(500, 'manage/segments'), 'empty');
    assert.equal(shape(500, 'manage/entities/Customer'), 'empty');
    assert.equal(shape(500, 'manage/entities/Customer/entitysize'), 'api');
    assert.equal(shape(503, 'manage/entities/Customer'), 'api');
    assert.equal(shape(500, 'manage/datasources'), 'api');
    assert.equal(shape(503, 'data/Customer'), 'odata');
  });
});
