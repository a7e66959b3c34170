import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../../../src/base/clock.js';
import { createFileUpload, isFilePlace } from '../../../src/delivery/file-upload.js';
import { FakeClock, settle } from '../../fakes/fake-clock.js';

describe('a place for files', () => {
  it('is one of Teams’ stores, over https', () => {
    for (const url of [
      'https://contoso-my.sharepoint.com/personal/ann/_api/v2.0/drive/items/x/uploadSession?guid=1',
      'https://CONTOSO.SharePoint.com/x',
      'https://sn3302.up.1drv.com/up/1',
      'https://northeurope1-mediap.svc.ms/upload',
      'https://contoso.sharepoint.us/x',
    ]) {
      assert.equal(isFilePlace(url, false), true, url);
    }
  });

  it('is nothing else: no look-alike, no other scheme, port or user, no address inside', () => {
    for (const url of [
      'http://contoso.sharepoint.com/x',
      'https://sharepoint.com.evil.example/x',
      'https://evilsharepoint.com/x',
      'https://sharepoint.com/x',
      'https://contoso.sharepoint.com.:8443/x',
      'https://contoso.sharepoint.com:8443/x',
      'https://contoso.sharepoint.com@evil.example/x',
      'https://user:secret@contoso.sharepoint.com/x',
      'https://169.254.169.254/latest',
      'https://127.0.0.1/x',
      'file:///etc/passwd',
      'javascript:alert(1)',
      '//contoso.sharepoint.com/x',
      '',
    ]) {
      assert.equal(isFilePlace(url, false), false, url);
    }
  });

  it('in local mode is this machine, and nothing else', () => {
    assert.equal(isFilePlace('http://127.0.0.1:4000/upload/1', true), true);
    assert.equal(isFilePlace('https://contoso.sharepoint.com/x', true), false);
    assert.equal(isFilePlace('http://127.0.0.1.evil.example/x', true), false);
  });
});

describe('an upload', () => {
  let server: Server;
  let base: string;
  let status: number;
  let seen: { line: string; headers: Record<string, unknown>; body: string }[];
  const bytes = new Uint8Array(Buffer.from('a,b\r\n'));

  beforeEach(async () => {
    status = 201;
    seen = [];
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method, url, headers } = request;
      seen.push({ line: `${method} ${url}`, headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(status, status === 302 ? { location: `${base}elsewhere` } : {});
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const upload = () => createFileUpload({ local: true, clock: systemClock });

  it('is one PUT of everything, which names its range and carries no credentials', async () => {
    assert.equal(await upload().send(`${base}session`, bytes), 'stored');
    assert.equal(seen.length, 1);
    const [{ line, headers, body }] = seen as [(typeof seen)[0]];
    assert.deepEqual([line, body], ['PUT /session', 'a,b\r\n']);
    assert.deepEqual([headers['content-length'], headers['content-range']], ['5', 'bytes 0-4/5']);
    assert.equal(headers.authorization, undefined);
    assert.equal(headers.cookie, undefined);
  });

  it('follows no redirect, and takes nothing but a stored file for success', async () => {
    for (status of [302, 202, 204, 400, 401, 404, 409, 500]) {
      assert.equal(await upload().send(`${base}session`, bytes), 'failed', String(status));
    }
    assert.equal(seen.length, 8);
  });

  it('to another place sends nothing', async () => {
    assert.equal(await upload().send('https://evil.example/x', bytes), 'foreign-place');
    assert.equal(seen.length, 0);
  });

  it('that nobody answers ends after a minute', async () => {
    const clock = new FakeClock();
    const fetch = (_: unknown, { signal }: RequestInit = {}) =>
      new Promise<Response>((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(new Error('aborted'))),
      );
    const result = createFileUpload({ local: true, clock, fetch: fetch as typeof globalThis.fetch }).send(base, bytes);
    await settle();
    await clock.advance(60_000);
    assert.equal(await result, 'failed');
    assert.equal(clock.sleeping, 0);
  });
});
