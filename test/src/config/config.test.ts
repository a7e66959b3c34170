import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { ConfigError, readConfig } from '../../../src/config/config.js';

const tenant = '11111111-2222-4333-8444-555555555555';
const instance = '5f1c0e52-7a3b-4b1e-9c1d-2f6f1f0a8b10';
const good = {
  MicrosoftAppId: '99999999-2222-4333-8444-555555555555',
  MicrosoftAppPassword: 'pass-word',
  MicrosoftAppTenantId: tenant,
  CI_INSTANCE_ID: instance,
  CI_SUBSCRIPTION_KEY: 'key-of-ci',
};

function problemsOf(env: Record<string, string>, file?: string): Record<string, string> {
  try {
    readConfig(env, () => {
      if (file === undefined) throw new Error('ENOENT');
      return file;
    });
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return Object.fromEntries(error.problems.map((p) => [p.variable, p.problem]));
  }
  return {};
}

describe('configuration', () => {
  it('takes a complete environment and fills in the defaults', () => {
    const config = readConfig(good);
    assert.equal(config.values.PORT, 3978);
    assert.equal(config.values.POLL_SECONDS, 4);
    assert.deepEqual(config.allowedTenants, [tenant]);
    assert.equal(config.connections[0]?.id, instance);
    assert.equal(config.connections[0]?.calls, 100);
  });

  it('believes a stand-in of Entra in local mode on this machine alone', () => {
    const stand = { TAB_KEYS_URL: 'http://127.0.0.1:4100/keys', TAB_HOST_ORIGINS: 'http://127.0.0.1:4100' };
    const local = { HERALD_LOCAL: '1', CI_INSTANCE_ID: instance, CI_SUBSCRIPTION_KEY: 'k', CI_ACCESS_TOKEN: 't' };
    assert.deepEqual(problemsOf({ ...local, ...stand }), {});
    assert.deepEqual(
      Object.keys(problemsOf({ ...good, ...stand }))
        .filter((one) => one in stand)
        .sort(),
      Object.keys(stand).sort(),
    );
    for (const bad of ['https://keys.example.net', 'http://127.0.0.1.evil.example/keys']) {
      assert.ok('TAB_KEYS_URL' in problemsOf({ ...local, TAB_KEYS_URL: bad }), bad);
      assert.ok('TAB_HOST_ORIGINS' in problemsOf({ ...local, TAB_HOST_ORIGINS: bad }), bad);
    }
  });

  it('reports all problems together, by variable name', () => {
    const problems = problemsOf({
      PORT: 'abc',
      MicrosoftAppId: 'x',
      POLL_SECONDS: '0',
      DEFAULT_TIME_ZONE: 'Mars/Base',
    });
    assert.deepEqual(Object.keys(problems).sort(), [
      'ALLOWED_TENANTS',
      'CI_INSTANCE_ID',
      'CI_SUBSCRIPTION_KEY',
      'DEFAULT_TIME_ZONE',
      'MicrosoftAppId',
      'POLL_SECONDS',
      'PORT',
    ]);
  });

  it('ends the start when the app id is empty and local mode is off', () => {
    const { MicrosoftAppId: _, ...rest } = good;
    assert.match(problemsOf(rest).MicrosoftAppId ?? '', /missing/);
    assert.deepEqual(problemsOf({ ...rest, HERALD_LOCAL: '1' }), {});
  });

  it('reads GUIDs in either case', () => {
    const config = readConfig({ ...good, ALLOWED_TENANTS: 'ABCDEF00-2222-4333-8444-555555555555' });
    assert.deepEqual(config.allowedTenants, ['abcdef00-2222-4333-8444-555555555555']);
  });

  it('refuses an unknown type of bot instead of guessing one', () => {
    assert.ok(problemsOf({ ...good, MicrosoftAppType: 'singletenant' }).MicrosoftAppType);
  });

  it('refuses a password with a managed identity and a missing one without', () => {
    assert.match(problemsOf({ ...good, MicrosoftAppType: 'UserAssignedMSI' }).MicrosoftAppPassword ?? '', /remove/);
    const { MicrosoftAppPassword: _, ...rest } = good;
    assert.match(problemsOf(rest).MicrosoftAppPassword ?? '', /missing/);
  });

  it('refuses plain http for anything but loopback', () => {
    assert.ok(problemsOf({ ...good, CI_BASE_URL: 'http://example.org/v1' }).CI_BASE_URL);
    assert.deepEqual(problemsOf({ ...good, CI_BASE_URL: 'http://127.0.0.1:8080/v1' }), {});
  });

  it('never prints a secret', () => {
    const config = readConfig(good);
    const printed = inspect(config, { depth: 9 }) + JSON.stringify(config) + String(config.values.CI_SUBSCRIPTION_KEY);
    assert.ok(!printed.includes('pass-word'));
    assert.ok(!printed.includes('key-of-ci'));
    assert.equal(config.connections[0]?.subscriptionKey.reveal(), 'key-of-ci');
  });

  it('never repeats the value of a bad variable', () => {
    const problems = problemsOf({ ...good, CI_INSTANCE_ID: 'hunter2-secret', PORT: 'hunter2-secret' });
    assert.ok(!JSON.stringify(problems).includes('hunter2'));
  });

  it('refuses a database it cannot use instead of ignoring it', () => {
    assert.ok(problemsOf({ ...good, DATABASE_URL: 'postgres://db' }).DATABASE_URL);
  });
});

describe('several connections', () => {
  const { CI_INSTANCE_ID: _, ...env } = { ...good, CI_CONNECTIONS_FILE: 'connections.json' };
  const one = { id: 'north', name: 'North', tenants: [tenant], CI_INSTANCE_ID: instance };
  const other = { id: 'south', name: 'South', tenants: [tenant], CI_INSTANCE_ID: tenant, CI_CALLS: 50 };

  it('are read from the file, with the environment as their default', () => {
    const config = readConfig(env, () => JSON.stringify([one, other]));
    assert.deepEqual(
      config.connections.map((c) => [c.id, c.calls, c.subscriptionKey.reveal()]),
      [
        ['north', 100, 'key-of-ci'],
        ['south', 50, 'key-of-ci'],
      ],
    );
  });

  const refused: [string, string | undefined][] = [
    ['a missing file', undefined],
    ['a file that is not JSON', '{'],
    ['an empty list', '[]'],
    ['an unknown setting', JSON.stringify([{ ...one, CI_KEY: 'x' }])],
    ['a bad setting', JSON.stringify([{ ...one, CI_CALLS: 'many' }])],
    ['two connections to one instance', JSON.stringify([one, { ...other, CI_INSTANCE_ID: instance }])],
    ['two connections with one id', JSON.stringify([one, { ...other, id: 'north' }])],
    ['a connection without tenants', JSON.stringify([{ ...one, tenants: [] }])],
  ];
  for (const [title, file] of refused) {
    it(`refuses ${title}`, () => assert.ok(Object.keys(problemsOf(env, file)).length > 0));
  }

  it('refuses one instance in the environment beside the file', () => {
    assert.ok(problemsOf({ ...env, CI_INSTANCE_ID: instance }, JSON.stringify([one])).CI_INSTANCE_ID);
  });
});
