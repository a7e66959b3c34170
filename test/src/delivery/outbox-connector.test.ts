import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scaledClock } from '../../../src/base/clock.js';
import { createLog } from '../../../src/base/log.js';
import { createConnectorSender } from '../../../src/delivery/connector.js';
import { createOutbox } from '../../../src/delivery/outbox.js';
import { createFileStore } from '../../../src/store/file-store.js';
import { commit, conversation, delivery, keyOf, message } from '../store/samples.js';

const channels = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('outbox, store and connector sender against a connector with faults', () => {
  const accepted: string[] = [];
  let requests = 0;
  let server: Server;
  let serviceUrl: string;
  let dataDir: string;

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'herald-outbox-'));
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        requests += 1;
        const { summary } = JSON.parse(body) as { summary: string };
        const fault = requests % 9;
        if (fault === 2) {
          response.writeHead(429, { 'retry-after': '1' });
          response.end();
        } else if (fault === 4) {
          response.writeHead(412);
          response.end();
        } else if (fault === 7) {
          // Delivered, and nobody is told: the worst that can happen.
          accepted.push(`${request.method} ${summary}`);
          request.socket.destroy();
        } else {
          accepted.push(`${request.method} ${summary}`);
          response.writeHead(201);
          response.end(JSON.stringify({ id: `activity-${summary}` }));
        }
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    serviceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });

  after(async () => {
    server.closeAllConnections();
    server.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('requests counted at the connector equal the attempts recorded, and no message is accepted twice', async () => {
    const clock = scaledClock(100);
    const log = createLog('silent');
    const store = createFileStore({ dataDir, clock, log });
    await store.open();
    for (const channel of channels) {
      await store.saveConversation(keyOf(channel), () => conversation({ serviceUrl }, channel));
    }
    const sender = createConnectorSender({
      token: async () => undefined,
      timeoutMs: 1_000_000,
      clock,
      allowServiceUrl: (url) => url === serviceUrl,
    });
    const outbox = createOutbox({
      store,
      sender,
      clock,
      log,
      tenantRps: 30,
      render: async ({ id }) => ({
        activity: {
          type: 'message',
          summary: id,
          attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: {} }],
        },
      }),
      onGone: async () => undefined,
    });
    await outbox.start();
    const ids = Array.from({ length: 48 }, (_, n) => `m${n}`);
    for (const [n, id] of ids.entries()) {
      const conversationKey = keyOf(channels[n % channels.length]);
      await store.commit(
        commit({
          expectedVersion: n,
          messages: [message(id, { conversationKey })],
          deliveries: [delivery(`d-${id}`, id, { conversationKey, createdAtMs: n })],
        }),
      );
      outbox.wake();
    }
    while ((await store.openDeliveries()).length > 0) await clock.sleep(500);
    await outbox.stop();
    const deliveries = (await Promise.all(ids.map((id) => store.deliveriesOfMessage(id)))).flat();
    const counts = await store.deliveryCounts();
    await store.close();

    const attempts = deliveries.reduce((sum, one) => sum + one.attempts.length, 0);
    assert.equal(attempts, requests);
    assert.equal(outbox.stats().attempts, requests);
    assert.deepEqual([...accepted].sort(), ids.map((id) => `POST ${id}`).sort());
    assert.ok(counts.ambiguous > 0 && requests > ids.length, 'the faults came');
    assert.equal(counts.sent + counts.ambiguous, ids.length);
  });
});
