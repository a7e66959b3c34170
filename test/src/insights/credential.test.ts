import assert from 'node:assert/strict';
import { createCredential } from '../../../src/insights/credential.js';

describe('credential', () => {
  const tenantId = '11111111-2222-3333-4444-555555555555';

  it('is the service principal where a secret is set', async () => {
    const credential = await createCredential({ tenantId, clientId: 'app', clientSecret: 's' });
    assert.equal(credential.constructor.name, 'ClientSecretCredential');
  });

  it('is the identity of the machine where there is no secret', async () => {
    for (const options of [{ tenantId, clientId: 'app' }, {}]) {
      assert.equal((await createCredential(options)).constructor.name, 'ManagedIdentityCredential');
    }
  });
});
