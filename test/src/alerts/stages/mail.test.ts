import assert from 'node:assert/strict';
import { MailWorld } from '../../delivery/mail/mail-world.js';
import {
  fullRefresh,
  progress,
  segment,
  sourceFailed,
  sourceSucceeded,
  stepFailed,
  stepSucceeded,
} from '../happenings.js';

const minuteMs = 60_000;
const night = { from: '22:00', to: '07:00', zone: 'UTC' };
const owner = {
  v: 1,
  connectionId: 'crm',
  tenantId: 't',
  object: { kind: 'source', id: 'Shop', name: 'Shop' },
  person: { id: '29:owen', name: 'Owen' },
  email: 'owen@contoso.com',
  setBy: { id: '29:ann', name: 'Ann' },
  setAtMs: 0,
} as const;

/** The clock of a world starts at two in the morning. */
describe('the e-mail step', () => {
  let world: MailWorld;

  beforeEach(async () => {
    world = await new MailWorld().start();
  });

  afterEach(() => world.outbox.stop());

  it('mails that something opened and that it is over, and nothing in between', async () => {
    await world.watch();
    const [opened] = await world.mailed(sourceFailed('Shop', 1));
    assert.match(opened ?? '', /^ann@contoso\.com .*failed.*Shop/);
    assert.deepEqual(await world.mailed(sourceFailed('Shop', 2, { attempts: 2 })), []);
    assert.deepEqual(await world.mailed(sourceFailed('Shop', 3, { attempts: 3 })), []);
    const [over, ...others] = await world.mailed(sourceSucceeded('Shop', 4));
    assert.match(over ?? '', /^ann@contoso\.com .*Shop/);
    assert.deepEqual(others, []);
    assert.equal(world.mails[1]?.follows, world.mails[0]?.id);
    assert.ok((await world.reasons('crm/source-refresh-failed/Shop/1')).includes('mail-owed'));
    assert.deepEqual(await world.mailed(sourceSucceeded('Shop', 5)), []);
  });

  it('mails each address once, however many subscriptions name it', async () => {
    await world.watch({}, ['ann@contoso.com', 'bo@contoso.com']);
    await world.watch({ target: { id: 'Shop', name: 'Shop' } }, ['Ann@contoso.com']);
    assert.deepEqual((await world.mailed(sourceFailed('Shop', 1))).map((one) => one.split(' ')[0]).sort(), [
      'ann@contoso.com',
      'bo@contoso.com',
    ]);
  });

  it('one mail for failures of one run that are found together, and one for all that join later', async () => {
    await world.watch();
    assert.equal((await world.mailed(sourceFailed('Shop', 1), sourceFailed('Crm', 1))).length, 1);
    for (const name of ['Web', 'Till', 'Post']) assert.deepEqual(await world.mailed(sourceFailed(name, 2)), []);
    await world.pass(11 * minuteMs);
    assert.equal(world.mails.length, 2);
    assert.match(world.mails[1]?.text ?? '', /Web[\s\S]*Till[\s\S]*Post/);
    assert.deepEqual(await world.mailed(sourceSucceeded('Shop', 20), sourceSucceeded('Crm', 20)), []);
    const last = ['Web', 'Till', 'Post'].map((name) => sourceSucceeded(name, 21));
    assert.equal((await world.mailed(...last)).length, 1);
  });

  it('tells a run that is followed by its first failure or its success, not by its beginning', async () => {
    await world.watch({ trigger: 'full-refresh-completed' });
    await world.watch({}, ['bo@contoso.com']);
    assert.deepEqual(await world.mailed(progress('j1', 1, 0)), []);
    assert.deepEqual(await world.mailed(progress('j1', 2, 5)), []);
    const [told, ...others] = await world.mailed(fullRefresh('j1', 9, 'successful'));
    assert.match(told ?? '', /^ann@contoso\.com .*Succeeded/);
    assert.deepEqual(others, []);
    await world.pass(30 * minuteMs);
    await world.mailed(progress('j2', 20, 0));
    await world.pass(3 * minuteMs);
    const [failed, ...more] = await world.mailed(sourceFailed('Shop', 21, { jobIds: ['j2'] }));
    assert.match(failed ?? '', /^bo@contoso\.com .*failed.*Shop/);
    assert.deepEqual(more, []);
    assert.doesNotMatch(world.mails.at(-1)?.text ?? '', /Running/);
    await world.mailed(fullRefresh('j2', 29, 'failed'));
    await world.pass(11 * minuteMs);
    assert.deepEqual(
      world.mails.slice(2).map((one) => one.to),
      ['ann@contoso.com'],
    );
  });

  it('five hundred failures of one run are one mail', async () => {
    await world.watch();
    const all = Array.from({ length: 500 }, (_, i) => sourceFailed(`S${i}`, 1));
    assert.equal((await world.mailed(...all)).length, 1);
    const over = Array.from({ length: 500 }, (_, i) => sourceSucceeded(`S${i}`, 3));
    assert.equal((await world.mailed(...over)).length, 1);
  });

  it('tells an address of what it was named for alone', async () => {
    await world.watch({ target: { id: 'Shop', name: 'Shop' } }, ['ann@contoso.com']);
    await world.watch({ target: { id: 'Crm', name: 'Crm' } }, ['bo@contoso.com']);
    await world.mailed(sourceFailed('Shop', 1), sourceFailed('Crm', 1));
    const [ann, bo] = world.mails;
    assert.deepEqual([ann?.to, bo?.to], ['ann@contoso.com', 'bo@contoso.com']);
    assert.doesNotMatch(ann?.text ?? '', /Crm/);
    assert.doesNotMatch(bo?.text ?? '', /Shop/);
    assert.equal((await world.mailed(sourceSucceeded('Shop', 2))).length, 1);
  });

  it('what comes of a failure is no mail for those who are told of the failure', async () => {
    await world.watch();
    await world.watch({ trigger: 'step-failed' });
    const skipped = [{ operation: 'segmentation', name: 'Vip' }];
    await world.mailed(sourceFailed('Shop', 1, { skipped }));
    await world.mailed(stepFailed('Vip', 2));
    await world.pass(30 * minuteMs);
    assert.equal(world.mails.length, 1);
    assert.deepEqual(await world.mailed(stepSucceeded('Vip', 40)), []);
    assert.equal((await world.mailed(sourceSucceeded('Shop', 41))).length, 1);
  });

  it('waits for the end of quiet hours, and says then what has become of it, once', async () => {
    await world.watch({ quiet: night });
    assert.deepEqual(await world.mailed(sourceFailed('Shop', 1)), []);
    assert.deepEqual(await world.mailed(sourceSucceeded('Shop', 2)), []);
    await world.pass(4 * 60 * minuteMs);
    assert.equal(world.mails.length, 0);
    await world.pass(61 * minuteMs);
    await world.send();
    await world.run();
    assert.equal(world.mails.length, 1);
    assert.match(world.mails[0]?.subject ?? '', /recovered/i);
    assert.deepEqual(await world.states(), ['opened sent', 'over dropped told-with-opening']);
  });

  it('waits while it is snoozed', async () => {
    await world.watch();
    await world.happens(sourceFailed('Shop', 1));
    const [alert] = await world.alerts();
    assert.ok(alert);
    const setState = async (state: 'snoozed' | 'open') => {
      const { version } = await world.store.connectionState('crm');
      await world.store.commit({ connectionId: 'crm', expectedVersion: version, alerts: [{ ...alert, state }] });
    };
    await setState('snoozed');
    await world.run();
    await world.pass(90 * minuteMs);
    assert.equal(world.mails.length, 0);
    await setState('open');
    await world.run();
    assert.equal(world.mails.length, 1);
  });

  it('is dropped with its subscription, and is not sent after the app was removed', async () => {
    const subscription = await world.watch();
    await world.happens(sourceFailed('Shop', 1));
    const { version } = await world.store.connectionState('crm');
    await world.store.commit({
      connectionId: 'crm',
      expectedVersion: version,
      removedSubscriptionIds: [subscription.id],
    });
    await world.run();
    assert.deepEqual(await world.states(), ['opened dropped no-longer-watched']);
    await world.watch();
    await world.happens(sourceFailed('Crm', 2, { jobIds: ['j2'] }));
    await world.conversation('ops', { installed: false });
    await world.run();
    assert.equal(world.mails.length, 0);
  });

  it('a success that is told once is mailed once', async () => {
    await world.watch({ trigger: 'source-refresh-succeeded' });
    assert.equal((await world.mailed(sourceSucceeded('Shop', 1))).length, 1);
    assert.deepEqual(await world.mailed(sourceSucceeded('Shop', 1)), []);
  });

  it('a threshold that was crossed and is back', async () => {
    const rule = { direction: 'above', value: '10', runs: 1 } as const;
    await world.watch({ trigger: 'segment-threshold', target: { id: 'Vip', name: 'Vip' }, rule });
    await world.mailed(segment('Vip', 1, '5'));
    assert.equal((await world.mailed(segment('Vip', 2, '15'))).length, 1);
    assert.deepEqual(await world.mailed(segment('Vip', 3, '16')), []);
    assert.equal((await world.mailed(segment('Vip', 4, '5'))).length, 1);
  });

  it('the owner is mentioned on the first card and mailed where the subscription says so', async () => {
    await world.store.saveOwner(owner);
    await world.subscribe({ trigger: 'source-refresh-failed', mail: { to: [], owner: true } });
    const mailed = await world.mailed(sourceFailed('Shop', 1));
    assert.match(mailed.join(), /^owen@contoso\.com/);
    const { messages } = await world.store.connectionState('crm');
    assert.deepEqual(messages[0]?.mentions, [owner.person]);
    await world.mailed(sourceFailed('Crm', 1, { jobIds: ['j2'] }));
    assert.ok((await world.reasons('crm/source-refresh-failed/Crm/1')).includes('mail-without-owner'));
    assert.equal(world.mails.length, 1);
  });

  it('an owner of another tenant or connection owns nothing here', async () => {
    await world.store.saveOwner({ ...owner, tenantId: 'other' });
    await world.store.saveOwner({ ...owner, connectionId: 'else' });
    await world.subscribe({ trigger: 'source-refresh-failed', mail: { to: [], owner: true } });
    assert.deepEqual(await world.mailed(sourceFailed('Shop', 1)), []);
    const { messages } = await world.store.connectionState('crm');
    assert.equal(messages[0]?.mentions, undefined);
  });

  it('the owner of a segment answers for the step that computes it', async () => {
    await world.store.saveOwner({ ...owner, object: { kind: 'segment', id: 'Vip', name: 'Vip' } });
    await world.subscribe({ trigger: 'step-failed', mail: { to: [], owner: true } });
    assert.match((await world.mailed(stepFailed('Vip', 1))).join(), /^owen@contoso\.com/);
  });
});
