import type { Clock } from '../base/clock.js';
import { asHeraldError, type ErrorCode, HeraldError } from '../base/errors.js';
import type { Log } from '../base/log.js';
import type { Budget, Grant } from './budget-port.js';
import type { MergedCall } from './merge.js';
import { parseJson, readText } from './reply.js';
import { retrying } from './retry.js';
import { statusError } from './status-error.js';
import type { TokenSource } from './token.js';

export interface RequestOptions {
  subscriptionKey: string;
  token: TokenSource;
  budget: Budget;
  clock: Clock;
  log: Log;
  fetch: typeof fetch;
}

/** How long one attempt may take once it has its slot, ms. */
const attemptMs = 30_000;
/** The pause after a 429 that does not say how long, ms. */
const unsaidPauseMs = 5_000;

/** A success, unparsed: what a change answers may be empty. */
export interface Answer {
  status: number;
  text: string;
}

/** Failures that come before a connection stands: nothing was sent. */
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A change at the service. `body` is sent as JSON. */
export interface Change {
  method: 'POST' | 'PATCH';
  url: URL;
  body?: unknown;
}

/** What is the same about an attempt, however often it is made. */
interface Attempt {
  name: string;
  url: URL;
  method: 'GET' | Change['method'];
  body?: string;
}

/** Failures after which nobody knows whether the service did what was asked. */
const unclear: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'insights-unavailable',
  'insights-timeout',
  'insights-unreachable',
]);

/**
 * Requests of one connection. Retry is outside, the budget inside, the request innermost: each attempt pays. A 429
 * pauses the whole budget. A 401 is answered by one renewal of the token.
 */
export class Requests {
  constructor(private readonly options: RequestOptions) {}

  /** The JSON that `url` answers. `name` names the operation in errors and logs. Throws `insights-*` and `budget-*`. */
  get(name: string, url: URL, call: MergedCall): Promise<unknown> {
    return this.retried(call, async () =>
      parseJson(name, (await this.authorized({ name, url, method: 'GET' }, call)).text),
    );
  }

  /**
   * The status and body of a change. It is tried again only where the service has certainly not done it: a 429 comes
   * before any work. Throws `insights-write-unclear` where it may have been done.
   */
  change(name: string, { method, url, body }: Change, call: MergedCall): Promise<Answer> {
    const attempt: Attempt = { name, url, method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    return this.retried(call, async () => {
      try {
        return await this.authorized(attempt, call);
      } catch (thrown) {
        const error = asHeraldError(thrown);
        if (!unclear.has(error.code) || neverLeft.has(systemCode(error))) throw error;
        throw new HeraldError('insights-write-unclear', { message: error.message, cause: error });
      }
    });
  }

  private retried<T>(call: MergedCall, attempt: () => Promise<T>): Promise<T> {
    const { clock } = this.options;
    return retrying({ clock, signal: call.signal, remainingMs: () => call.remainingMs() }, attempt);
  }

  private async authorized(attempt: Attempt, call: MergedCall): Promise<Answer> {
    const { token } = this.options;
    const bearer = await token.get();
    try {
      return await this.pay(attempt, bearer, call);
    } catch (thrown) {
      if (!(thrown instanceof HeraldError) || thrown.code !== 'insights-unauthorized') throw thrown;
      const renewed = await token.renew(bearer);
      if (renewed === undefined) throw thrown;
      return await this.pay(attempt, renewed, call);
    }
  }

  private async pay(attempt: Attempt, bearer: string, call: MergedCall): Promise<Answer> {
    const { name } = attempt;
    const ticket = this.options.budget.enter(call.lanes, call.signal, call.person);
    call.queue(ticket);
    let grant: Grant;
    try {
      grant = await ticket.granted;
    } finally {
      call.queue(undefined);
    }
    const { clock, log, budget } = this.options;
    const startMs = clock.monotonic();
    call.paid();
    try {
      const reply = await this.send(attempt, bearer, call.signal, grant);
      log.debug({ call: name, lane: grant.lane, ms: Math.round(clock.monotonic() - startMs) }, 'insights call');
      return reply;
    } catch (thrown) {
      if (thrown instanceof HeraldError) {
        const { code, status } = thrown;
        log.debug({ call: name, lane: grant.lane, code, status, reason: thrown.message }, 'insights call failed');
        if (code === 'insights-throttled') {
          const pauseMs = thrown.retryAfterMs ?? unsaidPauseMs;
          budget.pause(pauseMs);
          log.warn({ call: name, pauseMs, used: budget.view().used }, 'the service refused a call as one too many');
        }
      }
      throw thrown;
    }
  }

  private async send(attempt: Attempt, bearer: string, wanted: AbortSignal, grant: Grant): Promise<Answer> {
    const { name, url, method, body } = attempt;
    const { clock, subscriptionKey } = this.options;
    const endsAtMs = clock.monotonic() + attemptMs;
    const done = new AbortController();
    const late = new AbortController();
    void clock.sleep(attemptMs, done.signal).then(() => {
      if (!done.signal.aborted) late.abort();
    });
    try {
      const response = await this.options.fetch(url, {
        method,
        ...(body === undefined ? {} : { body }),
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${bearer}`,
          'ocp-apim-subscription-key': subscriptionKey,
          ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
        },
        // Credentials are not carried to wherever a redirect points.
        redirect: 'manual',
        signal: AbortSignal.any([wanted, late.signal]),
      });
      grant.answered();
      const text = await readText(name, response);
      if (!response.ok) throw statusError(name, response, text, clock.now());
      return { status: response.status, text };
    } catch (thrown) {
      if (neverLeft.has(systemCode(thrown))) grant.answered();
      else grant.lost(endsAtMs - clock.monotonic());
      if (thrown instanceof HeraldError) throw thrown;
      const code = late.signal.aborted || wanted.aborted ? 'insights-timeout' : 'insights-unreachable';
      throw new HeraldError(code, { message: `${name}: ${systemCode(thrown) || 'no answer'}`, cause: thrown });
    } finally {
      done.abort();
    }
  }
}

/** The code of what made `fetch` fail: it is on the cause, and the message is the same for all. */
function systemCode(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
}
