import { createMailRenderer } from '../../../../src/app/mail-renderer.js';
import { createLog } from '../../../../src/base/log.js';
import { readConfig } from '../../../../src/config/config.js';
import type { Mail, Mailer, MailOutcome } from '../../../../src/delivery/mail/mailer.js';
import { createMailOutbox, type MailOutbox } from '../../../../src/delivery/mail/outbox.js';
import type { Delivery } from '../../../../src/model/message.js';
import type { SubscriptionDraft } from '../../../../src/model/subscription.js';
import { settle } from '../../../fakes/fake-clock.js';
import { World } from '../../alerts/world.js';

const config = readConfig({
  HERALD_LOCAL: '1',
  CI_INSTANCE_ID: '5f1c0e52-7a3b-4b1e-9c1d-2f6f1f0a8b10',
  CI_SUBSCRIPTION_KEY: 'k',
});

/** Alerts as they happen, and a mail server whose answers are scripted. */
export class MailWorld extends World {
  readonly mails: Mail[] = [];
  /** What the server says to a mail; `hang` waits for the deadline. */
  answer: (mail: Mail, before: number) => MailOutcome | 'hang' = () => ({ result: 'sent', status: 250 });
  tries = 0;
  private readonly mailer: Mailer = {
    send: async (mail, signal) => {
      const before = this.mails.filter(({ id }) => id === mail.id).length;
      this.mails.push(mail);
      this.tries += 1;
      const answer = this.answer(mail, before);
      if (answer !== 'hang') return answer;
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      return { result: 'later', reason: 'smtp-timeout', server: true };
    },
  };
  outbox!: MailOutbox;

  async start(): Promise<this> {
    const { store, clock } = this;
    this.outbox = createMailOutbox({
      store,
      clock,
      log: createLog('silent'),
      mailer: this.mailer,
      render: createMailRenderer({ store, clock, config }),
      random: () => 1,
    });
    await this.outbox.start();
    await settle(10);
    return this;
  }

  watch(draft: Partial<SubscriptionDraft> = {}, to = ['ann@contoso.com']) {
    return this.subscribe({ trigger: 'source-refresh-failed', mail: { to }, ...draft });
  }

  /** Lets what is owed go out, mails before cards or after. */
  async run(): Promise<void> {
    this.outbox.wake();
    await settle(20);
  }

  async pass(ms: number, stepMs = 60_000): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      await this.clock.advance(Math.min(stepMs, left));
      await settle(10);
    }
  }

  /** What happened is told in Teams and by mail; the mails of this time, shortly. */
  async mailed(...observations: Parameters<World['tell']>): Promise<string[]> {
    const before = this.mails.length;
    await this.tell(...observations);
    await this.run();
    return this.mails.slice(before).map(({ to, subject }) => `${to} ${subject.replace(/^\S+ /, '')}`);
  }

  async rows(): Promise<Delivery[]> {
    const { messages } = await this.store.connectionState('crm');
    const lists = await Promise.all(messages.map(({ id }) => this.store.deliveriesOfMessage(id)));
    return lists.flat().filter(({ kind }) => kind === 'mail');
  }

  async states(): Promise<string[]> {
    return (await this.rows()).map(({ mail, state, reason }) =>
      [mail?.tells, state, ...(reason ? [reason] : [])].join(' '),
    );
  }
}
