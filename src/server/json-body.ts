import type { IncomingMessage } from 'node:http';
import { type HttpReply, refusal } from './route.js';

const maxBytes = 256 * 1024;
const maxDepth = 64;

/** Either the parsed object or the reply that refuses the body. */
export type BodyResult = { body: Record<string, unknown> } | { refused: HttpReply };

/**
 * Reads a JSON object of at most 256 KB and 64 levels. Reading is ours because the plugins of the server unpack
 * compressed bodies of any size before they count.
 */
export async function readJsonBody(request: IncomingMessage): Promise<BodyResult> {
  const encoding = request.headers['content-encoding'];
  if (encoding && encoding !== 'identity') {
    return { refused: refusal(415, 'encoding-not-supported', 'The body must not be compressed.') };
  }
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(request.headers['content-type'] ?? '')) {
    return { refused: refusal(415, 'not-json', 'The body must be sent as application/json.') };
  }
  const text = await readText(request);
  if (text === undefined) {
    return { refused: refusal(413, 'body-too-large', `The body must not exceed ${maxBytes / 1024} KB.`) };
  }
  if (text.trim() === '') return { refused: refusal(400, 'body-empty', 'The body is empty.') };
  if (depthOf(text) > maxDepth) {
    return { refused: refusal(400, 'body-too-deep', `The body must not nest deeper than ${maxDepth} levels.`) };
  }
  const body = parse(text);
  if (!isObject(body)) return { refused: refusal(400, 'not-json', 'The body must be one JSON object.') };
  return { body };
}

/** Undefined when it is too large. The rest is not kept; the connection is closed with the reply. */
async function readText(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Counted on the text, so that nothing deep is ever built. Brackets inside strings do not count. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (char === '}' || char === ']') depth -= 1;
  }
  return deepest;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
