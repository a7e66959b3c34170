import type { Clock } from '../base/clock.js';
import { HeraldError } from '../base/errors.js';
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

/** Failures that come before a connection stands: nothing was sent. */
const neverLeft = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * GETs of one connection. Retry is outside, the budget inside, the request innermost: each attempt pays. A 429 pauses
 * the whole budget. A 401 is answered by one renewal of the token.
 */
export class Requests {
  constructor(private readonly options: RequestOptions) {}

  /** The JSON that `url` answers. `name` names the operation in errors and logs. Throws `insights-*` and `budget-*`. */
  get(name: string, url: URL, call: MergedCall): Promise<unknown> {
    const { clock, token } = this.options;
    const { signal } = call;
    return retrying({ clock, signal, remainingMs: () => call.remainingMs() }, async () => {
      const bearer = await token.get();
      try {
        return await this.pay(name, url, bearer, call);
      } catch (thrown) {
        if (!(thrown instanceof HeraldError) || thrown.code !== 'insights-unauthorized') throw thrown;
        const renewed = await token.renew(bearer);
        if (renewed === undefined) throw thrown;
        return await this.pay(name, url, renewed, call);
      }
    });
  }

  private async pay(name: string, url: URL, bearer: string, call: MergedCall): Promise<unknown> {
    const ticket = this.options.budget.enter(call.lanes, call.signal);
    call.queue(ticket);
    let grant: Grant;
    try {
      grant = await ticket.granted;
    } finally {
      call.queue(undefined);
    }
    const { clock, log, budget } = this.options;
    const startMs = clock.monotonic();
    try {
      const reply = await this.send(name, url, bearer, call.signal, grant);
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

  private async send(name: string, url: URL, bearer: string, wanted: AbortSignal, grant: Grant): Promise<unknown> {
    const { clock, subscriptionKey } = this.options;
    const endsAtMs = clock.monotonic() + attemptMs;
    const done = new AbortController();
    const late = new AbortController();
    void clock.sleep(attemptMs, done.signal).then(() => {
      if (!done.signal.aborted) late.abort();
    });
    try {
      const response = await this.options.fetch(url, {
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${bearer}`,
          'ocp-apim-subscription-key': subscriptionKey,
        },
        // Credentials are not carried to wherever a redirect points.
        redirect: 'manual',
        signal: AbortSignal.any([wanted, late.signal]),
      });
      grant.answered();
      const text = await readText(name, response);
      if (!response.ok) throw statusError(name, response, text, clock.now());
      return parseJson(name, text);
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
