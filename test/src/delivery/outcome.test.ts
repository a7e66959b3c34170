import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextStep } from '../../../src/delivery/next-step.js';
import { outcomeOf, outcomeOfError } from '../../../src/delivery/outcome.js';
import type { SendOutcome } from '../../../src/delivery/sender.js';

const nowMs = Date.UTC(2026, 2, 4);
const coded = (code: string) => JSON.stringify({ error: { code, message: 'x' } });
const blocked = JSON.stringify({
  errorCode: 209,
  message: JSON.stringify({ subCode: 'MessageWritesBlocked', details: 'x' }),
});

describe('what the connector answered', () => {
  const table: [title: string, status: number, body: string, expected: SendOutcome][] = [
    ['a created message', 201, '{"id":"1700"}', { result: 'sent', status: 201, activityId: '1700' }],
    ['accepted without an id', 202, '', { result: 'sent', status: 202 }],
    ['an updated message', 200, '{"id":"1700"}', { result: 'sent', status: 200, activityId: '1700' }],
    ['a redirect', 307, '', { result: 'refused', status: 307, reason: 'http-307' }],
    ['a bad argument', 400, coded('BadArgument'), { result: 'refused', status: 400, reason: 'BadArgument' }],
    ['an unknown bot', 401, coded('BotNotRegistered'), { result: 'unauthorized', status: 401 }],
    [
      'a removed bot',
      403,
      coded('BotNotInConversationRoster'),
      { result: 'gone', status: 403, reason: 'BotNotInConversationRoster' },
    ],
    [
      'a blocked bot',
      403,
      coded('ConversationBlockedByUser'),
      { result: 'gone', status: 403, reason: 'ConversationBlockedByUser' },
    ],
    ['a refusal inside a string', 403, blocked, { result: 'gone', status: 403, reason: 'MessageWritesBlocked' }],
    ['a refusal without a body', 403, '', { result: 'gone', status: 403, reason: 'http-403' }],
    ['the wrong host', 403, coded('InvalidBotApiHost'), { result: 'wrong-host', status: 403 }],
    ['a lost message', 404, coded('ActivityNotFoundInConversation'), { result: 'message-gone', status: 404 }],
    [
      'a lost conversation',
      404,
      coded('ConversationNotFound'),
      { result: 'gone', status: 404, reason: 'ConversationNotFound' },
    ],
    ['any other 404', 404, '<html>', { result: 'refused', status: 404, reason: 'http-404' }],
    ['a time-out there', 408, '', { result: 'ambiguous', status: 408, reason: 'http-408' }],
    ['a conflict', 412, coded('PreconditionFailed'), { result: 'conflict', status: 412 }],
    [
      'a card too big',
      413,
      coded('MessageSizeTooBig'),
      { result: 'refused', status: 413, reason: 'MessageSizeTooBig' },
    ],
    ['too many requests', 429, '', { result: 'throttled', status: 429 }],
    ['a failure there', 500, coded('ServiceError'), { result: 'ambiguous', status: 500, reason: 'ServiceError' }],
    ['a failing gateway', 502, 'bad gateway', { result: 'ambiguous', status: 502, reason: 'http-502' }],
  ];
  for (const [title, status, body, expected] of table) {
    it(`${title} (${status}) is ${expected.result}`, () => {
      assert.deepEqual(outcomeOf({ status, body }, nowMs), expected);
    });
  }

  it('Retry-After is read as seconds or as a date, and nonsense is ignored', () => {
    const wait = (retryAfter: string) => {
      const outcome = outcomeOf({ status: 429, body: '', retryAfter }, nowMs);
      return outcome.result === 'throttled' ? outcome.retryAfterMs : assert.fail();
    };
    assert.equal(wait('3'), 3_000);
    assert.equal(wait(new Date(nowMs + 5_000).toUTCString()), 5_000);
    assert.equal(wait(new Date(nowMs - 5_000).toUTCString()), 0);
    assert.equal(wait('999999'), 3_600_000);
    assert.equal(wait('soon'), undefined);
  });

  it('no body of any status makes it throw, and a reason is always a plain word', () => {
    const bodies = fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => JSON.stringify({ error: { code: json, message: json } })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), bodies, (status, body) => {
        const outcome = outcomeOf({ status, body }, nowMs);
        if ('reason' in outcome) assert.match(outcome.reason, /^[\w.-]{1,64}$/);
      }),
    );
  });
});

describe('a request without an answer', () => {
  const failure = (code: string, over: object = {}) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, ...over }) });

  it('never left where the name, the route, the connection or the certificate failed', () => {
    for (const code of ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED']) {
      assert.equal(outcomeOfError(failure(code)).result, 'not-sent');
    }
    assert.equal(outcomeOfError(failure('ETIMEDOUT', { syscall: 'connect' })).result, 'not-sent');
    const both = Object.assign(new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]), {
      code: 'X',
    });
    assert.equal(outcomeOfError(new TypeError('fetch failed', { cause: both })).result, 'not-sent');
  });

  it('may have arrived in every other case', () => {
    for (const code of ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'ETIMEDOUT']) {
      assert.equal(outcomeOfError(failure(code)).result, 'ambiguous');
    }
    assert.deepEqual(outcomeOfError('odd'), { result: 'ambiguous', reason: 'no-reply' });
  });
});

describe('the step after an attempt', () => {
  const outcomes: SendOutcome[] = [
    { result: 'sent', status: 200 },
    { result: 'throttled', status: 429, retryAfterMs: 5 },
    { result: 'not-sent', reason: 'x' },
    { result: 'ambiguous', reason: 'x' },
    { result: 'conflict', status: 412 },
    { result: 'gone', status: 403, reason: 'x' },
    { result: 'message-gone', status: 404 },
    { result: 'wrong-host', status: 403 },
    { result: 'unauthorized', status: 401 },
    { result: 'refused', status: 400, reason: 'x' },
  ];
  type Kind = Parameters<typeof nextStep>[0]['kind'];
  const steps = (kind: Kind, conversationId = '19:ops@thread.tacv2') =>
    outcomes.map((one) => nextStep({ kind, target: { serviceUrl: '', tenantId: '', conversationId } }, one).do);
  const rest = ['suspend', 'forget', 'switch-host', 'stop-queue', 'fail'];

  it('a post is repeated only where it certainly did not arrive', () => {
    assert.deepEqual(steps('post'), [
      'done',
      'retry',
      'retry',
      'leave',
      'retry',
      'suspend',
      'fail',
      'switch-host',
      'stop-queue',
      'fail',
    ]);
  });

  it('a post into a thread that is not found leaves the thread', () => {
    const inThread = '19:ops@thread.tacv2;messageid=1';
    assert.deepEqual(steps('post', inThread)[6], 'leave-thread');
    const gone = { result: 'gone', status: 404, reason: 'ConversationNotFound' } as const;
    const request = { kind: 'post', target: { serviceUrl: '', tenantId: '', conversationId: inThread } } as const;
    assert.equal(nextStep(request, gone).do, 'leave-thread');
    assert.equal(nextStep(request, { ...gone, status: 403, reason: 'BotNotInConversationRoster' }).do, 'suspend');
    assert.equal(nextStep({ ...request, kind: 'update' }, gone).do, 'suspend');
  });

  it('updates and deletes are repeated freely', () => {
    assert.deepEqual(steps('update'), ['done', 'retry', 'retry', 'retry', 'retry', ...rest]);
    assert.deepEqual(steps('delete'), ['done', 'retry', 'retry', 'retry', 'retry', ...rest]);
  });

  it('opening a chat is repeated freely, and its refusal suspends nobody', () => {
    const end = ['fail', 'fail', 'switch-host', 'stop-queue', 'fail'];
    assert.deepEqual(steps('open'), ['done', 'retry', 'retry', 'retry', 'retry', ...end]);
  });
});
