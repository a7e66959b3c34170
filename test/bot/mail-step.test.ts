import assert from 'node:assert/strict';
import type { CardContent } from '../../src/model/card-content.js';
import { activity, BotWorld, postJson, tenant } from '../fakes/bot-world.js';

const key = `${tenant}/a:personal`;

describe('e-mail steps and owners', () => {
  let world: BotWorld;
  let base: string;
  let sent = 0;
  let asked = 0;

  beforeEach(async () => {
    world = new BotWorld();
    asked = 0;
    world.services.mailDomains = ['contoso.com', 'fabrikam.com'];
    operator(true);
    base = await world.start();
  });
  afterEach(() => world.stop());

  function operator(is: boolean): void {
    world.services.roles = {
      ...world.services.roles,
      of: async () => {
        asked += 1;
        return is ? 'operator' : 'viewer';
      },
    };
  }

  async function type(text: string, changes: Record<string, unknown> = {}): Promise<CardContent> {
    sent += 1;
    await postJson(base, activity('personal-message', { id: `p${sent}`, text, ...changes }));
    return world.last ?? assert.fail();
  }

  async function refusalOf(text: string): Promise<string> {
    const answer = await type(text);
    assert.ok(answer.situation === 'refusal', JSON.stringify(answer));
    assert.ok(answer.refusal.example ?? answer.refusal.suggestions?.[0], 'a refusal shows what to type instead');
    assert.deepEqual(await world.store.subscriptions({}), []);
    assert.deepEqual(await world.store.owners('main'), []);
    return answer.refusal.key;
  }

  const mailOf = async () => (await world.store.subscriptions({ conversationKey: key }))[0]?.mail;

  it('an operator sets addresses, changes them by saying it again, and ends them', async () => {
    const made = await type('subscribe refresh-failed email ann@contoso.com, bo@fabrikam.com owner');
    assert.equal(made.situation, 'subscribed');
    assert.deepEqual(await mailOf(), { to: ['ann@contoso.com', 'bo@fabrikam.com'], owner: true });
    await type('subscribe refresh-failed');
    assert.deepEqual(await mailOf(), { to: ['ann@contoso.com', 'bo@fabrikam.com'], owner: true });
    await type('subscribe refresh-failed email chi@contoso.com');
    assert.deepEqual(await mailOf(), { to: ['chi@contoso.com'] });
    operator(false);
    await type('subscribe refresh-failed email none');
    assert.equal(await mailOf(), undefined);
    assert.deepEqual(
      world.store.audit.filter(({ action }) => action === 'email').map(({ facts }) => facts?.to),
      ['email ann@contoso.com bo@fabrikam.com owner', 'email chi@contoso.com', 'none'],
    );
  });

  it('is refused before anything is stored or asked: no address, a foreign domain, no mail server', async () => {
    assert.equal(await refusalOf('subscribe refresh-failed email ann@'), 'email-not-address');
    for (const foreign of ['eve@evil.test', 'eve@contoso.com.evil.test', 'eve@sub.contoso.com', 'eve@notcontoso.com']) {
      assert.equal(await refusalOf(`subscribe refresh-failed email ann@contoso.com ${foreign}`), 'email-domain');
    }
    world.services.mailDomains = [];
    assert.equal(await refusalOf('subscribe refresh-failed email ann@contoso.com'), 'email-domain');
    delete world.services.mailDomains;
    assert.equal(await refusalOf('subscribe refresh-failed email ann@contoso.com'), 'email-not-set-up');
    assert.equal(await refusalOf('subscribe refresh-failed email owner'), 'email-not-set-up');
    assert.equal(asked, 0);
    assert.deepEqual(world.calls, []);
  });

  it('is for operators alone', async () => {
    operator(false);
    assert.equal(await refusalOf('subscribe refresh-failed email ann@contoso.com'), 'email-operators');
    assert.equal(await refusalOf('subscribe refresh-failed email owner'), 'email-operators');
    assert.equal(await refusalOf('owner source "Loyalty CRM" email ann@contoso.com'), 'email-operators');
    assert.equal(await refusalOf('owner source "Loyalty CRM" none'), 'owner-operators');
  });

  it('an owner is named, shown, replaced and taken away', async () => {
    const bo = { id: '29:bo', name: 'Bo Berg', aadObjectId: 'aad-bo' };
    const entities = [{ type: 'mention', text: '<at>Bo Berg</at>', mentioned: bo }];
    const named = await type('owner source loyalty <at>Bo Berg</at> email bo@contoso.com', { entities });
    assert.deepEqual(named, {
      situation: 'done',
      key: 'owner-set',
      facts: { name: 'Loyalty CRM', who: 'Bo Berg, bo@contoso.com' },
    });
    const [owner] = await world.store.owners('main');
    assert.deepEqual(owner?.object, { kind: 'source', id: 'src-crm', name: 'Loyalty CRM' });
    assert.deepEqual([owner?.tenantId, owner?.person?.id, owner?.email], [tenant, '29:bo', 'bo@contoso.com']);
    await type('owner segment HighValueLapsing email ann@contoso.com');
    const shown = await type('owners');
    assert.deepEqual(shown.situation === 'owners' && shown.owners.map(({ object }) => object.name), [
      'Loyalty CRM',
      'High value, lapsing',
    ]);
    const found = await type('owners bo berg');
    assert.equal(found.situation === 'owners' && found.owners.length, 1);
    await type('owner source "Loyalty CRM" email chi@contoso.com');
    assert.equal((await world.store.owners('main')).find(({ object }) => object.kind === 'source')?.person, undefined);
    const gone = await type('owner source "Loyalty CRM" none');
    assert.equal(gone.situation === 'done' && gone.key, 'owner-removed');
    const again = await type('owner source "Loyalty CRM" none');
    assert.equal(again.situation === 'done' && again.key, 'owner-none');
    assert.equal(world.store.audit.filter(({ action }) => action === 'owner').length, 4);
  });

  it('a name that nothing has, or several, names no owner', async () => {
    assert.equal(await refusalOf('owner source Nowhere email ann@contoso.com'), 'source-unknown');
    const several = await type('owner segment customers email ann@contoso.com');
    assert.equal(several.situation === 'refusal' && several.refusal.key, 'segment-ambiguous');
    assert.ok(
      several.situation === 'refusal' &&
        several.refusal.suggestions?.includes('owner segment "New customers" email ann@contoso.com'),
    );
    const typed = await type('owner source "Loyalty CRM" @Bo');
    assert.equal(typed.situation === 'refusal' && typed.refusal.key, 'mention-unknown');
    assert.deepEqual(await world.store.owners('main'), []);
  });

  it('owners of another tenant are not shown', async () => {
    await type('owner source "Loyalty CRM" email ann@contoso.com');
    const [owner] = await world.store.owners('main');
    assert.ok(owner);
    await world.store.saveOwner({ ...owner, tenantId: 'other', email: 'secret@contoso.com' });
    const shown = await type('owners');
    assert.equal(shown.situation === 'owners' && shown.owners.length, 1);
  });
});
