import type { z } from 'zod';
import { asHeraldError, HeraldError } from '../base/errors.js';
import { newReference } from '../base/ids.js';
import { type HttpReply, type HttpRequest, type Route, refusal } from '../server/route.js';
import { type TabError, tabErrors } from './refusals.js';
import type { TabServices } from './services.js';

const isTabError = (code: string): code is TabError => Object.hasOwn(tabErrors, code);

/** Words for developers; people read the catalogue's. */
function refused(code: TabError): HttpReply {
  const status = tabErrors[code];
  const reply = refusal(status, code, `Refused: ${code}.`);
  const headers = {
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    ...(status === 429 || status === 503 ? { 'Retry-After': '10' } : {}),
  };
  return { ...reply, headers };
}

/** A handler whose coded errors become clean answers. What is our mistake gets a reference that the log has too. */
export function answering(
  handle: (request: HttpRequest) => Promise<HttpReply>,
  { log }: Pick<TabServices, 'log'>,
): Route['handle'] {
  return async (request) => {
    try {
      return await handle(request);
    } catch (thrown) {
      const error = asHeraldError(thrown);
      if (isTabError(error.code) && error.code !== 'internal') {
        log.debug({ code: error.code, why: error.message, path: request.path }, 'refused at the tab');
        return refused(error.code);
      }
      const reference = newReference();
      log.error({ err: error, reference, path: request.path }, 'request failed at the tab');
      return refusal(500, 'internal', 'Something went wrong.', reference);
    }
  };
}

/** Throws `request-invalid`, with what is wrong in the log alone. */
export function parsed<T>(body: unknown, schema: z.ZodType<T>): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const fields = result.error.issues.map((one) => one.path.join('.')).join(', ');
  throw new HeraldError('request-invalid', { message: `fields: ${fields}` });
}

/**
 * Writes come from our own pages alone: a browser names the page that sends them, and no other site can make it say
 * ours. Throws `origin-not-ours`.
 */
export function assertOwnOrigin({ headers }: HttpRequest, { publicUrl, local }: TabServices): void {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (origin === undefined || !URL.canParse(origin)) throw new HeraldError('origin-not-ours');
  if (site !== undefined && site !== 'same-origin') throw new HeraldError('origin-not-ours');
  const isOwn =
    publicUrl === undefined || local
      ? new URL(origin).host === headers.host
      : new URL(origin).origin === new URL(publicUrl).origin;
  if (!isOwn) throw new HeraldError('origin-not-ours');
}
