import type { Command, Wanted } from '../commands/command.js';
import { quote } from './tokens.js';
import { isGrammar, triggerWords } from './words.js';

/** The canonical line: what is printed here reads back as the same command. */
export function print(command: Command): string {
  switch (command.name) {
    case 'help':
      return join('help', command.about);
    case 'subscribe':
      return command.wanted ? printWanted(command.wanted) : 'subscribe';
    case 'unsubscribe':
      return `unsubscribe ${command.which}`;
    case 'test':
      return `test ${command.number}`;
    case 'language':
      return join('language', command.tag);
    case 'timezone':
      return join('timezone', command.zone);
    default:
      return command.name;
  }
}

function printWanted(wanted: Wanted): string {
  const { rule, quiet } = wanted;
  const byChange = rule?.direction === 'changes';
  return join(
    'subscribe',
    triggerWords[wanted.trigger][0],
    wanted.target === undefined ? undefined : printName(wanted.target),
    wanted.group,
    wanted.includeManual && 'including manual',
    rule && (byChange ? 'changes' : `${rule.direction} ${rule.value ?? ''}`.trim()),
    byChange && rule.percent && `by ${rule.percent}%`,
    rule && rule.runs > 1 && `for ${rule.runs} runs`,
    quiet && join('quiet', `${quiet.from}-${quiet.to}`, quiet.zone),
    wanted.mentions &&
      wanted.mentions.length > 0 &&
      join('mention', ...wanted.mentions.map((name) => `@${quote(name)}`)),
    wanted.here && 'here',
  );
}

/** Plain words stay bare; anything the grammar could take for its own is quoted. */
export function printName(name: string): string {
  return /^[\p{L}\p{N}][\p{L}\p{N}_.]*$/u.test(name) && !isGrammar(name) ? name : quote(name);
}

function join(...parts: (string | false | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== false && part !== '').join(' ');
}
