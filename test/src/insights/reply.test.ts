import assert from 'node:assert/strict';
import { readText } from '../../../src/insights/reply.js';

describe('reply', () => {
  it('is not read beyond 64 MB', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1;
        controller.enqueue(new Uint8Array(4 * 1024 * 1024));
      },
    });
    await assert.rejects(readText('call', new Response(endless)), { code: 'insights-bad-reply' });
    assert.ok(sent < 20);
  });

  it('keeps a letter whole that arrives in two pieces', async () => {
    const [first, second] = [new Uint8Array([0xd2]), new Uint8Array([0x9b])];
    const pieces = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(first);
        controller.enqueue(second);
        controller.close();
      },
    });
    assert.equal(await readText('call', new Response(pieces)), 'қ');
  });
});
