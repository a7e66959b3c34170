import { readMailAddress, sameMailbox } from '../../src/base/mail-address.js';
import type { MailStep } from '../../src/model/subscription.js';
import { type Problem, short } from './problem.js';
import type { Token } from './tokens.js';
import { mailWords, matchWords } from './words.js';

/** More than these belong on a mailing list. */
const mostAddresses = 5;

const example = 'subscribe refresh-failed all email ann@contoso.com';

/**
 * What stands behind the word `email`: addresses with blanks or commas between them, the word `owner`, or `none`.
 * `length` counts the tokens taken.
 */
export function readEmail(
  tokens: readonly Token[],
  at: number,
): { length: number } & ({ step: MailStep } | { problem: Problem }) {
  const none = matchWords(mailWords, tokens, at);
  if (none?.value === 'none') return { length: none.length, step: { to: [] } };
  const to: string[] = [];
  let owner = false;
  let length = 0;
  let wrong: string | undefined;
  for (let token = tokens[at]; token; token = tokens[at + length]) {
    const word = matchWords(mailWords, tokens, at + length);
    const parts = partsOf(token);
    // The first thing behind the word is meant as an address, whatever it looks like.
    if (word?.value === 'owner') owner = true;
    else if (!token.text.includes('@') && token.kind !== 'mention' && length > 0) break;
    else {
      const read = parts.map((part) => readMailAddress(part)?.address);
      wrong ??= parts.length === 0 ? token.text : parts.find((_, index) => read[index] === undefined);
      for (const one of read) if (one !== undefined && !to.some((known) => sameMailbox(known, one))) to.push(one);
    }
    length += word?.value === 'owner' ? word.length : 1;
  }
  if (wrong !== undefined)
    return { length, problem: { key: 'email-not-address', facts: { text: short(wrong) }, example } };
  if (to.length === 0 && !owner) return { length, problem: { key: 'email-missing', example } };
  if (to.length > mostAddresses) {
    return { length, problem: { key: 'email-too-many', facts: { n: to.length, limit: mostAddresses }, example } };
  }
  return { length, step: { to, ...(owner ? { owner } : {}) } };
}

/** People paste `<ann@contoso.com>;` and `mailto:` as their mail program shows them. */
function partsOf({ text, kind }: Token): string[] {
  const written = kind === 'mention' ? `@${text}` : text;
  return written
    .split(/[,;]+/)
    .map((part) => part.replace(/^mailto:/i, '').replace(/^<(.*)>$/, '$1'))
    .filter((part) => part !== '');
}

export function printEmail({ to, owner }: MailStep): string {
  const all = [...to, ...(owner ? ['owner'] : [])];
  return `email ${all.length > 0 ? all.join(' ') : 'none'}`;
}
