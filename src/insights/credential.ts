export interface IdentityOptions {
  tenantId?: string | undefined;
  clientId?: string | undefined;
  clientSecret?: string | undefined;
}

/** The part of a credential of `@azure/identity` that is used. */
export interface TokenCredential {
  /** `expiresOnTimestamp` is epoch ms. */
  getToken(scope: string): Promise<{ token: string; expiresOnTimestamp: number } | null>;
}

/**
 * A service principal where a secret is set, else the identity of the machine: managed identity, which on Kubernetes
 * exchanges the workload's own token. The library is loaded when it is needed, for it takes a quarter of a second.
 */
export async function createCredential(options: IdentityOptions): Promise<TokenCredential> {
  const { tenantId, clientId, clientSecret } = options;
  const { ClientSecretCredential, ManagedIdentityCredential } = await import('@azure/identity');
  if (clientSecret && tenantId && clientId) return new ClientSecretCredential(tenantId, clientId, clientSecret);
  return clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential();
}
