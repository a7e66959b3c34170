import assert from 'node:assert/strict';
import { readActivity } from '../../bot/activity.js';
import { refusedServiceUrl, refusedTenant } from '../../bot/admission.js';
import { activity, BotWorld, postJson, tenant } from '../fakes/bot-world.js';

const teams = { local: false, allowedTenants: [tenant] };
const local = { local: true, allowedTenants: [] };

describe('admission', () => {
  it('answers go to the hosts of Teams alone, over https', () => {
    for (const url of [
      'https://smba.trafficmanager.net/emea/',
      'https://smba.trafficmanager.net/teams/tenant/',
      'https://smba.infra.gcc.teams.microsoft.com/teams',
      'https://smba.infra.gov.teams.microsoft.us/teams',
      'https://smba.infra.dod.teams.microsoft.us/teams',
    ]) {
      assert.equal(refusedServiceUrl(url, teams), undefined, url);
      assert.notEqual(refusedServiceUrl(url, local), undefined, url);
    }
    for (const url of [
      'http://smba.trafficmanager.net/emea/',
      'https://smba.trafficmanager.net:8443/emea/',
      'https://smba.trafficmanager.net.evil.example/',
      'https://evil.example/smba.trafficmanager.net/',
      'https://smba.trafficmanager.net@evil.example/',
      'https://x@smba.trafficmanager.net/',
      'https://127.0.0.1/',
      'http://localhost:3978/',
      '',
      'smba.trafficmanager.net',
    ]) {
      assert.notEqual(refusedServiceUrl(url, teams), undefined, url);
    }
  });

  it('in local mode answers stay on this machine', () => {
    for (const url of ['http://127.0.0.1:3979/teams/', 'http://localhost:1/', 'http://[::1]:9/']) {
      assert.equal(refusedServiceUrl(url, local), undefined, url);
    }
    for (const url of ['http://0.0.0.0/', 'http://10.0.0.1/', 'http://localhost.evil.example/', 'ftp://127.0.0.1/']) {
      assert.notEqual(refusedServiceUrl(url, local), undefined, url);
    }
  });

  it('a tenant must be named, once, and be one of ours', () => {
    const of = (changes: Record<string, unknown>, rules = teams) => {
      const read = readActivity(activity('personal-message', changes));
      assert.ok(read);
      return refusedTenant(read, rules);
    };
    assert.equal(of({}), undefined);
    assert.equal(of({ channelData: null }), undefined);
    assert.equal(of({ channelData: { tenant: { id: 'tenant-2' } } }), 'tenant-unclear');
    assert.equal(of({ channelData: {}, conversation: { id: 'a' } }), 'tenant-unclear');
    assert.equal(of({}, { local: false, allowedTenants: [] }), 'tenant-not-allowed');
    assert.equal(of({}, { local: false, allowedTenants: ['other'] }), 'tenant-not-allowed');
    assert.equal(of({}, local), undefined);
  });

  it('with an app id a request without a token, or with a made-up one, is answered 401 and nothing is stored', async () => {
    const world = new BotWorld();
    const auth = { appId: '00000000-0000-4000-8000-000000000001', appPassword: 'x', appType: 'MultiTenant' };
    const base = await world.start({ auth, local: false });
    try {
      const serviceUrl = 'https://smba.trafficmanager.net/emea/';
      for (const headers of [
        {},
        { authorization: 'Bearer' },
        { authorization: 'Bearer a.b.c' },
        { authorization: 'x' },
      ]) {
        const posted = await postJson(
          base,
          activity('personal-message', { serviceUrl }),
          headers as Record<string, string>,
        );
        assert.equal(posted.status, 401, JSON.stringify(headers));
        assert.deepEqual(posted.json, { error: { code: 'unauthorized', message: 'The token was not accepted.' } });
      }
      assert.deepEqual(await world.store.conversations(), []);
      const foreign = await postJson(base, activity('personal-message'));
      assert.equal(foreign.status, 403);
    } finally {
      await world.stop();
    }
  });
});
