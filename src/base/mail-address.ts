import { domainToASCII } from 'node:url';

export interface MailAddress {
  /** As it is written into an envelope: no name, no brackets, the domain in lower case and in ASCII. */
  address: string;
  domain: string;
}

/** The longest that a mail server has to take (RFC 5321, section 4.5.3.1). */
const LONGEST_LOCAL = 64;
const LONGEST = 254;

const local = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** A mail domain of at least two labels, in ASCII; undefined for what is none. */
export function readMailDomain(text: string): string | undefined {
  const domain = domainToASCII(text).toLowerCase();
  const labels = domain.split('.');
  // The last label of an address with digits alone would be an IP address.
  const ok = labels.length >= 2 && labels.every((one) => label.test(one)) && !/^\d+$/.test(labels.at(-1) ?? '');
  return ok ? domain : undefined;
}

/** One plain address. Quoted local parts, comments, lists, names and every control character are refused. */
export function readMailAddress(text: string): MailAddress | undefined {
  const at = text.lastIndexOf('@');
  const name = text.slice(0, at);
  if (at < 1 || name.length > LONGEST_LOCAL || !local.test(name)) return undefined;
  const domain = readMailDomain(text.slice(at + 1));
  if (domain === undefined) return undefined;
  const address = `${name}@${domain}`;
  return address.length <= LONGEST ? { address, domain } : undefined;
}

/** Whether two addresses reach one mailbox: nobody tells people apart by capitals. */
export function sameMailbox(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
