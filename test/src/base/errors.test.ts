import assert from 'node:assert/strict';
import { asHeraldError, errorCodes, HeraldError } from '../../../src/base/errors.js';

describe('errors', () => {
  for (const code of errorCodes) {
    it(`${code} carries its code, a retryable flag and its cause`, () => {
      const cause = new Error('cause');
      const error = new HeraldError(code, { cause });
      assert.equal(error.code, code);
      assert.equal(typeof error.retryable, 'boolean');
      assert.equal(error.cause, cause);
      assert.ok(error instanceof Error);
    });
  }

  it('an error of ours is passed through, anything else is wrapped with its cause', () => {
    const own = new HeraldError('insights-timeout');
    assert.equal(asHeraldError(own), own);
    const foreign = new TypeError('x');
    assert.equal(asHeraldError(foreign).cause, foreign);
    assert.equal(asHeraldError(foreign).code, 'internal');
    assert.equal(asHeraldError('thrown text', 'insights-refused').message, 'thrown text');
  });
});
