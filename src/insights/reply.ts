import { HeraldError } from '../base/errors.js';

/** No list of an instance comes near this; a reply that does is not read into memory. */
const longestReplyBytes = 64 * 1024 * 1024;

/** The body as text. Throws `insights-bad-reply` for one that is too long, and whatever the connection throws. */
export async function readText(call: string, response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  // A body is typed as iterable in Node's types only, not in the browser's.
  const chunks: AsyncIterable<Uint8Array> | undefined = response.body?.values();
  for await (const chunk of chunks ?? []) {
    bytes += chunk.byteLength;
    if (bytes > longestReplyBytes) throw new HeraldError('insights-bad-reply', { message: `${call}: too long` });
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** Throws `insights-bad-reply` when the body of a success is no JSON: empty, cut off, or the page of a proxy. */
export function parseJson(call: string, text: string): unknown {
  if (text.trim() === '') throw new HeraldError('insights-bad-reply', { message: `${call}: the reply is empty` });
  try {
    return JSON.parse(text);
  } catch {
    throw new HeraldError('insights-bad-reply', { message: `${call}: the reply is not JSON` });
  }
}
