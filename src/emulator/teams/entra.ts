import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Clock } from '../../base/clock.js';
import { HeraldError } from '../../base/errors.js';
import type { TeamsApp } from './app-package.js';
import type { TokenWanted } from './control-home.js';
import { sendJson } from './http.js';
import type { World } from './world.js';

const ALGORITHM = 'RS256';
/** Entra's access tokens live for 60 to 90 minutes. */
const LIFE_SECONDS = 75 * 60;

/** Plays Entra: its signing keys, and the tokens that Teams hands to tabs (Teams reference 6.5). */
export class Entra {
  private signing: ReturnType<typeof Entra.newKey> | undefined;

  constructor(
    private readonly world: World,
    private readonly clock: Clock,
    private readonly app: () => TeamsApp,
  ) {}

  /** What a tab gets from `authentication.getAuthToken`. Whatever is given in `claims` stands instead of the usual. */
  async token({ from, claims = {} }: TokenWanted = {}): Promise<string> {
    const person = from === undefined ? this.world.me : this.world.person(from);
    if (!person) throw new HeraldError('internal', { message: `the Teams emulator has no person ${from}` });
    const nowSeconds = Math.floor(this.clock.now() / 1000);
    const { kid, privateKey } = await this.key();
    const { tenantId } = this.world;
    const all = {
      aud: this.app().audience?.id ?? this.app().id,
      iss: this.issuer,
      iat: nowSeconds,
      nbf: nowSeconds - 5,
      exp: nowSeconds + LIFE_SECONDS,
      // Teams' own web client.
      azp: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346',
      azpacr: '0',
      name: person.name,
      oid: person.aadObjectId,
      preferred_username: person.userPrincipalName,
      scp: 'access_as_user',
      sub: `sub-${person.aadObjectId}`,
      tid: tenantId,
      uti: randomUUID(),
      ver: '2.0',
      ...claims,
    };
    const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    return new SignJWT(given).setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid }).sign(privateKey);
  }

  /** Answers the keys below `/entra/`. */
  async serve(path: string, response: ServerResponse): Promise<void> {
    if (path !== this.keysPath) {
      sendJson(response, 404, { error: 'not_found' });
      return;
    }
    const { kid, publicJwk } = await this.key();
    sendJson(response, 200, { keys: [{ ...publicJwk, kid, use: 'sig', alg: ALGORITHM, issuer: this.issuer }] });
  }

  /** Where keys are below `/entra/`. */
  get keysPath(): string {
    return `${this.world.tenantId}/discovery/v2.0/keys`;
  }

  private get issuer(): string {
    return `https://login.microsoftonline.com/${this.world.tenantId}/v2.0`;
  }

  /** Made when it is first needed: it takes about 100 ms. */
  private key() {
    this.signing ??= Entra.newKey();
    return this.signing;
  }

  private static async newKey() {
    const { publicKey, privateKey } = await generateKeyPair(ALGORITHM);
    return { kid: randomUUID(), privateKey, publicJwk: await exportJWK(publicKey) };
  }
}
