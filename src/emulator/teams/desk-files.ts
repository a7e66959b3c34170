import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { bundleDesk } from './desk-bundle.js';
import { sendJson } from './http.js';

const page = new URL('./desk/desk.html', import.meta.url);

// The renderer of cards writes style attributes; scripts come from this server alone.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: https:; " +
  "connect-src 'self'; frame-src http://127.0.0.1:* http://localhost:* https:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

async function read(path: string): Promise<{ type: string; text: string } | undefined> {
  if (path === '/') return { type: 'text/html', text: await readFile(page, 'utf8') };
  if (path === '/desk.js') return { type: 'text/javascript', text: (await bundleDesk()).js };
  if (path === '/desk.css') return { type: 'text/css', text: (await bundleDesk()).css };
  return undefined;
}

/** Serves the desk page, its script and its style sheet; 404 for any other path. Never rejects. */
export async function serveDesk(path: string, response: ServerResponse): Promise<void> {
  try {
    const file = await read(path);
    if (!file) {
      sendJson(response, 404, { error: 'not found' });
      return;
    }
    response.writeHead(200, {
      'content-type': `${file.type}; charset=utf-8`,
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    response.end(file.text);
  } catch (error) {
    sendJson(response, 500, { error: error instanceof Error ? error.message : String(error) });
  }
}
