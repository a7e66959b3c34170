import { isLoopbackHost } from '../base/loopback.js';
import type { Problem } from './connections.js';
import { Secret } from './secret.js';
import type { Values } from './variables.js';

/** Where mail is handed over, and how the connection is kept private. */
export interface SmtpServer {
  host: string;
  port: number;
  /**
   * `tls`: from the first byte. `starttls`: upgraded before anything is said, or nothing is sent. `plain`: this machine
   * alone.
   */
  privacy: 'tls' | 'starttls' | 'plain';
  auth?: { user: string; password: Secret };
}

export interface MailSettings {
  server: SmtpServer;
  /** ASCII, lower case; recipients have exactly one of these behind the `@`. */
  domains: string[];
  from: { name: string; address: string };
}

const schemes: Record<string, SmtpServer['privacy']> = { 'smtps:': 'tls', 'smtp:': 'starttls' };
const ports: Record<SmtpServer['privacy'], number> = { tls: 465, starttls: 587, plain: 587 };

/**
 * Reads `smtps://user:password@host:port` or `smtp://...`. Off this machine `smtp://` means that the connection is
 * upgraded by STARTTLS or not used. Options behind the host are refused: they could switch the checks of TLS off.
 */
export function readSmtpUrl(secret: Secret): SmtpServer | { problem: string } {
  const text = secret.reveal();
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = url && schemes[url.protocol];
  if (!url || !scheme || url.hostname === '') return { problem: 'must look like smtps://user:password@host:port' };
  if (url.search !== '' || url.hash !== '' || !['', '/'].includes(url.pathname)) {
    return { problem: 'must end with the host or the port' };
  }
  const user = decoded(url.username);
  const password = decoded(url.password);
  if (user === undefined || password === undefined || (user === '') !== (password === '')) {
    return { problem: 'must have a user and a password, or neither; special characters are written as %xx' };
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const privacy = scheme === 'starttls' && isLoopbackHost(url.hostname) ? 'plain' : scheme;
  return {
    host,
    port: url.port === '' ? ports[privacy] : Number(url.port),
    privacy,
    ...(user === '' ? {} : { auth: { user, password: new Secret(password) } }),
  };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** All three variables together, or none: undefined where the e-mail step is not set up. */
export function mailSettings(values: Values, problems: Problem[]): MailSettings | undefined {
  const { MAIL_DOMAINS: domains, SMTP_URL: secret, MAIL_FROM: from } = values;
  const given = { MAIL_DOMAINS: domains && domains.length > 0, SMTP_URL: secret, MAIL_FROM: from };
  const names = Object.keys(given) as (keyof typeof given)[];
  const there = names.filter((name) => given[name]);
  if (there.length === 0) return undefined;
  for (const variable of names) {
    if (!given[variable]) problems.push({ variable, problem: `is missing (needed with ${there.join(' and ')})` });
  }
  const server = secret && readSmtpUrl(secret);
  if (server && 'problem' in server) problems.push({ variable: 'SMTP_URL', problem: server.problem });
  if (!domains || !from || !server || 'problem' in server) return undefined;
  return { server, domains, from };
}
