import type { MailStep } from '../../src/model/subscription.js';
import { readEmail } from './email.js';
import { readNumber } from './numbers.js';
import { type Problem, short } from './problem.js';
import type { Token } from './tokens.js';
import { exceptionWords, fold, mailWords, matchWords, optionWords, runWords } from './words.js';
import { readZone } from './zones.js';

/** The options of a subscription as written, in any order; each at most once. */
export interface Options {
  runs?: number;
  percent?: string;
  /** As written: what it may be depends on the threshold. */
  band?: string;
  mentions?: string[];
  quiet?: { from: string; to: string; zone?: string; except?: 'critical' };
  /** Neither addresses nor the owner: no mail any more. */
  email?: MailStep;
  here?: true;
}

/** How an option is written. */
export const optionWord: Record<keyof Options, string> = {
  runs: 'for',
  percent: 'by',
  band: 'band',
  mentions: 'mention',
  quiet: 'quiet',
  email: 'email',
  here: 'here',
};

export interface OptionsRead {
  options: Options;
  problems: Problem[];
}

/** A partial reading: what one option gave, or what is wrong with it, and how many tokens it took. */
interface Step {
  length: number;
  options?: Options;
  problem?: Problem;
}

/** True where an option begins for certain: names may hold words such as "for" and "here". */
export function beginsOption(tokens: readonly Token[], at: number): boolean {
  const word = matchWords(optionWords, tokens, at);
  const next = tokens[at + (word?.length ?? 1)];
  if (tokens[at]?.kind === 'mention') return true;
  switch (word?.value) {
    case 'for':
    case 'by':
    case 'band':
      return next?.kind === 'word' && /^[-+]?\p{Nd}/u.test(next.text);
    case 'mention':
      return next === undefined || next.kind === 'mention';
    case 'email':
      return (
        next === undefined || next.text.includes('@') || matchWords(mailWords, tokens, at + word.length) !== undefined
      );
    case 'quiet':
      return next === undefined || /^\p{Nd}/u.test(next.text);
    case 'here':
      return true;
    default:
      return false;
  }
}

export function readOptions(tokens: readonly Token[]): OptionsRead {
  const problems: Problem[] = [];
  let options: Options = {};
  let at = 0;
  while (at < tokens.length) {
    const step = readOption(tokens, at);
    const given = Object.keys(step.options ?? {}) as (keyof Options)[];
    const twice = given.find((key) => options[key] !== undefined);
    if (twice) problems.push({ key: 'option-twice', facts: { option: optionWord[twice] } });
    if (step.problem) problems.push(step.problem);
    options = { ...step.options, ...options };
    at += step.length;
  }
  return { options, problems };
}

function readOption(tokens: readonly Token[], at: number): Step {
  const word = matchWords(optionWords, tokens, at);
  const after = at + (word?.length ?? 0);
  if (tokens[at]?.kind === 'mention') return mentions(tokens, at, 0);
  switch (word?.value) {
    case 'for':
      return runs(tokens, after, word.length);
    case 'by':
      return percent(tokens, after, word.length);
    case 'band':
      return band(tokens, after, word.length);
    case 'mention':
      return mentions(tokens, after, word.length);
    case 'email':
      return email(tokens, after, word.length);
    case 'quiet':
      return quiet(tokens, after, word.length);
    case 'here':
      return { length: word.length, options: { here: true } };
    default:
      return { length: 1, problem: unknown(tokens, at) };
  }
}

/** The second word of a name that was typed, not chosen, says that nobody was mentioned. */
function unknown(tokens: readonly Token[], at: number): Problem {
  const text = tokens[at]?.text ?? '';
  const before = tokens[at - 1];
  if (before?.kind === 'mention' && /^\p{L}/u.test(text)) {
    return { key: 'mention-unknown', facts: { name: short(`${before.text} ${text}`) } };
  }
  return { key: 'option-unknown', facts: { text: short(text) } };
}

function runs(tokens: readonly Token[], at: number, taken: number): Step {
  const text = tokens[at]?.text ?? '';
  const unit = tokens[at + 1];
  const length = taken + (tokens[at] ? 1 : 0) + (unit?.kind === 'word' && runWords.has(fold(unit.text)) ? 1 : 0);
  if (/^\d{1,2}$/.test(text) && Number(text) >= 1) return { length, options: { runs: Number(text) } };
  return { length, problem: { key: 'runs-not-whole', facts: { text: short(text) } } };
}

function percent(tokens: readonly Token[], at: number, taken: number): Step {
  const text = (tokens[at]?.text ?? '').replace(/%$/, '');
  const length = taken + (tokens[at] ? 1 : 0) + (tokens[at + 1]?.text === '%' ? 1 : 0);
  const number = readNumber(text);
  if ('value' in number && Number(number.value) > 0) return { length, options: { percent: number.value } };
  return { length, problem: { key: 'percent-not-plain', facts: { text: short(text) } } };
}

function band(tokens: readonly Token[], at: number, taken: number): Step {
  const isApart = tokens[at + 1]?.text === '%';
  const text = `${tokens[at]?.text ?? ''}${isApart ? '%' : ''}`;
  return { length: taken + (tokens[at] ? 1 : 0) + (isApart ? 1 : 0), options: { band: text } };
}

function mentions(tokens: readonly Token[], at: number, taken: number): Step {
  const names: string[] = [];
  while (tokens[at + names.length]?.kind === 'mention') names.push(tokens[at + names.length]?.text ?? '');
  if (names.length > 0) return { length: taken + names.length, options: { mentions: names } };
  return { length: taken + (tokens[at] ? 1 : 0), problem: { key: 'mention-without-person' } };
}

function email(tokens: readonly Token[], at: number, taken: number): Step {
  const { length, ...read } = readEmail(tokens, at);
  return {
    length: taken + length,
    ...('problem' in read ? { problem: read.problem } : { options: { email: read.step } }),
  };
}

const times = /^(\d{1,2})(?:[:.](\d{2}))?\s?[-–—−]\s?(\d{1,2})(?:[:.](\d{2}))?$/;

function quiet(tokens: readonly Token[], at: number, taken: number): Step {
  // The blanks around the dash are the writer's choice.
  for (const count of [3, 2, 1]) {
    const span = tokens.slice(at, at + count);
    const match = span.length === count ? times.exec(span.map((token) => token.text).join(' ')) : null;
    const from = match && time(match[1], match[2]);
    const to = match && time(match[3], match[4]);
    if (!from || !to || from === to) continue;
    const zoneToken = tokens[at + count];
    const read = zoneToken?.kind === 'word' ? readZone(zoneToken.text) : { nearest: [] };
    if ('zone' in read) return withException({ from, to, zone: read.zone }, tokens, at + count + 1, taken + count + 1);
    const options = { quiet: { from, to } };
    if (!zoneToken?.text.includes('/')) return withException({ from, to }, tokens, at + count, taken + count);
    const problem = { key: 'timezone-unknown', facts: { text: short(zoneToken.text) } };
    return { length: taken + count + 1, options, problem };
  }
  const text = tokens[at]?.text;
  if (text === undefined) return { length: taken, problem: { key: 'quiet-missing' } };
  return { length: taken + 1, problem: { key: 'quiet-not-times', facts: { text: short(text) } } };
}

/** What passes: `except critical` behind the times and the zone. */
function withException(
  quiet: NonNullable<Options['quiet']>,
  tokens: readonly Token[],
  at: number,
  length: number,
): Step {
  const word = matchWords(exceptionWords, tokens, at);
  if (!word) return { length, options: { quiet } };
  return { length: length + word.length, options: { quiet: { ...quiet, except: word.value } } };
}

function time(hours: string | undefined, minutes: string | undefined): string | undefined {
  const h = Number(hours);
  const m = Number(minutes ?? '0');
  if (!(h < 24 && m < 60)) return undefined;
  return `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;
}
