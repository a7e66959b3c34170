import assert from 'node:assert/strict';
import { activity, postJson } from '../fakes/bot-world.js';
import { settle } from '../fakes/fake-clock.js';
import { chatKey, GatherWorld, table } from './gather-world.js';

const uploadInfo = {
  contentUrl: 'https://good.example/files/1',
  uploadUrl: 'https://good.example/upload/1',
  name: 'Shop_Orders.csv',
  uniqueId: 'ABC',
  fileType: 'csv',
};

describe('the answer to an offered file', () => {
  let world: GatherWorld;
  let base: string;
  let sent = 0;

  beforeEach(async () => {
    world = new GatherWorld();
    base = await world.start();
    world.read = table(2);
    await world.gather(200);
    await world.ended();
  });
  afterEach(() => world.stop());

  async function answer(value: unknown, changes: Record<string, unknown> = {}): Promise<void> {
    sent += 1;
    const invoke = { type: 'invoke', name: 'fileConsent/invoke', id: `f:file-${sent}`, text: undefined, value };
    const posted = await postJson(base, activity('personal-message', { ...invoke, ...changes }));
    assert.deepEqual([posted.status, posted.text], [200, '']);
  }
  const context = () => ({ file: world.offerId });
  const accept = (changes: object = {}, file = context()) =>
    answer({ type: 'fileUpload', action: 'accept', context: file, uploadInfo: { ...uploadInfo, ...changes } });
  const decline = (file = context()) => answer({ type: 'fileUpload', action: 'decline', context: file });
  const offered = async (id: string) => {
    const subject = (await world.store.message(id))?.subject;
    return subject?.kind === 'file' || subject?.kind === 'card' ? subject.content : undefined;
  };
  const said = async () => {
    const content = await world.shown(chatKey);
    return content?.situation === 'refusal' ? content.refusal : content?.situation;
  };

  it('accepted: the file goes to the place that Teams names, and takes the place of the question', async () => {
    const id = world.offerId;
    await accept({ fileType: undefined });
    assert.deepEqual(world.uploads, [
      { url: uploadInfo.uploadUrl, text: "\uFEFFOrderId,Note\r\n1,'=order 1\r\n2,'=order 2\r\n" },
    ]);
    assert.deepEqual(await offered(id), {
      situation: 'file-sent',
      name: 'Shop_Orders.csv',
      entity: 'Shop_Orders',
      rows: 2,
      contentUrl: uploadInfo.contentUrl,
      uniqueId: 'ABC',
      fileType: 'csv',
    });
    assert.equal(world.services.files.size, 0);
    assert.deepEqual(
      world.store.audit.map((one) => [one.action, one.facts]),
      [
        ['gather', { entity: 'Shop_Orders', rows: '2', connection: 'main' }],
        ['file-saved', { entity: 'Shop_Orders', rows: '2' }],
      ],
    );
  });

  it('accepted twice, one after the other or at once: it is uploaded once', async () => {
    const file = context();
    await Promise.all([accept({}, file), accept({}, file)]);
    await accept({}, file);
    assert.equal(world.uploads.length, 1);
    assert.deepEqual(await said(), { key: 'file-saved' });
    assert.equal((await offered(file.file))?.situation, 'file-sent');
  });

  it('declined: nothing is kept, and what was declined cannot be accepted', async () => {
    const file = context();
    await decline();
    assert.equal(world.services.files.size, 0);
    const content = await offered(file.file);
    assert.deepEqual(content?.situation === 'gathered' && content.end, 'declined');
    await decline(file);
    await accept({}, file);
    assert.deepEqual(await said(), { key: 'file-unknown', suggestions: ['items Shop_Orders top 200'] });
    assert.equal(world.uploads.length, 0);
  });

  it('too late: the question turns into the way to ask again', async () => {
    const id = world.offerId;
    await world.clock.advance(30 * 60_000);
    await settle();
    const content = await offered(id);
    assert.deepEqual(content?.situation === 'gathered' && content.end, 'expired');
    assert.equal(world.services.files.size, 0);
    await accept({}, { file: id });
    assert.equal(world.uploads.length, 0);
  });

  it('after a restart the file is gone, and that is said', async () => {
    const id = world.offerId;
    world.services.files.clear();
    await accept();
    const content = await offered(id);
    assert.deepEqual(content?.situation === 'gathered' && content.end, 'expired');
    assert.equal(world.uploads.length, 0);
  });

  it('somebody else’s, unknown or forged: nothing is sent, nothing is changed', async () => {
    const file = context();
    const value = { type: 'fileUpload', action: 'accept', context: file, uploadInfo };
    const other = { id: 'a:other', conversationType: 'personal', tenantId: 'tenant-1' };
    await answer(value, { conversation: other, from: { id: '29:bo', name: 'Bo' } });
    await accept({}, { file: 'nothing' });
    const [card] = world.posted;
    await accept({}, { file: card?.id ?? '' });
    assert.equal(world.uploads.length, 0);
    assert.equal((await offered(file.file))?.situation, 'file-consent');
    assert.ok(world.services.files.size > 0);
  });

  it('that makes no sense is said to be unreadable', async () => {
    const file = context();
    for (const value of [
      undefined,
      null,
      'accept',
      {},
      { type: 'fileUpload', action: 'accept', context: file },
      { type: 'fileUpload', action: 'both', context: file, uploadInfo },
      { type: 'other', action: 'decline', context: file },
      { type: 'fileUpload', action: 'decline', context: {} },
      { type: 'fileUpload', action: 'accept', context: file, uploadInfo: { ...uploadInfo, name: '' } },
      {
        type: 'fileUpload',
        action: 'accept',
        context: file,
        uploadInfo: { ...uploadInfo, uploadUrl: 'x'.repeat(9000) },
      },
    ]) {
      await answer(value);
      assert.deepEqual(await said(), { key: 'file-unreadable' });
    }
    assert.equal(world.uploads.length, 0);
  });

  it('a place that is not one of Teams’ gets nothing, and may not be linked', async () => {
    const id = world.offerId;
    for (const changes of [{ uploadUrl: 'https://evil.example/1' }, { contentUrl: 'https://evil.example/1' }]) {
      await accept(changes, { file: id });
      assert.deepEqual(await said(), { key: 'file-place' });
    }
    assert.equal(world.uploads.length, 0);
    await accept({}, { file: id });
    assert.equal(world.uploads.length, 1);
  });

  it('a failed upload can be tried again', async () => {
    const file = context();
    world.uploaded = 'failed';
    await accept();
    assert.deepEqual(await said(), { key: 'file-upload-failed', suggestions: ['items Shop_Orders top 200'] });
    world.uploaded = 'stored';
    await accept({}, file);
    assert.equal((await offered(file.file))?.situation, 'file-sent');
  });
});
