import assert from 'node:assert/strict';
import { createBotToken } from '../../../src/delivery/bot-token.js';
import { FakeClock } from '../../fakes/fake-clock.js';

const HOUR_MS = 3_600_000;

describe('the connector token', () => {
  const clock = new FakeClock();
  const asked: unknown[] = [];
  let away = false;
  const credential = {
    async getToken(scope: string | string[]) {
      asked.push(scope);
      await new Promise(setImmediate);
      if (away) throw new Error('directory away');
      return { token: `token-${asked.length}`, expiresOnTimestamp: clock.now() + HOUR_MS };
    },
  };
  const create = () =>
    createBotToken({ type: 'SingleTenant', appId: 'app', tenantId: 't', password: 'p', clock, credential });

  beforeEach(() => {
    asked.length = 0;
    away = false;
  });

  it('there is none without an app id', async () => {
    assert.equal(await createBotToken({ type: 'SingleTenant', appId: undefined, clock })(), undefined);
  });

  it('is fetched once for all who ask at the same time, and kept', async () => {
    const token = create();
    assert.deepEqual(await Promise.all([token(), token(), token()]), ['token-1', 'token-1', 'token-1']);
    assert.equal(await token(), 'token-1');
    assert.deepEqual(asked, ['https://api.botframework.com/.default']);
  });

  it('is renewed shortly before it ends', async () => {
    const token = create();
    await token();
    await clock.advance(HOUR_MS - 4 * 60_000);
    assert.equal(await token(), 'token-2');
  });

  it('is used to its end while the directory is away, and then there is an error', async () => {
    const token = create();
    await token();
    away = true;
    await clock.advance(HOUR_MS - 60_000);
    assert.equal(await token(), 'token-1');
    await clock.advance(60_000);
    await assert.rejects(token(), { name: 'HeraldError' });
    away = false;
    assert.equal(await token(), `token-${asked.length}`);
  });

  it('a type whose settings are incomplete is refused at once', () => {
    assert.throws(() => createBotToken({ type: 'SingleTenant', appId: 'app', clock }), { code: 'config-invalid' });
  });
});
