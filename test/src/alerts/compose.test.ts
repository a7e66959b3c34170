import assert from 'node:assert/strict';
import { composeMessage } from '../../../src/alerts/compose.js';
import type { Alert } from '../../../src/model/alert.js';
import type { Message } from '../../../src/model/message.js';
import { sourceFailed, unified } from './happenings.js';

function alert(id: string, over: Partial<Alert> = {}): Alert {
  const observation = sourceFailed(id, 1);
  return {
    v: 1,
    id,
    key: id,
    conversationKey: 't/ops',
    connectionId: 'crm',
    trigger: 'source-refresh-failed',
    object: observation.object,
    state: 'open',
    version: 1,
    observation,
    facts: {},
    subscriptionIds: ['s1'],
    messageId: 'm',
    openedAtMs: 0,
    changedAtMs: 0,
    ...over,
  };
}

function message(over: Partial<Message> = {}): Message {
  return {
    v: 1,
    id: 'm',
    conversationKey: 't/ops',
    subject: { kind: 'alerts', alertIds: ['a', 'b', 'c'] },
    version: 1,
    sentVersion: 0,
    createdAtMs: 0,
    ...over,
  };
}

const sent = { sentVersion: 1, sent: { activityId: '1', conversationId: 'c', serviceUrl: 's', atMs: 0 } };
const expired: Partial<Alert> = { state: 'expired', subscriptionIds: [] };

function ids(content: ReturnType<typeof composeMessage>): string[] {
  assert.ok('situation' in content && content.situation === 'alert');
  return content.alerts.map((a) => a.id);
}

describe('what a message says', () => {
  it('names its alerts in its own order, those that were inhibited behind the rest', () => {
    const inhibited = alert('a', { facts: { inhibitedBy: 'b' } });
    assert.deepEqual(ids(composeMessage(message(), [alert('c'), inhibited, alert('b')])), ['b', 'c', 'a']);
  });

  it('names a source before a step, and the run that they ended last, in whichever order they were found', () => {
    const run = alert('a', { trigger: 'full-refresh-completed' });
    const step = alert('b', { trigger: 'step-failed' });
    assert.deepEqual(ids(composeMessage(message(), [run, step, alert('c')])), ['c', 'b', 'a']);
  });

  it('names a problem that came again once, in its last state', () => {
    const before = alert('a', { state: 'resolved', key: 'k' });
    const again = alert('b', { key: 'k', observation: sourceFailed('x', 5) });
    assert.deepEqual(ids(composeMessage(message(), [before, again])), ['b']);
  });

  it('is nothing where nobody was told and nobody watches any more', () => {
    assert.deepEqual(composeMessage(message(), [alert('a', expired)]), { drop: 'no-longer-watched' });
    const subject = { kind: 'notice', observation: unified(1), subscriptionIds: [] } as const;
    assert.deepEqual(composeMessage(message({ subject: { ...subject, subscriptionIds: [] } }), []), {
      drop: 'no-longer-watched',
    });
  });

  it('leaves out what nobody was told and nobody watches any more', () => {
    assert.deepEqual(ids(composeMessage(message(), [alert('a', expired), alert('b')])), ['b']);
  });

  it('turns grey what is on a card already', () => {
    assert.deepEqual(ids(composeMessage(message(sent), [alert('a', expired)])), ['a']);
  });

  it('is nothing where its alerts are not known any more', () => {
    assert.deepEqual(composeMessage(message(sent), []), { drop: 'no-longer-watched' });
  });

  it('is a notice with its number once that is known', () => {
    const subject = { kind: 'notice' as const, observation: unified(1), subscriptionIds: ['s1'] };
    assert.deepEqual(composeMessage(message({ subject }), []), { situation: 'notice', observation: unified(1) });
    assert.deepEqual(composeMessage(message({ subject: { ...subject, profiles: '5' } }), []), {
      situation: 'notice',
      observation: unified(1),
      profiles: '5',
    });
  });

  it('is the card of an answer', () => {
    const content = { situation: 'done' as const, key: 'k', facts: {} };
    assert.deepEqual(composeMessage(message({ subject: { kind: 'card', content } }), []), content);
  });
});
