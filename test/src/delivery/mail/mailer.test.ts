import assert from 'node:assert/strict';
import { createMailer, type Mail, type MailServer as Server } from '../../../../src/delivery/mail/mailer.js';
import { closedPort, MailServer } from '../../../fakes/mail-server.js';

const mail: Mail = {
  to: 'ann@contoso.com',
  id: 'delivery-1',
  language: 'kk',
  subject: '✖ Жаңарту сәтсіз · Loyalty CRM',
  text: 'Loyalty CRM <failed>\n',
  html: '<p>Loyalty CRM &lt;failed&gt;</p>',
};

describe('the mailer, against a real mail server', () => {
  let server: MailServer;
  const never = new AbortController().signal;

  const mailer = (over: Partial<Server> = {}) =>
    createMailer({
      server: { host: '127.0.0.1', port: server.port, privacy: 'plain', ...over },
      from: { name: 'Insights Herald', address: 'herald@contoso.com' },
      silenceMs: 300,
    });

  beforeEach(async () => {
    server = await new MailServer().start();
  });

  afterEach(() => server.stop());

  it('hands over both parts, under a Message-ID that stays, and asks machines not to answer', async () => {
    assert.deepEqual(await mailer().send({ ...mail, follows: 'delivery-0' }, never), { result: 'sent', status: 250 });
    const [got] = server.received;
    assert.ok(got);
    assert.deepEqual(got.to, ['ann@contoso.com']);
    assert.equal(got.mail.subject, mail.subject);
    assert.equal(got.mail.from?.text, '"Insights Herald" <herald@contoso.com>');
    assert.equal(got.mail.text, mail.text);
    assert.equal(got.mail.html, mail.html);
    assert.equal(got.mail.messageId, '<delivery-1@contoso.com>');
    assert.equal(got.mail.inReplyTo, '<delivery-0@contoso.com>');
    assert.equal(got.mail.headers.get('auto-submitted'), 'auto-generated');
    assert.equal(got.mail.headers.get('content-language'), 'kk');
    assert.deepEqual(got.mail.attachments, []);
  });

  it('a passing refusal is worth another try, and says nothing about the server', async () => {
    server.answer = (_, before) => (before === 0 ? 451 : undefined);
    const first = await mailer().send(mail, never);
    assert.deepEqual(first, { result: 'later', reason: 'smtp-451', status: 451, server: false });
    assert.equal((await mailer().send(mail, never)).result, 'sent');
  });

  it('a final refusal is final', async () => {
    server.answer = () => 550;
    assert.deepEqual(await mailer().send(mail, never), { result: 'refused', reason: 'smtp-550', status: 550 });
  });

  it('silence ends by itself, before the greeting and after', async () => {
    server.answer = () => 'hang';
    const late = { result: 'later', reason: 'smtp-timeout', server: true };
    assert.deepEqual(await mailer().send(mail, never), late);
    server.silent = true;
    assert.deepEqual(await mailer().send(mail, never), late);
  });

  it('is broken off at a deadline', async () => {
    server.answer = () => 'hang';
    const deadline = new AbortController();
    const sent = mailer().send(mail, deadline.signal);
    await server.until(() => server.asked.length > 0, 'the recipient was named');
    deadline.abort();
    assert.equal((await sent).result, 'later');
  });

  it('a server that is not there is tried again', async () => {
    const outcome = await mailer({ port: await closedPort() }).send(mail, never);
    assert.deepEqual(outcome, { result: 'later', reason: 'smtp-unreachable', server: true });
  });

  it('a login that the server does not take loses nothing', async () => {
    const outcome = await mailer({ auth: { user: 'herald', password: 'secret' } }).send(mail, never);
    assert.equal(outcome.result, 'later');
    assert.ok(outcome.result === 'later' && outcome.server);
    assert.doesNotMatch(JSON.stringify(outcome), /secret|herald/);
  });

  it('says nothing in the clear where the connection has to be upgraded and cannot be', async () => {
    const outcome = await mailer({ privacy: 'starttls' }).send(mail, never);
    assert.deepEqual([outcome.result, 'server' in outcome && outcome.server], ['later', true]);
    assert.deepEqual(server.asked, []);
    assert.equal((await mailer({ privacy: 'tls' }).send(mail, never)).result, 'later');
    assert.deepEqual(server.asked, []);
  });
});
