import { createServer } from 'node:https';
import type { Socket } from 'node:net';
import { selfSigned } from './self-signed.js';
import type { InsightsWorld } from './world.js';

export interface Storage {
  host: string;
  /** What the certificate is to be checked with, PEM. */
  ca: string;
  url: string;
  close(): Promise<void>;
}

const host = 'localhost';

/** A storage account on loopback with the parts of all tables, over TLS: whoever has a part's whole address may read it. */
export async function openStorage(world: InsightsWorld): Promise<Storage> {
  // Certificates are judged by the real time, whatever clock the story runs on.
  const { cert, key } = selfSigned(host, Date.now());
  const server = createServer({ cert, key }, (request, response) => {
    const url = new URL(request.url ?? '/', `https://${host}`);
    const found = /^\/partitions\/([A-Za-z0-9_]+)\/(part-\d{5})\.csv$/.exec(url.pathname);
    const allowed = url.searchParams.get('sig') === world.access.partitionKey;
    const csv = found && allowed ? world.partitionCsv(found[1] ?? '', found[2] ?? '') : undefined;
    response.statusCode = !allowed ? 403 : csv === undefined ? 404 : 200;
    response.setHeader('Content-Type', 'text/csv; charset=utf-8');
    response.end(csv ?? '');
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const url = `https://${host}:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    host,
    ca: cert,
    url,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
