import { createTransport } from 'nodemailer';
import { z } from 'zod';
import type { MailContent } from './compose.js';

/** Where mail is handed over. `starttls`: upgraded before anything is said, or not used. `plain`: this machine alone. */
export interface MailServer {
  host: string;
  port: number;
  privacy: 'tls' | 'starttls' | 'plain';
  auth?: { user: string; password: string };
}

export interface Mail extends MailContent {
  to: string;
  /** Of this mail and of the one it follows, without brackets. The same mail has the same one, however often it is tried. */
  id: string;
  follows?: string;
  language: string;
}

/** What a mail server can answer. */
export type MailOutcome =
  | { result: 'sent'; status?: number }
  /** Worth another try. `server`: it has nothing to do with this mail, so others would not get through either. */
  | { result: 'later'; reason: string; status?: number; server: boolean }
  | { result: 'refused'; reason: string; status?: number };

/** Never throws, never retries. One recipient at a time: nobody learns who else is told, and each is accepted or not. */
export interface Mailer {
  send(mail: Mail, signal: AbortSignal): Promise<MailOutcome>;
}

export interface MailerOptions {
  server: MailServer;
  from: { name: string; address: string };
  /** How long the server may be silent, ms. */
  silenceMs: number;
}

export function createMailer({ server, from, silenceMs }: MailerOptions): Mailer {
  const { host, port, privacy, auth } = server;
  const transport = createTransport({
    host,
    port,
    secure: privacy === 'tls',
    requireTLS: privacy === 'starttls',
    ignoreTLS: privacy === 'plain',
    tls: { minVersion: 'TLSv1.2' },
    connectionTimeout: silenceMs,
    greetingTimeout: silenceMs,
    socketTimeout: silenceMs,
    dnsTimeout: silenceMs,
    socketCloseTimeout: 0,
    disableFileAccess: true,
    disableUrlAccess: true,
    // A server that offers no login is not the one that was meant.
    ...(auth ? { auth: { user: auth.user, pass: auth.password }, forceAuth: true } : {}),
  });
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    async send(mail, signal) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: mail.to },
          envelope: { from: from.address, to: [mail.to] },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          messageId: `<${mail.id}@${domain}>`,
          ...(mail.follows
            ? { inReplyTo: `<${mail.follows}@${domain}>`, references: `<${mail.follows}@${domain}>` }
            : {}),
          headers: {
            // Nobody's out-of-office note should answer a machine (RFC 3834; the second is read by Exchange).
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'All',
            'Content-Language': mail.language,
          },
          signal,
        });
        return { result: 'sent', status: 250 };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

const failure = z.object({
  code: z.string().catch(''),
  responseCode: z.number().optional().catch(undefined),
  syscall: z.string().optional().catch(undefined),
});

/** Codes at which the mail itself was being handed over. */
const aboutMail: ReadonlySet<string> = new Set(['EENVELOPE', 'EMESSAGE']);
/** The server wants a login that we do not have: that is put right here, and the mail goes then (RFC 4954). */
const aboutLogin: ReadonlySet<number> = new Set([530, 534, 535, 538]);

const names: Record<string, string> = {
  ETIMEDOUT: 'smtp-timeout',
  EABORT: 'smtp-timeout',
  EAUTH: 'smtp-login',
  ENOAUTH: 'smtp-login',
  ETLS: 'smtp-tls',
  EDNS: 'smtp-unknown-host',
  ECONNREFUSED: 'smtp-unreachable',
};

function outcomeOf(error: unknown): MailOutcome {
  const { code = '', responseCode, syscall } = failure.safeParse(error).data ?? {};
  const status = responseCode === undefined ? {} : { status: responseCode };
  if (responseCode !== undefined && aboutMail.has(code) && !aboutLogin.has(responseCode)) {
    const reason = `smtp-${responseCode}`;
    return responseCode >= 500
      ? { result: 'refused', reason, status: responseCode }
      : // 421 ends the service, whatever it answers to.
        { result: 'later', reason, status: responseCode, server: responseCode === 421 };
  }
  const login = responseCode !== undefined && aboutLogin.has(responseCode);
  const reason = login
    ? 'smtp-login'
    : (names[code] ?? (syscall === 'connect' ? 'smtp-unreachable' : 'smtp-broken-off'));
  return { result: 'later', reason, ...status, server: true };
}
