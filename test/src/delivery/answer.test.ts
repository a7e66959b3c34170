import assert from 'node:assert/strict';
import { createAnswers } from '../../../src/delivery/answer.js';
import type { CardContent } from '../../../src/model/card-content.js';
import { keyOf } from '../store/samples.js';
import { OutboxHarness } from './outbox-harness.js';

const content = (reference: string): CardContent => ({ situation: 'error', code: 'internal', reference });

describe('answers to people', () => {
  let h: OutboxHarness;
  let answers: ReturnType<typeof createAnswers>;

  beforeEach(async () => {
    h = new OutboxHarness();
    answers = createAnswers({ store: h.store, outbox: h.outbox, clock: h.clock });
    await h.place();
    await h.outbox.start();
  });
  afterEach(() => h.outbox.stop(0));

  it('an answer is durable when it is promised, and posted into its thread', async () => {
    const message = await answers.answer({ conversationKey: keyOf(), threadId: '1700' }, content('A'));
    assert.deepEqual((await h.store.message(message.id))?.subject, { kind: 'card', content: content('A') });
    await h.run();
    assert.equal(h.sender.requests[0]?.target.conversationId, '19:ops@thread.tacv2;messageid=1700');
  });

  it('an edit changes the message in place', async () => {
    const message = await answers.answer({ conversationKey: keyOf() }, content('A'));
    await h.run();
    await answers.edit(message.id, content('B'));
    await h.run();
    assert.deepEqual(
      h.sender.requests.map((one) => one.kind),
      ['post', 'update'],
    );
    assert.deepEqual((await h.store.message(message.id))?.subject, { kind: 'card', content: content('B') });
  });

  it('an edit of a message that is no longer known changes nothing and says so', async () => {
    assert.equal(await answers.edit('long ago', content('A')), undefined);
    assert.deepEqual(await h.store.openDeliveries(), []);
  });
});
