import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from '../base/clock.js';
import { HeraldError } from '../base/errors.js';

/** Who asks, as Entra vouches for them. */
export interface SignedIn {
  tenantId: string;
  /** Entra object id, in lower case. */
  objectId: string;
  name: string;
  /** When the token ends, epoch ms. */
  untilMs: number;
}

export interface TokenRules {
  /** Applications that the token may be for; any of these counts. */
  audiences: readonly string[];
  /** Empty in local mode alone: any. Elsewhere empty admits nobody. */
  allowedTenants: readonly string[];
  local: boolean;
  /** Local mode: signing keys of a stand-in of Entra. */
  keysUrl?: string;
  clock: Clock;
  /** Replaced in tests: the keys of one tenant. */
  keysOf?(tenantId: string): JWTVerifyGetKey;
}

const guid = z.guid().transform((id) => id.toLowerCase());

/** What is read of a token (Teams reference 6.5; the rest is Entra's business). */
const claims = z.object({
  tid: guid,
  oid: guid,
  exp: z.number(),
  iss: z.string(),
  scp: z.string(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
});

const scope = 'access_as_user';
/** Clocks of two machines differ by less, s. */
const toleranceSeconds = 30;

/** The two forms that Entra writes: v2.0 and v1.0. */
const issuersOf = (tenantId: string) => [
  `https://login.microsoftonline.com/${tenantId}/v2.0`,
  `https://sts.windows.net/${tenantId}/`,
];

/** What a token of this registration may name as its audience. */
export function audiencesOf(appId: string | undefined, publicUrl: string | undefined): string[] {
  const id = appId ?? 'local-tab';
  const host = publicUrl === undefined ? [] : [`api://${new URL(publicUrl).host}/${id}`];
  return [id, `api://${id}`, ...host];
}

/**
 * Reads `Authorization: Bearer ...`. Keys are fetched for allowed tenants alone, and kept. Throws `token-missing`,
 * `token-invalid`, `token-expired`, `tenant-not-allowed`, `keys-unavailable`.
 */
export function createTokenCheck(rules: TokenRules): (authorization: string | undefined) => Promise<SignedIn> {
  const kept = new Map<string, JWTVerifyGetKey>();

  function keysOf(tenantId: string): JWTVerifyGetKey {
    if (rules.keysOf) return rules.keysOf(tenantId);
    const address = rules.keysUrl ?? `https://login.microsoftonline.com/${tenantId}/discovery/v2.0/keys`;
    const known = kept.get(address) ?? createRemoteJWKSet(new URL(address));
    kept.set(address, known);
    return known;
  }

  const isAllowed = (tenantId: string) =>
    rules.allowedTenants.length === 0 ? rules.local : rules.allowedTenants.some((id) => id.toLowerCase() === tenantId);

  return async (authorization) => {
    const token = bearerOf(authorization);
    const tenantId = guid.safeParse(unverified(token).tid);
    if (!tenantId.success) throw new HeraldError('token-invalid', { message: 'the token names no tenant' });
    if (!isAllowed(tenantId.data)) throw new HeraldError('tenant-not-allowed');
    const payload = await verified(token, keysOf(tenantId.data), {
      algorithms: ['RS256'],
      audience: [...rules.audiences],
      issuer: issuersOf(tenantId.data),
      requiredClaims: ['exp', 'tid', 'oid', 'scp'],
      clockTolerance: toleranceSeconds,
      currentDate: new Date(rules.clock.now()),
    });
    const read = claims.safeParse(payload);
    if (!read.success) throw new HeraldError('token-invalid', { message: 'the token lacks claims' });
    const { oid, exp, scp, name, preferred_username } = read.data;
    if (!scp.split(' ').includes(scope))
      throw new HeraldError('token-invalid', { message: 'the token lacks the scope' });
    const shown = (name ?? preferred_username ?? '').slice(0, 200);
    return { tenantId: tenantId.data, objectId: oid, name: shown, untilMs: exp * 1000 };
  };
}

function bearerOf(authorization: string | undefined): string {
  if (authorization === undefined || authorization === '') throw new HeraldError('token-missing');
  const [, token] = /^Bearer ([\w-]+\.[\w-]+\.[\w-]*)$/i.exec(authorization) ?? [];
  if (token === undefined) throw new HeraldError('token-invalid', { message: 'no bearer token' });
  return token;
}

/** To know whose keys to ask for; nothing in it counts before it is verified with them. */
function unverified(token: string): JWTPayload {
  try {
    return decodeJwt(token);
  } catch (cause) {
    throw new HeraldError('token-invalid', { message: 'the token cannot be read', cause });
  }
}

type VerifyOptions = NonNullable<Parameters<typeof jwtVerify>[2]>;

async function verified(token: string, keys: JWTVerifyGetKey, options: VerifyOptions): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, keys, options)).payload;
  } catch (cause) {
    if (cause instanceof errors.JWTExpired) throw new HeraldError('token-expired');
    const isOurs = cause instanceof errors.JOSEError && !unreachable(cause);
    throw new HeraldError(isOurs ? 'token-invalid' : 'keys-unavailable', { message: codeOf(cause) });
  }
}

/** The set could not be read: what is wrong is not the token. */
function unreachable(error: errors.JOSEError): boolean {
  return (
    error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid || error.code === 'ERR_JOSE_GENERIC'
  );
}

const codeOf = (thrown: unknown) => (thrown instanceof errors.JOSEError ? thrown.code : 'the keys cannot be fetched');
