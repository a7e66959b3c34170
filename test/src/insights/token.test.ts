import assert from 'node:assert/strict';
import { createTokenSource, credentialToken, type TokenSource } from '../../../src/insights/token.js';
import { FakeClock, settle } from '../../fakes/fake-clock.js';

const hourMs = 3_600_000;

/** A credential whose tokens are numbered and last an hour, each when the test says so. */
class FakeCredential {
  asked = 0;
  created = 0;
  failure: Error | undefined;
  gate: Promise<void> | undefined;

  constructor(private readonly clock: FakeClock) {}

  create = async () => {
    this.created += 1;
    return {
      getToken: async () => {
        this.asked += 1;
        const number = this.asked;
        await this.gate;
        if (this.failure) throw this.failure;
        return { token: `token-${number}`, expiresOnTimestamp: this.clock.now() + hourMs };
      },
    };
  };
}

describe('token of a credential', () => {
  let clock: FakeClock;
  let credential: FakeCredential;
  let source: TokenSource;

  beforeEach(() => {
    clock = new FakeClock();
    credential = new FakeCredential(clock);
    source = credentialToken(credential.create, clock);
  });

  it('is asked for once however many want it at the same time, and kept', async () => {
    const tokens = await Promise.all([source.get(), source.get(), source.get()]);
    await clock.advance(hourMs / 2);
    tokens.push(await source.get());
    assert.deepEqual(tokens, Array(4).fill('token-1'));
    assert.equal(credential.asked, 1);
  });

  it('is renewed five minutes early, without making anybody wait', async () => {
    await source.get();
    await clock.advance(hourMs - 5 * 60_000);
    let release = () => {};
    credential.gate = new Promise((resolve) => {
      release = resolve;
    });
    assert.equal(await source.get(), 'token-1');
    assert.equal(await source.get(), 'token-1');
    release();
    await settle();
    assert.equal(await source.get(), 'token-2');
    assert.equal(credential.asked, 2);
  });

  it('is still used while its early renewal fails, which is tried once a minute', async () => {
    await source.get();
    credential.failure = new Error('no network');
    await clock.advance(hourMs - 4 * 60_000);
    for (let i = 0; i < 3; i += 1) assert.equal(await source.get(), 'token-1');
    await settle();
    assert.equal(credential.asked, 2);
    await clock.advance(60_000);
    assert.equal(await source.get(), 'token-1');
    assert.equal(credential.asked, 3);
  });

  it('is not handed out in its last half minute', async () => {
    await source.get();
    await clock.advance(hourMs - 20_000);
    assert.equal(await source.get(), 'token-2');
  });

  it('does not age by a jump of the wall clock', async () => {
    await source.get();
    clock.jump(10 * hourMs);
    assert.equal(await source.get(), 'token-1');
  });

  it('that cannot be had is insights-token, and the next caller tries again', async () => {
    credential.failure = new Error('AADSTS7000215: Invalid client secret provided.');
    await assert.rejects(source.get(), { code: 'insights-token' });
    credential.failure = undefined;
    assert.equal(await source.get(), 'token-2');
  });

  it('that was refused is renewed once for all who were refused, past the cache of the credential', async () => {
    const refused = await source.get();
    await clock.advance(10 * 60_000);
    const renewed = await Promise.all([source.renew(refused), source.renew(refused), source.renew(refused)]);
    assert.deepEqual(renewed, Array(3).fill('token-2'));
    assert.equal(await source.renew(refused), 'token-2', 'who comes late gets what is there');
    assert.deepEqual([credential.asked, credential.created], [2, 2]);
  });

  it('that is refused within its first minute is not what is wrong', async () => {
    const refused = await source.get();
    assert.equal(await source.renew(refused), undefined);
    assert.equal(credential.asked, 1);
  });
});

describe('token source', () => {
  it('is the fixed token where one is set, which cannot be renewed', async () => {
    const source = createTokenSource({ accessToken: { reveal: () => 'fixed' } }, new FakeClock());
    assert.equal(await source.get(), 'fixed');
    assert.equal(await source.renew('fixed'), undefined);
  });
});
