import assert from 'node:assert/strict';
import { tellInterrupted } from '../../../src/app/interrupted.js';
import { createLog } from '../../../src/base/log.js';
import { createAnswers } from '../../../src/delivery/answer.js';
import type { CardContent } from '../../../src/model/card-content.js';
import { FakeClock } from '../../fakes/fake-clock.js';
import { MemoryStore } from '../../fakes/memory-store.js';

describe('cards that an earlier process left behind', () => {
  const store = new MemoryStore();
  const answers = createAnswers({ store, outbox: { wake: () => {} }, clock: new FakeClock() });
  const tell = () => tellInterrupted({ store, answers, log: createLog('silent') });
  const put = async (content: CardContent) => (await answers.answer({ conversationKey: 't/c' }, content)).id;
  const shown = async (id: string) => {
    const message = await store.message(id);
    return message?.subject.kind === 'card'
      ? { content: message.subject.content, version: message.version }
      : undefined;
  };

  it('say that nothing comes any more, once; others stay', async () => {
    const waiting = await put({ situation: 'waiting', turnAtMs: 1, command: 'segment VIP' });
    const unnamed = await put({ situation: 'waiting', turnAtMs: 1 });
    const common = { command: 'items Customer top 500', entity: 'Customer', person: 'Ann', rows: 200 };
    const cost = { calls: 2, limit: 100 };
    const gathering = await put({ situation: 'gathering', id: 'g', ...common, wanted: 500, cost });
    const other = await put({ situation: 'error', code: 'internal', reference: 'R' });
    await tell();
    await tell();
    assert.deepEqual(await shown(waiting), {
      content: { situation: 'interrupted', command: 'segment VIP' },
      version: 2,
    });
    assert.deepEqual(await shown(unnamed), { content: { situation: 'interrupted' }, version: 2 });
    const gathered = { situation: 'gathered', end: 'interrupted', ...common, cost };
    assert.deepEqual(await shown(gathering), { content: gathered, version: 2 });
    assert.equal((await shown(other))?.version, 1);
  });
});
