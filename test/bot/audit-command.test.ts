import assert from 'node:assert/strict';
import { parseCommand, printCommand, runLine } from '../../bot/commands/index.js';
import { fileConsent } from '../../bot/invokes/file-consent.js';
import type { AuditRecord } from '../../src/store/store.js';
import { tenant } from '../fakes/bot-world.js';
import { ann, bo, chatKey, GatherWorld } from './gather-world.js';

const dayMs = 86_400_000;
const channel = `${tenant}/19:alerts@thread.tacv2`;

describe('the command audit', () => {
  let world: GatherWorld;
  beforeEach(() => {
    world = new GatherWorld();
    world.role = 'operator';
  });
  const say = async (line: string, person = ann) => runLine(line, await world.turn(person), world.services);
  const record = (daysAgo: number, over: Partial<AuditRecord> = {}): AuditRecord => ({
    atMs: world.clock.now() - daysAgo * dayMs,
    conversationKey: channel,
    actor: 'b1d0',
    action: 'subscribe',
    facts: { number: '1' },
    ...over,
  });
  const file = () => {
    const shelved = world.services.files.take(world.offerId);
    assert.ok(shelved && shelved !== 'taken');
    return Buffer.from(shelved.bytes).toString();
  };
  const end = async (line: string, person = ann) => {
    const content = await say(line, person);
    return content?.situation === 'gathered' ? content.end : content;
  };

  it('offers the lines of the last days as CSV, to whoever asked, in the personal chat', async () => {
    await world.turn();
    await world.store.appendAudit([record(40), record(3), record(1, { action: '=cmd()', facts: { line: 'a "b"' } })]);
    assert.equal(await end('audit'), 'offered');
    const offer = await world.shown(chatKey);
    assert.ok(offer?.situation === 'file-consent');
    assert.deepEqual([offer.entity, offer.rows, offer.command], ['audit', 2, 'audit']);
    const lines = file().trimEnd().split('\r\n');
    assert.deepEqual(lines, [
      '\uFEFFtime,conversation,conversationId,actor,action,details',
      '2026-03-01T02:00:00.000Z,,19:alerts@thread.tacv2,b1d0,subscribe,"{""number"":""1""}"',
      `2026-03-03T02:00:00.000Z,,19:alerts@thread.tacv2,b1d0,'=cmd(),"{""line"":""a \\""b\\""""}"`,
    ]);
    assert.deepEqual(world.store.audit.at(-1)?.facts, { days: '30', rows: '2' });
  });

  it('takes as many days as are named, and no lines of another tenant', async () => {
    await world.store.appendAudit([record(40), record(3), record(1, { conversationKey: 'tenant-10/19:x' })]);
    assert.equal(await end('audit 400'), 'offered');
    assert.equal(file().trimEnd().split('\r\n').length, 3);
  });

  it('says that there is nothing in a span without a line', async () => {
    await world.store.appendAudit([record(40)]);
    assert.equal(await end('audit 2'), 'none');
  });

  it('is for operators alone', async () => {
    world.role = 'viewer';
    await world.store.appendAudit([record(1)]);
    const content = await say('audit', bo);
    assert.ok(content?.situation === 'refusal' && content.refusal.key === 'operators-only-roles');
    assert.equal(world.posted.length, 0);
  });

  it('says that a file would be too large, and offers fewer days', async () => {
    await world.store.appendAudit(Array.from({ length: 50_001 }, () => record(1)));
    const content = await say('audit 30');
    assert.ok(content?.situation === 'refusal');
    assert.deepEqual(
      [content.refusal.key, content.refusal.suggestions],
      ['audit-too-large', ['audit 15', 'audit 7', 'audit 1']],
    );
  });

  it('says that a personal chat is needed where there is none', async () => {
    await world.store.appendAudit([record(1)]);
    world.chat = undefined;
    assert.equal(await end('audit'), 'no-chat');
  });

  it('is uploaded once the person agrees', async () => {
    await world.store.appendAudit([record(1)]);
    await say('audit');
    const value = {
      type: 'fileUpload',
      action: 'accept',
      context: { file: world.offerId },
      uploadInfo: {
        contentUrl: 'https://good.example/a.csv',
        uploadUrl: 'https://good.example/up',
        name: 'a.csv',
        uniqueId: 'u',
        fileType: 'csv',
      },
    };
    await fileConsent.run(value, await world.turn(ann, 'a:personal'), world.services, () => false);
    assert.equal(world.uploads.length, 1);
    assert.ok(world.uploads[0]?.text.includes('subscribe'));
  });

  it('refuses what is no number of days', () => {
    for (const line of ['audit 0', 'audit 401', 'audit soon', 'audit -1', 'audit 1.5', 'audit 99999']) {
      const read = parseCommand(line);
      assert.equal(!read.ok && read.problems[0].key, 'audit-days', line);
    }
    const read = parseCommand('audit 7 days');
    assert.equal(read.ok && printCommand(read.value), 'audit 7');
  });
});
