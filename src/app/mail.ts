import type { Log } from '../base/log.js';
import { readMailAddress } from '../base/mail-address.js';
import type { MailSettings } from '../config/mail.js';
import { createMailer, type Mailer } from '../delivery/mail/mailer.js';
import { createMailOutbox, type MailOutbox } from '../delivery/mail/outbox.js';
import { createMailRenderer } from './mail-renderer.js';
import type { RenderContextDeps } from './render-context.js';

/** A mail server that says nothing for so long says nothing any more, ms. */
const SILENCE_MS = 20_000;

/** Sends what is owed; where no mail server is set up any more, what earlier settings owe is recorded as failed. */
export function openMail(settings: MailSettings | undefined, deps: RenderContextDeps & { log: Log }): MailOutbox {
  const { store, clock, log } = deps;
  const mailer = settings ? mailerOf(settings) : refusing('mail-not-set-up');
  return createMailOutbox({ store, mailer, clock, log, render: createMailRenderer(deps) });
}

/** Subscriptions are older than settings: a domain that was taken out gets nothing more. */
function mailerOf({ server, from, domains }: MailSettings): Mailer {
  const { auth, ...rest } = server;
  const mailer = createMailer({
    server: { ...rest, ...(auth ? { auth: { user: auth.user, password: auth.password.reveal() } } : {}) },
    from,
    silenceMs: SILENCE_MS,
  });
  const foreign = refusing('mail-domain-not-allowed');
  return {
    send(mail, signal) {
      const isAllowed = domains.includes(readMailAddress(mail.to)?.domain ?? '');
      return (isAllowed ? mailer : foreign).send(mail, signal);
    },
  };
}

function refusing(reason: string): Mailer {
  return { send: async () => ({ result: 'refused', reason }) };
}
