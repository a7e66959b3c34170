import type { OwnedKind } from '../../src/model/owner.js';
import { printEmail, readEmail } from './email.js';
import { joined, printName } from './print.js';
import { failed, type Parsed, parsed, short } from './problem.js';
import { nameOf } from './threshold.js';
import { quote, type Token } from './tokens.js';
import { mailWords, matchWords, optionWords, type Vocabulary } from './words.js';

/** Who is to answer for what, as written. Neither person nor address: nobody any more. */
export interface OwnerWanted {
  kind: OwnedKind;
  target: string;
  /** The name behind `@`; who it is stands in the message's entities. */
  person?: string;
  email?: string;
}

const kindWords: Vocabulary<OwnedKind> = {
  source: ['source', 'data source', 'sources', 'дереккөз'],
  segment: ['segment', 'segments', 'сегмент'],
  measure: ['measure', 'measures', 'көрсеткіш', 'өлшем'],
};

const example = 'owner source "Loyalty CRM" email ann@contoso.com';

/** `<source|segment|measure> <name> @person [email <address>]`, or `<kind> <name> none`. */
export function readOwner(tokens: readonly Token[]): Parsed<OwnerWanted> {
  const kind = matchWords(kindWords, tokens, 0);
  if (tokens.length === 0) return failed({ key: 'owner-kind-missing', example });
  if (!kind) return failed({ key: 'owner-kind', facts: { text: short(tokens[0]?.text ?? '') }, example });
  const rest = tokens.slice(kind.length);
  const first = rest.findIndex((_, at) => at > 0 && begins(rest, at));
  const target = nameOf(first < 0 ? rest : rest.slice(0, first));
  if (target === '') return failed({ key: 'owner-name-missing', example });
  const wanted = { kind: kind.value, target };
  const line = printOwner({ ...wanted, email: 'ann@contoso.com' });
  if (first < 0) return failed({ key: 'owner-missing', example: line, suggestions: [printOwner(wanted)] });
  if (isNone(rest, first)) return parsed(wanted);
  return readWho(wanted, rest.slice(first), line);
}

function begins(tokens: readonly Token[], at: number): boolean {
  if (tokens[at]?.kind === 'mention' || isNone(tokens, at)) return true;
  const word = matchWords(optionWords, tokens, at);
  const behind = tokens[at + (word?.length ?? 0)];
  return word?.value === 'email' && (behind === undefined || behind.text.includes('@'));
}

/** The last word; a name may hold one like it. */
function isNone(tokens: readonly Token[], at: number): boolean {
  const word = matchWords(mailWords, tokens, at);
  return word?.value === 'none' && at + word.length === tokens.length;
}

function readWho(wanted: OwnerWanted, tokens: readonly Token[], line: string): Parsed<OwnerWanted> {
  const people: string[] = [];
  const addresses: string[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at];
    const word = matchWords(optionWords, tokens, at);
    if (token?.kind === 'mention') {
      people.push(token.text);
      at += 1;
    } else if (word?.value === 'email') {
      const read = readEmail(tokens, at + word.length);
      if ('problem' in read) return failed({ ...read.problem, example: line });
      if (read.step.owner || read.step.to.length === 0) return failed({ key: 'email-missing', example: line });
      addresses.push(...read.step.to);
      at += word.length + read.length;
    } else return failed({ key: 'option-unknown', facts: { text: short(token?.text ?? '') }, example: line });
  }
  const [person] = people;
  const [email] = addresses;
  if (people.length > 1 || addresses.length > 1) return failed({ key: 'owner-one', example: line });
  return parsed({ ...wanted, ...(person === undefined ? {} : { person }), ...(email === undefined ? {} : { email }) });
}

export function printOwner({ kind, target, person, email }: OwnerWanted): string {
  const nobody = person === undefined && email === undefined;
  return joined(
    'owner',
    kind,
    printName(target),
    person !== undefined && `@${quote(person)}`,
    email !== undefined && printEmail({ to: [email] }),
    nobody && 'none',
  );
}
