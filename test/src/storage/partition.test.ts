import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createLog } from '../../../src/base/log.js';
import { selfSigned } from '../../../src/emulator/insights/self-signed.js';
import {
  createPartitionReader,
  largestPartition,
  type PartitionReaderOptions,
} from '../../../src/storage/partition.js';
import { FakeClock, settle } from '../../fakes/fake-clock.js';

describe('a partition', function () {
  this.timeout(20_000);
  const { cert, key } = selfSigned('localhost', Date.now());
  const sockets = new Set<Socket>();
  let server: Server;
  let port = 0;
  let answer: (request: IncomingMessage, response: ServerResponse) => void = (_, response) => response.end();
  let seen: IncomingMessage[] = [];
  let logged: string[] = [];
  const clock = new FakeClock();

  before(async () => {
    server = createServer({ key, cert }, (request, response) => {
      seen.push(request);
      response.on('error', () => undefined);
      answer(request, response);
    });
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  after(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    seen = [];
    logged = [];
  });

  function reader(more: Partial<PartitionReaderOptions> = {}) {
    return createPartitionReader({
      hosts: ['*.blob.core.windows.net'],
      clock,
      log: createLog('debug', { write: (line) => logged.push(line) }),
      own: { hosts: ['localhost'], ca: cert },
      ...more,
    });
  }
  const read = (path = '/a.csv?sig=secret') => reader().read(`https://localhost:${port}${path}`);

  it('is read, with its size, and carries nothing of ours there', async () => {
    answer = (_, response) => response.end('1,Nadia\r\n2,Teo\r\n');
    const head = await read();
    assert.ok(typeof head !== 'string');
    assert.deepEqual([head.head.toString(), head.size, head.complete], ['1,Nadia\r\n2,Teo\r\n', 16, true]);
    const { headers } = seen[0] ?? { headers: {} };
    assert.deepEqual(Object.keys(headers).sort(), ['accept', 'accept-encoding', 'connection', 'host']);
  });

  it('that is large is read as far as it is shown, where its size is said', async () => {
    answer = (_, response) => {
      response.setHeader('content-length', 50_000_000);
      response.write('x'.repeat(100_000));
    };
    const head = await read();
    assert.ok(typeof head !== 'string');
    assert.deepEqual([head.head.length, head.size, head.complete], [65_536, 50_000_000, false]);
  });

  it('that has no end is let go after 10 MB', async () => {
    let sent = 0;
    answer = (_, response) => {
      const block = Buffer.alloc(256 * 1024, 'x');
      const more = () => {
        while (!response.destroyed && sent < 10 * largestPartition) {
          sent += block.length;
          if (!response.write(block)) return response.once('drain', more);
        }
      };
      more();
    };
    const head = await read();
    assert.ok(typeof head !== 'string');
    assert.deepEqual([head.size, head.complete], [undefined, false]);
    assert.ok(sent < 2 * largestPartition, `${sent} bytes were sent`);
  });

  it('that comes a byte at a time, or never, is given up after a while', async () => {
    answer = (_, response) => response.write('x');
    const waiting = read();
    while (seen.length === 0) await settle();
    await settle(20);
    await clock.advance(20_000);
    assert.equal(await waiting, 'timeout');
  });

  it('that is compressed is not unpacked', async () => {
    answer = (_, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync(Buffer.alloc(20_000_000)));
    };
    assert.equal(await read(), 'encoded');
  });

  const answers: [status: number, reason: string][] = [
    [301, 'redirect'],
    [302, 'redirect'],
    [307, 'redirect'],
    [403, 'denied'],
    [404, 'missing'],
    [500, 'unavailable'],
    [206, 'unavailable'],
  ];
  for (const [status, reason] of answers) {
    it(`that is answered with ${status} is ${reason}, and no second request is made`, async () => {
      answer = (_, response) => {
        response.statusCode = status;
        response.setHeader('location', `https://localhost:${port}/elsewhere`);
        response.end('1,2');
      };
      assert.equal(await read(), reason);
      assert.equal(seen.length, 1);
    });
  }

  it('leaves no key of its location in the log', async () => {
    answer = (_, response) => {
      response.statusCode = 403;
      response.end();
    };
    await read('/a.csv?sig=verysecret');
    assert.match(logged.join(), /denied/);
    assert.doesNotMatch(logged.join(), /verysecret|a\.csv/);
  });

  const private_ = ['127.0.0.1', '10.0.0.5', '169.254.169.254', '100.64.0.1', '::1', 'fd00::1', '::ffff:10.0.0.1'];
  for (const address of private_) {
    it(`whose host leads to ${address} is not connected to, also where a public address stands beside it`, async () => {
      const family = address.includes(':') ? 6 : 4;
      const lookup: PartitionReaderOptions['lookup'] = (_, __, callback) =>
        callback(null, [
          { address: '20.60.1.1', family: 4 },
          { address, family },
        ]);
      assert.equal(await reader({ lookup }).read('https://contoso.blob.core.windows.net/a'), 'address');
      assert.equal(seen.length, 0);
    });
  }

  it('is looked up once, by the connection itself: an answer that changes afterwards has no effect', async () => {
    let asked = 0;
    const lookup: PartitionReaderOptions['lookup'] = (_, __, callback) => {
      asked += 1;
      callback(null, [{ address: '127.0.0.1', family: 4 }]);
    };
    answer = (_, response) => response.end('1');
    assert.ok(typeof (await reader({ lookup }).read(`https://localhost:${port}/a`)) !== 'string');
    assert.equal(asked, 1);
  });

  it('a host of this machine that the product was not given is none', async () => {
    const plain = createPartitionReader({ hosts: ['localhost'], clock, log: createLog('silent') });
    assert.equal(await plain.read(`https://localhost:${port}/a`), 'host');
  });

  it('a host of this machine must be vouched for, and lead to this machine', async () => {
    const other = selfSigned('localhost', Date.now()).cert;
    const wrong = reader({ own: { hosts: ['localhost'], ca: other } });
    assert.equal(await wrong.read(`https://localhost:${port}/a`), 'unavailable');
    const lookup: PartitionReaderOptions['lookup'] = (_, __, callback) =>
      callback(null, [{ address: '10.0.0.1', family: 4 }]);
    assert.equal(await reader({ lookup }).read(`https://localhost:${port}/a`), 'address');
    assert.equal(seen.length, 0);
  });

  it('more than four at a time are told to wait', async () => {
    const held: ServerResponse[] = [];
    answer = (_, response) => held.push(response);
    const one = reader();
    const four = Array.from({ length: 4 }, () => one.read(`https://localhost:${port}/a`));
    assert.equal(await one.read(`https://localhost:${port}/a`), 'busy');
    while (held.length < 4) await settle();
    for (const response of held) response.end('1');
    assert.ok((await Promise.all(four)).every((head) => typeof head !== 'string'));
    answer = (_, response) => response.end('1');
    assert.ok(typeof (await one.read(`https://localhost:${port}/a`)) !== 'string');
  });
});
