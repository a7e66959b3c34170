import type { Clock } from '../base/clock.js';
import { readCapped } from './capped-body.js';
import { outcomeOf, outcomeOfError } from './outcome.js';
import type { Connector, MemberRequest, SendOutcome, SendRequest } from './sender.js';

type Request = SendRequest | MemberRequest;

export interface ConnectorOptions {
  /** Undefined: no `Authorization` is sent (local mode). A rejection means that nothing was sent. */
  token(): Promise<string | undefined>;
  fetch?: typeof globalThis.fetch;
  /** For the whole exchange, ms. */
  timeoutMs: number;
  clock: Clock;
  /** A foreign address gets neither our token nor our text. */
  allowServiceUrl(url: string): boolean;
}

const BODY_LIMIT = 64 * 1024;

const methods = { post: 'POST', update: 'PUT', delete: 'DELETE', open: 'POST', member: 'GET' } as const;

/** The Bot Connector's REST interface, one request per call: no retry, no redirect, and it never throws. */
export function createConnectorSender(options: ConnectorOptions): Connector {
  const { clock } = options;
  const fetch = options.fetch ?? globalThis.fetch;

  async function exchange(url: URL, request: Request, token: string | undefined, signal: AbortSignal) {
    const response = await fetch(url, {
      method: methods[request.kind],
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(request.kind === 'delete' || request.kind === 'member'
          ? {}
          : { 'content-type': 'application/json; charset=utf-8' }),
      },
      body: bodyOf(request),
      redirect: 'manual',
      signal,
    });
    const retryAfter = response.headers.get('retry-after');
    const body = await readCapped(response, BODY_LIMIT);
    const reply = { status: response.status, body, ...(retryAfter === null ? {} : { retryAfter }) };
    const outcome = outcomeOf(reply, clock.now());
    return request.kind === 'open' ? opened(outcome) : outcome;
  }

  async function perform(request: Request, signal?: AbortSignal): Promise<SendOutcome> {
    const url = addressOf(request);
    if (!url || !options.allowServiceUrl(request.target.serviceUrl)) {
      return { result: 'refused', status: 0, reason: 'service-url' };
    }
    let token: string | undefined;
    try {
      token = await options.token();
    } catch {
      return { result: 'not-sent', reason: 'no-token' };
    }
    if (signal?.aborted) return { result: 'not-sent', reason: 'stopped' };
    const timeout = new AbortController();
    const answered = new AbortController();
    const timer = clock.sleep(options.timeoutMs, answered.signal).then(() => timeout.abort());
    try {
      return await exchange(url, request, token, AbortSignal.any([timeout.signal, ...(signal ? [signal] : [])]));
    } catch (error) {
      if (signal?.aborted) return { result: 'ambiguous', reason: 'stopped' };
      if (timeout.signal.aborted) return { result: 'ambiguous', reason: 'time-out' };
      return outcomeOfError(error);
    } finally {
      answered.abort();
      await timer;
    }
  }

  return { send: perform, member: perform };
}

function bodyOf(request: Request): string | null {
  if (request.kind === 'delete' || request.kind === 'member') return null;
  if (request.kind === 'open') {
    const { botId, memberId, target } = request;
    const { tenantId } = target;
    return JSON.stringify({
      isGroup: false,
      bot: { id: botId },
      members: [{ id: memberId }],
      tenantId,
      channelData: { tenant: { id: tenantId } },
    });
  }
  return JSON.stringify(request.kind === 'update' ? { ...request.activity, id: request.activityId } : request.activity);
}

/** Undefined where an id or the service's address cannot be part of a URL. */
function addressOf(request: Request): URL | undefined {
  const { serviceUrl } = request.target;
  const ids = idsOf(request);
  // A segment of dots would climb out of the path, encoded or not.
  if (ids.some((id) => id === '' || /^\.+$/.test(id))) return undefined;
  const [conversation, inner] = ids.map(encodeURIComponent);
  const list = request.kind === 'member' ? 'members' : 'activities';
  const inside = conversation === undefined ? '' : `/${conversation}/${list}`;
  const path = `v3/conversations${inside}${inner === undefined ? '' : `/${inner}`}`;
  const base = serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`;
  return URL.canParse(path, base) ? new URL(path, base) : undefined;
}

/** The id in the reply is the conversation's. */
function opened(outcome: SendOutcome): SendOutcome {
  if (outcome.result !== 'sent' || outcome.activityId === undefined) return outcome;
  return { result: 'sent', status: outcome.status, conversationId: outcome.activityId };
}

function idsOf(request: Request): string[] {
  const { conversationId } = request.target;
  if (request.kind === 'open') return [];
  if (request.kind === 'member') return [conversationId, request.memberId];
  return request.kind === 'post' ? [conversationId] : [conversationId, request.activityId];
}
