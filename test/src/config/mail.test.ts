import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { ConfigError, readConfig } from '../../../src/config/config.js';
import { readSmtpUrl } from '../../../src/config/mail.js';
import { Secret } from '../../../src/config/secret.js';

const good = {
  HERALD_LOCAL: '1',
  CI_INSTANCE_ID: '5f1c0e52-7a3b-4b1e-9c1d-2f6f1f0a8b10',
  CI_SUBSCRIPTION_KEY: 'key-of-ci',
};
const mail = {
  MAIL_DOMAINS: 'Contoso.com, @fabrikam.example',
  SMTP_URL: 'smtps://herald:pa%40ss@mail.contoso.com',
  MAIL_FROM: 'Insights Herald <herald@Contoso.com>',
};

function problemsOf(env: Record<string, string>): Record<string, string> {
  try {
    readConfig({ ...good, ...env });
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return Object.fromEntries(error.problems.map((p) => [p.variable, p.problem]));
  }
  return {};
}

describe('the mail configuration', () => {
  it('is three variables together, or none', () => {
    assert.equal(readConfig(good).mail, undefined);
    const config = readConfig({ ...good, ...mail });
    assert.deepEqual(config.mail?.domains, ['contoso.com', 'fabrikam.example']);
    assert.deepEqual(config.mail?.from, { name: 'Insights Herald', address: 'herald@contoso.com' });
    assert.deepEqual(
      { ...config.mail?.server, auth: config.mail?.server.auth?.password.reveal() },
      { host: 'mail.contoso.com', port: 465, privacy: 'tls', auth: 'pa@ss' },
    );
    for (const name of Object.keys(mail) as (keyof typeof mail)[]) {
      const others = Object.keys(mail).filter((one) => one !== name);
      assert.deepEqual(Object.keys(problemsOf({ [name]: mail[name] })), others);
    }
  });

  it('reports all that is wrong together, and never prints what is secret', () => {
    const problems = problemsOf({
      MAIL_DOMAINS: 'contoso',
      SMTP_URL: 'smtps://herald:hunter2@mail.contoso.com/path?tls.rejectUnauthorized=false',
      MAIL_FROM: 'herald',
    });
    assert.deepEqual(Object.keys(problems).sort(), ['MAIL_DOMAINS', 'MAIL_FROM', 'SMTP_URL']);
    assert.doesNotMatch(JSON.stringify(problems), /hunter2/);
    const config = readConfig({ ...good, ...mail });
    assert.doesNotMatch(inspect(config, { depth: 9 }) + JSON.stringify(config), /pa@ss|pa%40ss/);
  });

  const servers: [url: string, privacy: string | undefined, port?: number][] = [
    ['smtps://mail.contoso.com', 'tls', 465],
    ['smtps://mail.contoso.com:2465', 'tls', 2465],
    ['smtp://mail.contoso.com', 'starttls', 587],
    ['smtp://127.0.0.1:1025', 'plain', 1025],
    ['smtp://localhost:25', 'plain', 25],
    ['smtp://[::1]:1025', 'plain', 1025],
    ['smtp://127.0.0.1.evil.example', 'starttls', 587],
    ['http://mail.contoso.com', undefined],
    ['mail.contoso.com:25', undefined],
    ['smtp://', undefined],
    ['smtps://user@mail.contoso.com', undefined],
    ['smtps://mail.contoso.com?ignoreTLS=true', undefined],
    ['smtps://mail.contoso.com/path', undefined],
    ['smtps://us%ZZ:er@mail.contoso.com', undefined],
  ];
  for (const [url, privacy, port] of servers) {
    it(`${url} is ${privacy ?? 'refused'}`, () => {
      const read = readSmtpUrl(new Secret(url));
      assert.equal('privacy' in read ? read.privacy : undefined, privacy);
      if (port !== undefined) assert.equal('port' in read && read.port, port);
    });
  }

  it('a sender is an address, with or without a name', () => {
    const from = (MAIL_FROM: string) => readConfig({ ...good, ...mail, MAIL_FROM }).mail?.from;
    assert.deepEqual(from('herald@contoso.com'), { name: '', address: 'herald@contoso.com' });
    assert.deepEqual(from('"Herald, Insights" <herald@contoso.com>'), {
      name: 'Herald, Insights',
      address: 'herald@contoso.com',
    });
    for (const bad of ['a@contoso.com\nBcc: x@y.zz', 'Herald', 'a <b', 'x\r\ny <a@contoso.com>']) {
      assert.ok(problemsOf({ ...mail, MAIL_FROM: bad }).MAIL_FROM, bad);
    }
  });
});
