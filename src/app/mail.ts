import type { Log } from '../base/log.js';
import type { MailSettings } from '../config/mail.js';
import { createMailer } from '../delivery/mail/mailer.js';
import { createMailOutbox, type MailOutbox } from '../delivery/mail/outbox.js';
import { createMailRenderer } from './mail-renderer.js';
import type { RenderContextDeps } from './render-context.js';

/** A mail server that says nothing for so long says nothing any more, ms. */
const SILENCE_MS = 20_000;

/** Undefined where no mail server is set up: what is owed to one waits then. */
export function openMail(
  settings: MailSettings | undefined,
  deps: RenderContextDeps & { log: Log },
): MailOutbox | undefined {
  if (!settings) return undefined;
  const { server, from } = settings;
  const { auth, ...rest } = server;
  const mailer = createMailer({
    server: { ...rest, ...(auth ? { auth: { user: auth.user, password: auth.password.reveal() } } : {}) },
    from,
    silenceMs: SILENCE_MS,
  });
  const { store, clock, log } = deps;
  return createMailOutbox({ store, mailer, clock, log, render: createMailRenderer(deps) });
}
