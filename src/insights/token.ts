import type { Clock } from '../base/clock.js';
import { asHeraldError, HeraldError } from '../base/errors.js';
import { createCredential, type IdentityOptions, type TokenCredential } from './credential.js';

/** Where the bearer token of a connection comes from. */
export interface TokenSource {
  /** A token that is good for at least half a minute. Throws `insights-token`. */
  get(): Promise<string>;
  /**
   * The service refused this token. Another one, or undefined where there is none to be had. Throws `insights-token`.
   */
  renew(refused: string): Promise<string | undefined>;
}

/** A secret that prints as hidden. */
interface Revealable {
  reveal(): string;
}

export interface TokenOptions extends Omit<IdentityOptions, 'clientSecret'> {
  clientSecret?: Revealable | undefined;
  /** A fixed bearer token, for stand-ins of the service. */
  accessToken?: Revealable | undefined;
}

/** Audience of the API (API reference, section 1.2). */
const scope = 'https://api.ci.ai.microsoft.com/.default';
/** A token this close to its end is replaced while it is still used. */
const renewEarlyMs = 5 * 60_000;
/** A token this close to its end is not handed out. */
const tooLateMs = 30_000;
/** After a renewal in the background failed, and for a token just obtained: how long until the next try. */
const restMs = 60_000;

/** A fixed token where one is set, else a client secret, else the managed or workload identity of the machine. */
export function createTokenSource(options: TokenOptions, clock: Clock): TokenSource {
  const { accessToken, clientSecret, ...identity } = options;
  if (accessToken) return fixedToken(accessToken.reveal());
  const secret = clientSecret ? { clientSecret: clientSecret.reveal() } : {};
  return credentialToken(() => createCredential({ ...identity, ...secret }), clock);
}

export function fixedToken(token: string): TokenSource {
  return { get: async () => token, renew: async () => undefined };
}

interface Held {
  token: string;
  obtainedAtMs: number;
  /** On the monotonic axis: a jump of the wall clock does not make a token older. */
  endsAtMs: number;
}

/**
 * Tokens of a credential, kept until shortly before their end, at most one renewal under way. `create` is called for
 * every renewal that a refusal asked for, because credentials keep caches of their own.
 */
export function credentialToken(create: () => Promise<TokenCredential>, clock: Clock): TokenSource {
  let credential: Promise<TokenCredential> | undefined;
  let held: Held | undefined;
  let renewal: Promise<Held> | undefined;
  let restUntilMs = Number.NEGATIVE_INFINITY;

  async function obtain(): Promise<Held> {
    try {
      credential ??= create();
      const granted = await (await credential).getToken(scope);
      if (!granted?.token) throw new HeraldError('insights-token', { message: 'the credential gave no token' });
      const obtainedAtMs = clock.monotonic();
      const endsAtMs = obtainedAtMs + granted.expiresOnTimestamp - clock.now();
      held = { token: granted.token, obtainedAtMs, endsAtMs };
      return held;
    } catch (thrown) {
      credential = undefined;
      restUntilMs = clock.monotonic() + restMs;
      throw asHeraldError(thrown, 'insights-token');
    } finally {
      renewal = undefined;
    }
  }

  function renewOnce(): Promise<Held> {
    renewal ??= obtain();
    return renewal;
  }

  return {
    async get() {
      const nowMs = clock.monotonic();
      const leftMs = held ? held.endsAtMs - nowMs : 0;
      if (!held || leftMs <= tooLateMs) return (await renewOnce()).token;
      if (leftMs <= renewEarlyMs && nowMs >= restUntilMs) renewOnce().catch(() => undefined);
      return held.token;
    },
    async renew(refused) {
      if (held && held.token === refused) {
        // A token this young is not what is wrong, so asking for the next one would help nobody.
        if (clock.monotonic() - held.obtainedAtMs < restMs) return undefined;
        credential = undefined;
        await renewOnce();
      }
      const fresh = held?.token ?? (await renewOnce()).token;
      return fresh === refused ? undefined : fresh;
    },
  };
}
