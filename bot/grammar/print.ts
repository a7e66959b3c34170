import type { Wanted } from '../commands/wanted.js';
import { printBand } from './band.js';
import { printEmail } from './email.js';
import { quote } from './tokens.js';
import { isGrammar, triggerWords } from './words.js';

/** The canonical line of a subscription: what is printed here reads back as the same wish. */
export function printSubscribe(wanted: Wanted): string {
  const { rule, quiet } = wanted;
  const byChange = rule?.direction === 'changes';
  return joined(
    'subscribe',
    triggerWords[wanted.trigger][0],
    wanted.target === undefined ? undefined : printName(wanted.target),
    wanted.group,
    wanted.includeManual && 'including manual',
    rule && (byChange ? 'changes' : `${rule.direction} ${rule.value ?? ''}`.trim()),
    byChange && rule.percent && `by ${rule.percent}%`,
    rule?.band && printBand(rule.band),
    rule && rule.runs > 1 && `for ${rule.runs} runs`,
    quiet && joined('quiet', `${quiet.from}-${quiet.to}`, quiet.zone, quiet.except && 'except critical'),
    wanted.mentions &&
      wanted.mentions.length > 0 &&
      joined('mention', ...wanted.mentions.map((name) => `@${quote(name)}`)),
    wanted.email && printEmail(wanted.email),
    wanted.here && 'here',
  );
}

/** Plain words stay bare; anything the grammar could take for its own is quoted. */
export function printName(name: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N}_.]*$/u.test(name) && !isGrammar(name) ? name : quote(name);
}

/** The parts of a line that are there, with blanks between them. */
export function joined(...parts: (string | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join(' ');
}
