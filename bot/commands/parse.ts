import { distance } from 'fastest-levenshtein';
import { failed, type Parsed, type Problem, parsed, short } from '../grammar/problem.js';
import { type Token, textAfter, tokenize } from '../grammar/tokens.js';
import { fold, matchWords, type Vocabulary } from '../grammar/words.js';
import type { Command, CommandRow } from './spec.js';

/** Longer texts are no commands. */
export const longestCommand = 2000;

/**
 * A line without the bot's mention to a command, or what is wrong with it, the most useful first. Pure; never throws.
 * A line without words asks for help.
 */
export function parseLine(table: readonly CommandRow[], line: string): Parsed<Command> {
  if (line.length > longestCommand) return failed({ key: 'text-too-long', facts: { limit: longestCommand } });
  const tokens = trimmed(tokenize(line));
  if (tokens.every(({ text }) => text === '')) return parsed({ name: 'help' });
  const word = matchCommand(table, tokens);
  if (!word) return failed(unknownCommand(table, tokens));
  return word.row.read({ tokens: tokens.slice(word.length), text: textAfter(line, word.length) });
}

const vocabularies = new WeakMap<readonly CommandRow[], Vocabulary<string>>();

function vocabularyOf(table: readonly CommandRow[]): Vocabulary<string> {
  const known = vocabularies.get(table);
  if (known) return known;
  const made: Vocabulary<string> = Object.fromEntries(table.map(({ name, words }) => [name, words]));
  vocabularies.set(table, made);
  return made;
}

/** The row whose word the tokens begin with. */
export function matchCommand(
  table: readonly CommandRow[],
  tokens: readonly Token[],
): { row: CommandRow; length: number } | undefined {
  const word = matchWords(vocabularyOf(table), tokens, 0);
  const row = table.find(({ name }) => name === word?.value);
  return row && word ? { row, length: word.length } : undefined;
}

/** People write `/list` and `help!`. */
function trimmed(tokens: Token[]): Token[] {
  const [first, ...rest] = tokens;
  if (first?.kind !== 'word') return tokens;
  const text = first.text.replace(/^[/!]+(?=\p{L})/u, '').replace(/(?<=\p{L})[.,!?:;]+$/u, '');
  return [{ text, kind: 'word' }, ...rest];
}

/** The nearest commands, with the rest of the line where that makes a whole command. */
export function unknownCommand(table: readonly CommandRow[], tokens: readonly Token[], before?: 'help'): Problem {
  const text = tokens[0]?.text ?? '';
  const word = fold(text).slice(0, 64);
  const near = table
    .map((row) => ({ row, far: Math.min(...row.words.map((one) => distance(word, fold(one)))) }))
    .filter(
      ({ row, far }) =>
        far <= Math.max(1, Math.floor(word.length / 3)) || (word.length > 1 && row.name.startsWith(word)),
    )
    .sort((a, b) => a.far - b.far)
    .slice(0, 3);
  const rest = tokens.slice(1);
  const written = rest.map((token) => token.text).join(' ');
  const lines = near.flatMap(({ row }) => {
    if (before) return [`help ${row.name}`];
    const whole = row.read({ tokens: rest, text: written });
    const line = whole.ok ? row.print(whole.value) : `help ${row.name}`;
    return line.includes(' mention ') ? [] : [line];
  });
  return {
    key: 'unknown-command',
    facts: { text: short(text) },
    suggestions: [...new Set([...lines, 'help', 'subscribe', 'list'])].slice(0, 6),
  };
}
