import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderCard } from '../../../src/delivery/cards.js';
import { contextOf, samples } from '../../../src/gallery/index.js';
import { bundlePages } from '../../../src/tabs/bundle.js';
import type { BoardData, BoardEvent, BoardPart, BoardSubscription } from '../../../src/tabs/contract.js';
import { boardParts, paths } from '../../../src/tabs/paths.js';
import { sampleAbout, sampleData, sampleSession } from './board-samples.js';
import { hostPage } from './host-page.js';

/** What the server of the tab's pages would say, said by a test: every state of the board can be had. */
export interface StandIn {
  url: string;
  data: BoardData;
  /** Everything that was written, with its path. */
  writes: { path: string; body: Record<string, unknown> }[];
  /** Headers of Authorization and addresses that were asked for, newest last. */
  asked: { address: string; authorization: string | undefined }[];
  /** What requests of the API get instead of an answer. */
  refuse: { status: number; code: string } | undefined;
  /** Nothing is told on the stream. */
  silent: boolean;
  tell(event: BoardEvent): void;
  /** Breaks every stream off. */
  cut(): void;
  stop(): Promise<void>;
}

const policy = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; object-src 'none'";

let built: Promise<Map<string, string>> | undefined;

/** The pages' files as the product makes them, by entry: `board.js`. */
export function pageFiles(): Promise<Map<string, string>> {
  built ??= bundlePages().then(
    (all) => new Map(all.map(({ name, text }) => [name.replace(/\.[0-9a-f]{16}\./, '.'), text])),
  );
  return built;
}

export async function startStandIn(): Promise<StandIn> {
  const files = await pageFiles();
  const streams = new Set<ServerResponse>();
  const self: StandIn = {
    url: '',
    data: sampleData(Date.now()),
    writes: [],
    asked: [],
    refuse: undefined,
    silent: false,
    tell: (event) => {
      for (const stream of streams) stream.write(`${JSON.stringify(event)}\n`);
    },
    cut: () => {
      for (const stream of streams) stream.destroy();
      streams.clear();
    },
    stop: () =>
      new Promise((resolve) => {
        self.cut();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer((request, response) => void serve(request, response));
  const json = (response: ServerResponse, status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const authorization = request.headers.authorization;
    const asset = files.get(url.pathname.split('/').at(-1) ?? '');
    if (url.pathname === '/host') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(hostPage);
    } else if (asset !== undefined) {
      response.writeHead(200, { 'content-type': url.pathname.endsWith('.css') ? 'text/css' : 'text/javascript' });
      response.end(asset);
    } else if (/^\/tabs\/(board|configure|gallery)$/.test(url.pathname)) {
      const name = url.pathname.split('/').at(-1) ?? '';
      const lang = url.searchParams.get('locale') === 'kk' ? 'kk' : 'en';
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy });
      response.end(
        `<!doctype html><html lang="${lang}" data-page="${name}" data-local="${url.searchParams.get('local') ?? '1'}" data-host-origins=""><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Insights Herald</title><link rel="stylesheet" href="/tabs/assets/tabs.css"><script type="module" src="/tabs/assets/${name}.js"></script></head><body><main id="root"></main></body></html>`,
      );
    } else if (url.pathname.startsWith('/tabs/api/')) {
      self.asked.push({ address: request.url ?? '', authorization });
      if (self.refuse) json(response, self.refuse.status, { error: { code: self.refuse.code, message: '' } });
      else if (request.method === 'POST') await write(request, response, url.pathname);
      else read(url, authorization !== undefined, response);
    } else {
      json(response, 404, { error: { code: 'not-found', message: '' } });
    }
  }

  function read(url: URL, signedIn: boolean, response: ServerResponse): void {
    const where = url.searchParams.get('conversation') ?? undefined;
    if (url.pathname === paths.session) json(response, 200, sampleSession(where, signedIn));
    else if (url.pathname === paths.configuration) json(response, 404, { error: { code: 'tab-unknown', message: '' } });
    else if (url.pathname === paths.galleryCards) {
      const locale = url.searchParams.get('locale') ?? 'en';
      const cards = Object.entries(samples).map(([name, sample]) => ({
        name,
        card: renderCard(sample.content, contextOf(sample, locale)).card,
      }));
      json(response, 200, { locales: ['en', 'kk'], cards });
    } else {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.flushHeaders();
      streams.add(response);
      response.on('close', () => streams.delete(response));
      if (self.silent) return;
      const line = (event: BoardEvent) => response.write(`${JSON.stringify(event)}\n`);
      line({ kind: 'hello', ...sampleAbout(Date.now(), where) });
      for (const part of boardParts) {
        if (self.data[part] !== undefined) line({ kind: 'part', part, data: { [part]: self.data[part] } });
      }
    }
  }

  async function write(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as Record<string, unknown>;
    self.writes.push({ path, body });
    if (path === paths.configuration) {
      json(response, 201, {
        entityId: 'e1',
        conversation: body.conversation,
        chosen: body.chosen,
        contentPath: '/tabs/board?entity=e1',
      });
      return;
    }
    const one = self.data.subscriptions?.find(({ id }) => id === body.id);
    const now: BoardSubscription | undefined = one && path !== paths.remove ? changed(one, path, body) : undefined;
    self.data.subscriptions = (self.data.subscriptions ?? []).flatMap((each) =>
      each.id !== body.id ? [each] : now ? [now] : [],
    );
    json(response, 200, { changed: true, ...(now ? { subscription: now } : {}) });
    self.tell({ kind: 'part', part: 'subscriptions', data: { subscriptions: self.data.subscriptions } });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  self.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return self;
}

function changed(one: BoardSubscription, path: string, body: Record<string, unknown>): BoardSubscription {
  const { snooze: _, ...awake } = one;
  if (path === paths.resume) return awake;
  if (path === paths.snooze) return { ...one, snooze: { by: 'Ann Archer', atMs: Date.now(), until: { kind: 'run' } } };
  return { ...one, ...(body.rule ? { rule: body.rule as NonNullable<BoardSubscription['rule']> } : {}) };
}

/** Part by part, as the stream tells them. */
export const partEvent = <P extends BoardPart>(part: P, facts: BoardData[P]): BoardEvent => ({
  kind: 'part',
  part,
  data: { [part]: facts },
});
