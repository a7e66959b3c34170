import assert from 'node:assert/strict';
import { createPersonalChats, type PersonalChats } from '../../../src/delivery/personal-chats.js';
import type { Conversation } from '../../../src/model/conversation.js';
import { conversation, keyOf } from '../store/samples.js';
import { OutboxHarness } from './outbox-harness.js';

const ann = { id: '29:ann', aadObjectId: 'object-ann', name: 'Ann' };

describe('a personal chat', () => {
  let h: OutboxHarness;
  let chats: PersonalChats;
  let from: Conversation;

  beforeEach(async () => {
    h = new OutboxHarness();
    await h.place();
    await h.outbox.start();
    chats = createPersonalChats({ store: h.store, outbox: h.outbox, clock: h.clock });
    from = (await h.store.conversation(keyOf())) as Conversation;
  });
  afterEach(() => h.outbox.stop(0));

  async function wanted(passMs = 1000): Promise<string | undefined> {
    const found = chats.with(ann, from);
    await h.run();
    await h.pass(passMs, 250);
    return found;
  }

  const chat = (over: Partial<Conversation>): Conversation => ({
    ...conversation({}, 'chat'),
    type: 'personal',
    user: ann,
    ...over,
  });
  const save = (one: Conversation) => h.store.saveConversation(one.key, () => one);

  it('is where it was asked, when that is one', async () => {
    assert.equal(await chats.with(ann, chat({ key: 'k' })), 'k');
    assert.equal(h.sender.requests.length, 0);
  });

  it('is found where it is known, by either id of the person', async () => {
    await save(chat({ user: { id: '29:old', aadObjectId: 'object-ann', name: 'Ann' } }));
    assert.equal(await wanted(), keyOf('chat'));
    assert.equal(h.sender.requests.length, 0);
  });

  it('of another tenant or person, or one that is gone, is none', async () => {
    await save(chat({ tenantId: 'other' }));
    await save(chat({ key: 'k2', user: { ...ann, id: '29:bo', aadObjectId: 'object-bo' } }));
    await save(chat({ key: 'k3', installed: false }));
    await save(chat({ key: 'k4', suspended: { reason: 'x', atMs: 0 } }));
    const key = await wanted();
    assert.equal(key, `${from.tenantId}/a:29:ann`);
  });

  it('is opened with one recorded request, and posts go there', async () => {
    const key = await wanted();
    assert.deepEqual(h.sender.requests, [
      {
        kind: 'open',
        target: { serviceUrl: from.serviceUrl, tenantId: from.tenantId, conversationId: from.id },
        botId: from.botId,
        memberId: '29:ann',
      },
    ]);
    assert.equal(h.outbox.stats().attempts, 1);
    const opened = await h.store.conversation(key ?? '');
    assert.deepEqual([opened?.type, opened?.id, opened?.user, opened?.installed], ['personal', 'a:29:ann', ann, true]);
    assert.equal(await chats.with(ann, from), key);
    assert.equal(h.sender.requests.length, 1);
  });

  it('that Teams refuses is none, and nobody is suspended for it', async () => {
    h.sender.script.push({ result: 'gone', status: 403, reason: 'BotNotInConversationRoster' });
    assert.equal(await wanted(), undefined);
    assert.deepEqual([h.gone, (await h.store.conversation(keyOf()))?.suspended], [[], undefined]);
  });

  it('is opened again after a failure that tells nothing: it is the same chat', async () => {
    h.sender.script.push({ result: 'ambiguous', status: 502, reason: 'x' }, { result: 'throttled', status: 429 });
    assert.equal(await wanted(20_000), `${from.tenantId}/a:29:ann`);
    assert.equal(h.sender.requests.length, 3);
  });

  it('is not waited for by whoever no longer wants it', async () => {
    h.sender.script.push(() => ({ result: 'throttled', status: 429, retryAfterMs: 600_000 }));
    const end = new AbortController();
    const found = chats.with(ann, from, end.signal);
    await h.run();
    end.abort();
    assert.equal(await found, undefined);
  });

  it('is not waited for without end, and then no longer wanted', async () => {
    h.sender.script.push(() => ({ result: 'throttled', status: 429, retryAfterMs: 600_000 }));
    assert.equal(await wanted(31_000), undefined);
    const requests = h.sender.requests.length;
    await h.pass(1_200_000, 60_000);
    assert.equal(h.sender.requests.length, requests);
  });
});
