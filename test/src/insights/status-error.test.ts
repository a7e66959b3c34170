import assert from 'node:assert/strict';
import { retryAfterMs, statusError } from '../../../src/insights/status-error.js';

describe('error of a status', () => {
  const nowMs = Date.UTC(2026, 2, 4, 2, 0, 0);

  it('reads Retry-After as seconds and as a date, and nothing else', () => {
    assert.equal(retryAfterMs('17', nowMs), 17_000);
    assert.equal(retryAfterMs(' 0 ', nowMs), 0);
    assert.equal(retryAfterMs('Wed, 04 Mar 2026 02:00:30 GMT', nowMs), 30_000);
    for (const useless of [null, '', 'soon', '-5', '1e3x', 'Wed, 04 Mar 2026 01:00:00 GMT']) {
      assert.equal(retryAfterMs(useless, nowMs), undefined, String(useless));
    }
  });

  it('never makes anybody wait longer than ten minutes', () => {
    assert.equal(retryAfterMs('86400', nowMs), 600_000);
    assert.equal(retryAfterMs('Thu, 04 Mar 2027 02:00:00 GMT', nowMs), 600_000);
  });

  it('names the call, the status and the code, but not a sentence that may hold personal data', () => {
    const body = JSON.stringify({ errorCode: 'BadRequest', message: "Value 'nadia@example.net' is no date." });
    const error = statusError('getItems', new Response(null, { status: 400 }), body, nowMs);
    assert.equal(error.message, 'getItems: 400 BadRequest');
  });

  it('does not stumble over a body of another shape', () => {
    for (const body of ['', 'null', '[]', '"x"', '{"errorCode":{}}', '{"error":"x"}', '<html>']) {
      const error = statusError('call', new Response(null, { status: 500 }), body, nowMs);
      assert.equal(error.message, 'call: 500');
      assert.equal(error.retryable, true);
    }
  });
});
