import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DeskFile } from './feed.js';
import { readBytes, sendJson } from './http.js';

export interface UploadedFile {
  name: string;
  uniqueId: string;
  bytes: Buffer;
}

export interface UploadInfo {
  contentUrl: string;
  name: string;
  uploadUrl: string;
  uniqueId: string;
  fileType: string;
}

const LARGEST = 60 * 1024 * 1024;

/** The people's OneDrive: upload sessions and the files that came of them. */
export class Uploads {
  private readonly sessions = new Map<string, { name: string; uniqueId: string }>();
  private readonly stored = new Map<string, UploadedFile>();

  constructor(private readonly url: () => string) {}

  /** What Teams tells a bot whose file a person has accepted. */
  private begin(name: string): UploadInfo {
    const id = randomUUID();
    const uniqueId = randomUUID().toUpperCase();
    this.sessions.set(id, { name, uniqueId });
    const fileType = /\.(\w+)$/.exec(name)?.[1] ?? '';
    return {
      contentUrl: `${this.url()}files/${uniqueId}`,
      name,
      uploadUrl: `${this.url()}upload/${id}`,
      uniqueId,
      fileType,
    };
  }

  /** The value of the invoke that tells a person's answer. */
  answer(file: Extract<DeskFile, { kind: 'consent' }>, action: 'accept' | 'decline') {
    const { acceptContext, declineContext, name } = file;
    return action === 'accept'
      ? { type: 'fileUpload', action, context: acceptContext, uploadInfo: this.begin(name) }
      : { type: 'fileUpload', action, context: declineContext };
  }

  files(): UploadedFile[] {
    return [...this.stored.values()];
  }

  /** One request with the whole file; a session takes one file, and no credentials beside its own address. */
  async receive(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    const session = this.sessions.get(id);
    const bytes = await readBytes(request, LARGEST).catch(() => undefined);
    const range = `bytes 0-${(bytes?.length ?? 0) - 1}/${bytes?.length ?? 0}`;
    if (request.method !== 'PUT' || !session) sendJson(response, 404, { error: { code: 'itemNotFound' } });
    else if (request.headers.authorization) sendJson(response, 401, { error: { code: 'unauthenticated' } });
    else if (!bytes) sendJson(response, 413, { error: { code: 'maxFragmentLengthExceeded' } });
    else if (request.headers['content-range'] !== range) sendJson(response, 416, { error: { code: 'invalidRange' } });
    else {
      this.sessions.delete(id);
      this.stored.set(session.uniqueId, { ...session, bytes });
      sendJson(response, 201, { id: session.uniqueId, name: session.name, size: bytes.length });
    }
  }

  give(response: ServerResponse, uniqueId: string): void {
    const file = this.stored.get(uniqueId);
    if (!file) {
      sendJson(response, 404, { error: { code: 'itemNotFound' } });
      return;
    }
    response.writeHead(200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    });
    response.end(file.bytes);
  }
}
