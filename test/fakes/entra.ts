import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;
let pairs: Promise<[KeyPair, KeyPair]> | undefined;

export interface TokenWish {
  tenantId: string;
  objectId: string;
  name?: string;
  /** Seconds from `nowMs`. */
  lifeSeconds?: number;
  nowMs?: number;
  /** In place of what Entra would write; undefined leaves a claim out. */
  claims?: Record<string, unknown>;
  /** Signed by a key that nobody published, under the name of one that is. */
  forged?: boolean;
  kid?: string;
}

/** What Entra is to the tab: keys at an address, and tokens signed with them. */
export class FakeEntra {
  asked = 0;
  private server: Server | undefined;

  private constructor(
    private readonly own: KeyPair,
    private readonly other: KeyPair,
  ) {}

  static async open(): Promise<FakeEntra> {
    // Making keys is slow, and nothing is learnt from new ones.
    pairs ??= Promise.all([generateKeyPair('RS256'), generateKeyPair('RS256')]);
    const made = new FakeEntra(...(await pairs));
    const keys = { keys: [{ ...(await exportJWK(made.own.publicKey)), kid: 'key-1', alg: 'RS256', use: 'sig' }] };
    made.server = createServer((_request, response) => {
      made.asked += 1;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(keys));
    });
    await new Promise<void>((resolve) => made.server?.listen(0, '127.0.0.1', resolve));
    return made;
  }

  get keysUrl(): string {
    const address = this.server?.address() as AddressInfo | null | undefined;
    return `http://127.0.0.1:${address?.port}/desk/entra/keys`;
  }

  token(wish: TokenWish): Promise<string> {
    const { tenantId, objectId, name = 'Ann Berg', lifeSeconds = 3600, nowMs = Date.now(), claims = {} } = wish;
    const seconds = Math.floor(nowMs / 1000);
    const payload: JWTPayload = {
      aud: 'local-tab',
      iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
      iat: seconds,
      nbf: seconds,
      exp: seconds + lifeSeconds,
      tid: tenantId,
      oid: objectId,
      name,
      scp: 'access_as_user',
      ver: '2.0',
      ...claims,
    };
    const header = { alg: 'RS256', kid: wish.kid ?? 'key-1', typ: 'JWT' };
    return new SignJWT(JSON.parse(JSON.stringify(payload)))
      .setProtectedHeader(header)
      .sign(wish.forged ? this.other.privateKey : this.own.privateKey);
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise<void>((resolve) => this.server?.close(() => resolve()));
  }
}

/** The same content with another header, and no signature or the old one. */
export function tampered(token: string, header: Record<string, unknown>, signed = false): string {
  const [, payload = '', signature = ''] = token.split('.');
  return `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.${signed ? signature : ''}`;
}
