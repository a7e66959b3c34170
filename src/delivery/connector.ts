import { z } from 'zod';
import type { Clock } from '../base/clock.js';
import { readCapped } from './capped-body.js';
import { outcomeOf, outcomeOfError } from './outcome.js';
import type { ChannelsRequest, Connector, MemberRequest, SendOutcome, SendRequest, TeamChannel } from './sender.js';

type Request = SendRequest | MemberRequest | ChannelsRequest;

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

const methods = {
  post: 'POST',
  update: 'PUT',
  delete: 'DELETE',
  open: 'POST',
  member: 'GET',
  channels: 'GET',
} as const;

type Wordless = Extract<Request, { kind: 'delete' | 'member' | 'channels' }>;
const isWordless = (request: Request): request is Wordless =>
  request.kind === 'delete' || methods[request.kind] === 'GET';

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
        ...(isWordless(request) ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      },
      body: bodyOf(request),
      redirect: 'manual',
      signal,
    });
    const retryAfter = response.headers.get('retry-after');
    const body = await readCapped(response, BODY_LIMIT);
    const reply = { status: response.status, body, ...(retryAfter === null ? {} : { retryAfter }) };
    const outcome = outcomeOf(reply, clock.now());
    if (request.kind === 'channels') return listed(outcome, body);
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

  return { send: perform, member: perform, channels: perform };
}

function bodyOf(request: Request): string | null {
  if (isWordless(request)) return null;
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
  const ofConversation = `v3/conversations${inside}${inner === undefined ? '' : `/${inner}`}`;
  const path = request.kind === 'channels' ? `v3/teams/${conversation}/conversations` : ofConversation;
  const base = serviceUrl.endsWith('/') ? serviceUrl : `${serviceUrl}/`;
  return URL.canParse(path, base) ? new URL(path, base) : undefined;
}

/** The id in the reply is the conversation's. */
function opened(outcome: SendOutcome): SendOutcome {
  if (outcome.result !== 'sent' || outcome.activityId === undefined) return outcome;
  return { result: 'sent', status: outcome.status, conversationId: outcome.activityId };
}

const channelList = z.looseObject({
  conversations: z.array(z.looseObject({ id: z.string().min(1), name: z.string().nullish() })),
});

function listed(outcome: SendOutcome, body: string): SendOutcome {
  if (outcome.result !== 'sent') return outcome;
  let channels: TeamChannel[] | undefined;
  try {
    const { conversations } = channelList.parse(JSON.parse(body));
    channels = conversations.map(({ id, name }) => ({ id, ...(name ? { name } : {}) }));
  } catch {
    channels = undefined;
  }
  return { result: 'sent', status: outcome.status, ...(channels ? { channels } : {}) };
}

function idsOf(request: Request): string[] {
  const { conversationId } = request.target;
  if (request.kind === 'open') return [];
  if (request.kind === 'member') return [conversationId, request.memberId];
  return request.kind === 'post' || request.kind === 'channels'
    ? [conversationId]
    : [conversationId, request.activityId];
}
