import { distance } from 'fastest-levenshtein';
import { readNumber } from '../grammar/numbers.js';
import { print } from '../grammar/print.js';
import { failed, type Parsed, type Problem, parsed, short } from '../grammar/problem.js';
import { readSubscribe } from '../grammar/subscribe.js';
import { nameOf } from '../grammar/threshold.js';
import { type Token, tokenize } from '../grammar/tokens.js';
import { allWords, commandWords, entries, fold, matchWords } from '../grammar/words.js';
import { readZone } from '../grammar/zones.js';
import type { Command, CommandName } from './command.js';

/** Longer texts are no commands. */
export const longestCommand = 2000;

/**
 * A line without the bot's mention to a command, or what is wrong with it, the most useful first. Pure; never throws.
 * A line without words asks for help.
 */
export function parseCommand(line: string): Parsed<Command> {
  if (line.length > longestCommand) return failed({ key: 'text-too-long', facts: { limit: longestCommand } });
  const tokens = trimmed(tokenize(line));
  if (tokens.every(({ text }) => text === '')) return parsed({ name: 'help' });
  const word = matchWords(commandWords, tokens, 0);
  return word ? readArguments(word.value, tokens.slice(word.length)) : failed(unknownCommand(tokens));
}

/** People write `/list` and `help!`. */
function trimmed(tokens: Token[]): Token[] {
  const [first, ...rest] = tokens;
  if (first?.kind !== 'word') return tokens;
  const text = first.text.replace(/^[/!]+(?=\p{L})/u, '').replace(/(?<=\p{L})[.,!?:;]+$/u, '');
  return [{ text, kind: 'word' }, ...rest];
}

function readArguments(name: CommandName, tokens: readonly Token[]): Parsed<Command> {
  switch (name) {
    case 'help': {
      const about = matchWords(commandWords, tokens, 0);
      if (about) return parsed({ name, about: about.value });
      return tokens[0] ? failed(unknownCommand(tokens, 'help')) : parsed({ name });
    }
    case 'subscribe': {
      const wanted = readSubscribe(tokens);
      if (!wanted.ok) return wanted;
      return parsed({ name, ...(wanted.value ? { wanted: wanted.value } : {}) });
    }
    case 'unsubscribe': {
      const all = matchWords(allWords, tokens, 0);
      // What stands behind "all" may have been meant to narrow it, and ending is not taken back.
      if (all && tokens.length > all.length) return failed(unclearOrdinal(nameOf(tokens), ['unsubscribe all']));
      if (all) return parsed({ name, which: 'all' });
      const number = readOrdinal(name, tokens);
      return number.ok ? parsed({ name, which: number.value }) : number;
    }
    case 'test': {
      const number = readOrdinal(name, tokens);
      return number.ok ? parsed({ name, number: number.value }) : number;
    }
    case 'language': {
      const tag = nameOf(tokens);
      return parsed({ name, ...(tag ? { tag } : {}) });
    }
    case 'timezone':
      return readTimeZone(nameOf(tokens));
    default:
      return parsed({ name });
  }
}

function readOrdinal(name: 'unsubscribe' | 'test', tokens: readonly Token[]): Parsed<number> {
  const text = nameOf(tokens)
    .replace(/^(?:#|№|no\.?\s|nr\.?\s)\s*/i, '')
    .replace(/\.$/, '');
  if (text === '') return failed({ key: 'subscription-number-missing', example: `${name} 1`, suggestions: ['list'] });
  if (/^\d{1,9}$/.test(text) && Number(text) >= 1) return parsed(Number(text));
  // Several numbers are several lines: read as one they would name another subscription.
  const parts = text.split(/[\s,;&]+/).filter((part) => part !== '');
  const meant = parts.length > 1 ? parts : meantBy(text);
  const lines = meant.filter((one) => /^[1-9]\d{0,8}$/.test(one)).map((one) => `${name} ${one}`);
  return failed(unclearOrdinal(text, [...new Set(lines)].slice(0, 5)));
}

function meantBy(text: string): string[] {
  const number = readNumber(text);
  return 'meant' in number ? number.meant : [number.value];
}

function unclearOrdinal(text: string, lines: string[]): Problem {
  return { key: 'subscription-number-unclear', facts: { text: short(text) }, suggestions: [...lines, 'list'] };
}

function readTimeZone(text: string): Parsed<Command> {
  if (text === '') return parsed({ name: 'timezone' });
  const read = readZone(text);
  if ('zone' in read) return parsed({ name: 'timezone', zone: read.zone });
  const suggestions = read.nearest.map((zone) => print({ name: 'timezone', zone }));
  return failed({
    key: 'timezone-unknown',
    facts: { text: short(text) },
    example: 'timezone Asia/Almaty',
    suggestions,
  });
}

/** The nearest commands, with the rest of the line where that makes a whole command. */
function unknownCommand(tokens: readonly Token[], before?: 'help'): Problem {
  const text = tokens[0]?.text ?? '';
  const word = fold(text).slice(0, 64);
  const near = entries(commandWords)
    .map(([name, spellings]) => ({ name, far: Math.min(...spellings.map((one) => distance(word, fold(one)))) }))
    .filter(
      ({ name, far }) => far <= Math.max(1, Math.floor(word.length / 3)) || (word.length > 1 && name.startsWith(word)),
    )
    .sort((a, b) => a.far - b.far)
    .slice(0, 3);
  const lines = near.flatMap(({ name }) => {
    if (before) return [print({ name: 'help', about: name })];
    const whole = readArguments(name, tokens.slice(1));
    const line = whole.ok ? print(whole.value) : `help ${name}`;
    return line.includes(' mention ') ? [] : [line];
  });
  return {
    key: 'unknown-command',
    facts: { text: short(text) },
    suggestions: [...new Set([...lines, 'help', 'subscribe', 'list'])].slice(0, 6),
  };
}
