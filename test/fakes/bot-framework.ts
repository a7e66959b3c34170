import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { BotFrameworkAuthentication } from '../../bot/adapter.js';

const issuer = 'https://api.botframework.com';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/** A Bot Framework of our own: it publishes keys as the real one does, and signs tokens with them. */
export class FakeBotFramework {
  /** Published, and endorsed for the channels of its name. */
  private readonly keys = new Map<string, Key>();
  private readonly published: Record<string, unknown>[] = [];
  /** While true the keys cannot be fetched. */
  away = false;
  private readonly server = createServer((request, response) => {
    const base = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    const document = request.url === '/keys' ? { keys: this.published } : { issuer, jwks_uri: `${base}/keys` };
    response.statusCode = this.away ? 503 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(document));
  });

  constructor(readonly appId: string) {}

  async start(): Promise<this> {
    await this.addKey('teams', ['msteams']);
    await this.addKey('elsewhere', ['webchat', 'directline']);
    const { privateKey } = await generateKeyPair('RS256');
    this.keys.set('unpublished', privateKey);
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  private async addKey(kid: string, endorsements: string[]): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    this.keys.set(kid, privateKey);
    this.published.push({ ...(await exportJWK(publicKey)), kid, endorsements });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  authentication(): BotFrameworkAuthentication {
    const metadata = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/openid`;
    // The SDK takes either all of these from the caller or none.
    return new ConfigurationBotFrameworkAuthentication({
      MicrosoftAppId: this.appId,
      MicrosoftAppPassword: 'x',
      MicrosoftAppType: 'MultiTenant',
      ValidateAuthority: true,
      ToChannelFromBotLoginUrl: 'https://login.invalid/botframework.com',
      ToChannelFromBotOAuthScope: issuer,
      ToBotFromChannelTokenIssuer: issuer,
      OAuthUrl: 'https://oauth.invalid',
      ToBotFromChannelOpenIdMetadataUrl: metadata,
      ToBotFromEmulatorOpenIdMetadataUrl: metadata,
      CallerId: 'urn:botframework:azure',
    });
  }

  /** A token that is valid for this app and service URL, except for what is replaced. */
  async token(
    serviceUrl: string,
    changes: JWTPayload = {},
    { kid = 'teams', signedBy = kid }: { kid?: string; signedBy?: string } = {},
  ): Promise<string> {
    const key = this.keys.get(signedBy);
    if (!key) throw new Error(`no key ${signedBy}`);
    const nowSeconds = Math.floor(Date.now() / 1000);
    const valid = {
      iss: issuer,
      aud: this.appId,
      serviceurl: serviceUrl,
      nbf: nowSeconds - 60,
      exp: nowSeconds + 3600,
    };
    return `Bearer ${await new SignJWT({ ...valid, ...changes }).setProtectedHeader({ alg: 'RS256', kid }).sign(key)}`;
  }
}
