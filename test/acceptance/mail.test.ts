import assert from 'node:assert/strict';
import { MailServer } from '../fakes/mail-server.js';
import { textOf, World } from './world.js';

describe('mail', function () {
  this.timeout(90_000);
  let world: World;
  let server: MailServer;
  let channel: string;

  beforeEach(async () => {
    server = await new MailServer().start();
    world = new World();
    // The member who talks is known to the stand-in alone; every run of it gives the same ids.
    const { aadObjectId } = new (await import('../../src/emulator/teams/world.js')).World('').me;
    await world.open({
      OPERATORS: aadObjectId,
      MAIL_DOMAINS: 'contoso.com',
      MAIL_FROM: 'Insights Herald <herald@contoso.com>',
      SMTP_URL: server.url,
    });
    channel = world.place('Data alerts');
    await world.watching();
    // The first words to the bot are followed by its welcome.
    await world.ask(channel, 'list');
    await world.shown(channel, /subscriptions/i);
  });

  afterEach(async () => {
    await world.close();
    await server.stop();
  });

  const words = (text: string) => text.replace(/\s+/g, ' ');

  async function fails(source: string): Promise<void> {
    world.insights.control.planSource(source, { outcome: 'fail', tries: 2, code: 'Refused', message: 'No <entry>.' });
    world.insights.control.startRun({ operation: 'all', submission: 'scheduled' });
  }

  it('a source fails: the channel gets a card and the owners a mail, in the same words; and one when it is over', async () => {
    const made = await world.ask(channel, 'subscribe refresh-failed all email ann@contoso.com bo@contoso.com');
    assert.match(textOf(made), /ann\\@contoso\\\.com and bo\\@contoso\\\.com/);
    assert.match(textOf(await world.ask(channel, 'list')), /e-mail: ann@contoso.com and bo@contoso.com/);
    await fails('CRM contacts');
    const card = await world.shown(channel, /failed.*CRM contacts/);
    await server.until(() => server.received.length >= 2, 'two mails');
    assert.deepEqual(server.received.map(({ to }) => to).sort(), [['ann@contoso.com'], ['bo@contoso.com']]);
    const [first] = server.received;
    assert.ok(first);
    assert.equal(first.mail.subject, card.summary);
    const sentence = /The source|failed|skipped/;
    assert.match(first.mail.text ?? '', sentence);
    assert.match(first.mail.text ?? '', /No <entry>\./);
    assert.match(String(first.mail.html), /No &lt;entry&gt;\./);
    assert.match(words(first.mail.text ?? ''), /subscription 1 in the team “Customer data”.*unsubscribe 1/);
    world.insights.control.startRun({ operation: 'all', submission: 'scheduled' });
    await world.shown(channel, /recovered.*CRM contacts/i);
    await server.until(() => server.received.length >= 4, 'two more mails');
    const over = server.received.slice(2);
    for (const { mail, to } of over) {
      const opening = server.received.find((one) => one.to[0] === to[0]);
      assert.equal(mail.inReplyTo, opening?.mail.messageId);
      assert.match(mail.subject ?? '', /recovered/i);
    }
    await world.clock.sleep(120_000);
    assert.equal(server.received.length, 4);
  });

  it('writes in the words of the conversation', async () => {
    await world.ask(channel, 'language kk');
    await world.ask(channel, 'subscribe refresh-failed all email ann@contoso.com');
    await fails('CRM contacts');
    const card = await world.shown(channel, /CRM contacts/);
    await server.until(() => server.received.length >= 1, 'a mail');
    const { mail } = server.received[0] ?? assert.fail();
    assert.equal(mail.subject, card.summary);
    assert.match(mail.text ?? '', /Жаңарту сәтсіз аяқталды/);
    assert.match(mail.text ?? '', /1-жазылым бойынша келді/);
    assert.match(String(mail.html), /<html lang="kk">/);
  });

  it('a mail server that hangs delays no card, and its mail comes when it is back', async () => {
    server.silent = true;
    await world.ask(channel, 'subscribe refresh-failed all email ann@contoso.com');
    await world.ask(channel, 'subscribe segment VIP above 2000');
    await fails('CRM contacts');
    await world.shown(channel, /failed.*CRM contacts/);
    world.insights.control.setSegment('Vip', 2046);
    await world.shown(channel, /VIP \(2,046\)/);
    assert.equal(server.received.length, 0);
    server.silent = false;
    await server.until(() => server.received.length >= 1, 'the mail', 30_000);
    assert.match(server.received[0]?.mail.subject ?? '', /CRM contacts/);
  });

  it('whoever owns the object is mentioned and mailed', async () => {
    const named = await world.ask(channel, 'owner source "CRM contacts" email ann@contoso.com');
    assert.match(textOf(named), /ann@contoso\.com/);
    await world.ask(channel, 'subscribe refresh-failed all email owner');
    await fails('CRM contacts');
    await server.until(() => server.received.length >= 1, 'a mail');
    assert.deepEqual(server.received[0]?.to, ['ann@contoso.com']);
    assert.match(textOf(await world.ask(channel, 'owners')), /CRM contacts[\s\S]*ann@contoso\.com/);
  });

  it('a domain that was taken out of the settings gets nothing more', async () => {
    await world.ask(channel, 'subscribe refresh-failed all email ann@contoso.com');
    await world.stopApp();
    world.env = { ...world.env, MAIL_DOMAINS: 'fabrikam.com' };
    await world.startApp();
    await fails('CRM contacts');
    await world.shown(channel, /failed.*CRM contacts/);
    await world.clock.sleep(60_000);
    assert.deepEqual(server.asked, []);
  });
});
