import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Incoming {
  type: string;
  name?: string;
  id: string;
  text?: string;
  value?: unknown;
  replyToId?: string;
  action?: string;
  conversation: { id: string; conversationType: string };
  from: { id: string; name: string; aadObjectId: string };
  serviceUrl: string;
  [key: string]: unknown;
}

export interface Answer {
  status?: number;
  body?: unknown;
}

/** A bot of a few lines: remembers what it is told, answers what it is told to answer, and calls the connector. */
export class FakeBot {
  readonly received: Incoming[] = [];
  /** Decides the HTTP answer to an activity; 200 without a body when absent. */
  onActivity: (activity: Incoming) => Answer | undefined | Promise<Answer | undefined> = () => undefined;
  /** What its web pages are: undefined is 404. */
  onPage: (path: string) => { type: string; text: string } | undefined = () => undefined;
  url = '';
  private readonly server = createServer((request, response) => {
    if (request.method === 'GET') {
      const page = this.onPage(request.url ?? '/');
      response.writeHead(page ? 200 : 404, { 'content-type': page?.type ?? 'text/plain' });
      response.end(page?.text);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const activity = JSON.parse(Buffer.concat(chunks).toString()) as Incoming;
      this.received.push(activity);
      void Promise.resolve(this.onActivity(activity)).then((answer) => {
        response.writeHead(answer?.status ?? 200, { 'content-type': 'application/json' });
        response.end(answer?.body === undefined ? '' : JSON.stringify(answer.body));
      });
    });
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/api/messages`;
    return this;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

export interface ConnectorAnswer {
  status: number;
  retryAfter: string | null;
  body: { id?: string; activityId?: string; error?: { code: string }; [key: string]: unknown };
}

/** One call of the Bot Connector REST API. */
export async function callConnector(
  serviceUrl: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<ConnectorAnswer> {
  const response = await fetch(`${serviceUrl}v3/${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    body: text === '' ? {} : JSON.parse(text),
  };
}

/** A message activity with one card, as the product sends it. */
export function cardActivity(...body: unknown[]) {
  const content = { type: 'AdaptiveCard', version: '1.5', body };
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }];
  return { type: 'message', summary: 'A card', attachments };
}
