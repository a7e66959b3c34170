import assert from 'node:assert/strict';
import { createLog } from '../../../src/base/log.js';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  write(
    createLog('trace', {
      write: (line) => {
        text += line;
      },
    }),
  );
  return text;
}

describe('log', () => {
  it('never holds the request headers of an SDK error', () => {
    const error = Object.assign(new Error('failed'), {
      request: { headers: { authorization: 'Bearer abc.def' } },
      code: 'X1',
    });
    const text = logged((log) => log.error({ err: error }, 'call failed'));
    assert.ok(!text.includes('abc.def'));
    assert.ok(text.includes('X1'));
  });

  it('hides authorization wherever it is a field', () => {
    const text = logged((log) => log.info({ authorization: 'Bearer abc', request: { headers: { key: 'abc' } } }, 'x'));
    assert.ok(!text.includes('abc'));
  });
});
