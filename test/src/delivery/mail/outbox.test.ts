import assert from 'node:assert/strict';
import { sourceFailed, sourceSucceeded } from '../../alerts/happenings.js';
import { MailWorld } from './mail-world.js';

const minuteMs = 60_000;
const later = (reason: string, server = false) => ({ result: 'later' as const, reason, server });

describe('the mail outbox', () => {
  let world: MailWorld;

  beforeEach(async () => {
    world = await new MailWorld().start();
  });

  afterEach(() => world.outbox.stop());

  it('tries again what was refused for now, later each time, under the same id', async () => {
    await world.watch();
    world.answer = (_, before) => (before < 3 ? later('smtp-451') : { result: 'sent', status: 250 });
    await world.mailed(sourceFailed('Shop', 1));
    assert.deepEqual(await world.states(), ['opened owed smtp-451']);
    await world.pass(9_000, 1_000);
    assert.equal(world.tries, 1);
    await world.pass(2_000, 1_000);
    assert.equal(world.tries, 2);
    await world.pass(10 * minuteMs);
    assert.equal(new Set(world.mails.map(({ id }) => id)).size, 1);
    const [row] = await world.rows();
    assert.equal(row?.state, 'sent');
    assert.deepEqual(
      row?.attempts.map(({ outcome }) => outcome),
      ['later', 'later', 'later', 'sent'],
    );
  });

  it('a final refusal is recorded with its code, and the end of what was never mailed is not mailed', async () => {
    await world.watch();
    world.answer = () => ({ result: 'refused', reason: 'smtp-550', status: 550 });
    await world.mailed(sourceFailed('Shop', 1));
    await world.mailed(sourceSucceeded('Shop', 2));
    await world.pass(60 * minuteMs);
    assert.equal(world.tries, 1);
    assert.deepEqual(await world.states(), ['opened failed smtp-550', 'over dropped never-told']);
  });

  it('of two recipients one is refused, and the other gets both mails', async () => {
    await world.watch({}, ['ann@contoso.com', 'bo@contoso.com']);
    world.answer = ({ to }) =>
      to.startsWith('ann') ? { result: 'refused', reason: 'smtp-550', status: 550 } : { result: 'sent' };
    await world.mailed(sourceFailed('Shop', 1));
    const over = await world.mailed(sourceSucceeded('Shop', 2));
    assert.deepEqual([over.length, over[0]?.split(' ')[0]], [1, 'bo@contoso.com']);
  });

  it('a server that hangs is left at the deadline, and others get their turn', async () => {
    await world.watch({}, ['ann@contoso.com', 'bo@contoso.com']);
    world.answer = ({ to }) => (to.startsWith('ann') ? 'hang' : { result: 'sent' });
    await world.mailed(sourceFailed('Shop', 1));
    assert.deepEqual(await world.states(), ['opened in-flight', 'opened owed']);
    await world.pass(2 * minuteMs, 1_000);
    const sent = (await world.rows()).find(({ mail }) => mail?.to === 'bo@contoso.com');
    assert.equal(sent?.state, 'sent');
    assert.ok(world.mails.filter(({ to }) => to.startsWith('ann')).length >= 2);
  });

  it('what is wrong with the server is no matter of one mail: nothing is tried until it is worth it', async () => {
    await world.watch({}, ['ann@contoso.com', 'bo@contoso.com', 'chi@contoso.com']);
    world.answer = () => later('smtp-unreachable', true);
    await world.mailed(sourceFailed('Shop', 1));
    assert.equal(world.tries, 1);
    await world.pass(60 * minuteMs);
    assert.ok(world.tries < 75, String(world.tries));
    world.answer = () => ({ result: 'sent' });
    await world.pass(2 * minuteMs);
    assert.deepEqual(await world.states(), ['opened sent', 'opened sent', 'opened sent']);
  });

  it('gives up after a day, and says why', async () => {
    await world.watch();
    world.answer = () => later('smtp-451');
    await world.mailed(sourceFailed('Shop', 1));
    await world.pass(25 * 60 * minuteMs, 15 * minuteMs);
    assert.deepEqual(await world.states(), ['opened failed smtp-451']);
  });

  it('what was under way when the process ended goes out again, and nothing else does', async () => {
    await world.watch({}, ['ann@contoso.com', 'bo@contoso.com']);
    world.answer = ({ to }) => (to.startsWith('bo') ? 'hang' : { result: 'sent' });
    await world.mailed(sourceFailed('Shop', 1));
    await world.outbox.stop();
    assert.deepEqual(await world.states(), ['opened sent', 'opened in-flight']);
    world.answer = () => ({ result: 'sent' });
    await world.start();
    assert.deepEqual(await world.states(), ['opened sent', 'opened sent']);
    const ids = world.mails.map(({ id }) => id);
    assert.equal(ids.length, 3);
    assert.equal(ids[1], ids[2]);
  });

  it('waits for nothing of Teams, which may be down', async () => {
    await world.watch();
    await world.happens(sourceFailed('Shop', 1));
    await world.run();
    assert.equal(world.mails.length, 1);
  });
});
