import type { ThresholdRule } from '../../src/model/subscription.js';
import type { Wanted } from '../commands/wanted.js';
import { readBand } from './band.js';
import { mended } from './mended.js';
import { isTooLong, readNumber } from './numbers.js';
import { beginsOption, type Options, readOptions } from './options.js';
import { printName, printSubscribe } from './print.js';
import { failed, type Parsed, type Problem, parsed, short } from './problem.js';
import type { Token } from './tokens.js';
import { directionWords, matchWords } from './words.js';

type ThresholdTrigger = 'segment-threshold' | 'measure-threshold';
type Direction = ThresholdRule['direction'];

interface Found {
  at: number;
  length: number;
  value: Direction;
}

/** `<name> above|below|crosses <number>`, or `<name> changes by <p>%`, with options behind. */
export function readThreshold(trigger: ThresholdTrigger, written: readonly Token[]): Parsed<Wanted> {
  const tokens = written.flatMap(apart);
  const direction = findDirection(tokens);
  const firstOption = tokens.findIndex((_, at) => at > 0 && beginsOption(tokens, at));
  const nameEnd = direction?.at ?? (firstOption < 0 ? tokens.length : firstOption);
  const target = nameOf(tokens.slice(0, nameEnd));
  if (!target) return failed({ key: `${kindOf(trigger)}-name-missing`, example: example(trigger) });

  const rest = tokens.slice(direction ? direction.at + direction.length : nameEnd);
  const split = rest.findIndex((_, at) => beginsOption(rest, at) || (at > 0 && startsOption(rest, at)));
  const numberText = (split < 0 ? rest : rest.slice(0, split)).map((token) => token.text).join(' ');
  const { options, problems } = readOptions(split < 0 ? [] : rest.slice(split));

  const [head, ...tail] = problems;
  const base = withOptions({ trigger, target }, options);
  // A change that could not be read must not be reported as a missing threshold.
  if ((!direction || direction.value === 'changes') && head) {
    const { percent = '10', runs = 1 } = options;
    const isChange = direction || problems.some((one) => one.key === 'percent-not-plain');
    const meant: Wanted = isChange ? { ...base, rule: { direction: 'changes', percent, runs } } : base;
    const line = (one: Problem) => (isChange ? mended(one, meant) : { ...one, example: example(trigger, target) });
    return failed(line(head), ...tail.map(line));
  }
  const rule = readThresholdRule(trigger, base, direction?.value, numberText, options);
  if ('problem' in rule) return failed(rule.problem, ...problems);
  const wanted = { ...base, rule: rule.rule };
  return head ? failed(mended(head, wanted), ...tail.map((one) => mended(one, wanted))) : parsed(wanted);
}

/** `>2000` is two words. */
function apart(token: Token): Token[] {
  const [, sign, number] = (token.kind === 'word' && /^([<>])(\p{Nd}.*)$/u.exec(token.text)) || [];
  return sign && number ? [sign, number].map((text) => ({ text, kind: 'word' })) : [token];
}

/** The first direction that a number follows; names may hold words such as "over". Else the last one written. */
function findDirection(tokens: readonly Token[]): Found | undefined {
  const all = tokens.flatMap((_, at): Found[] => {
    const word = at > 0 ? matchWords(directionWords, tokens, at) : undefined;
    return word ? [{ at, length: word.length, value: word.value }] : [];
  });
  const before = ({ at, length }: Found) => /\p{Nd}/u.test(tokens[at + length]?.text ?? '');
  // `subscribe segment above 2000` names no segment; the direction must still be seen.
  const leading = matchWords(directionWords, tokens, 0);
  const lead = leading ? [{ at: 0, length: leading.length, value: leading.value }] : [];
  return all.find(before) ?? all.at(-1) ?? lead.find(before);
}

/** Behind the number anything that is spelt like an option is one, even if it is only half written. */
function startsOption(tokens: readonly Token[], at: number): boolean {
  return /^\p{L}/u.test(tokens[at]?.text ?? '');
}

/** One rule from its parts. What is wrong comes with ready lines. */
export function readThresholdRule(
  trigger: ThresholdTrigger,
  base: Wanted,
  direction: Direction | undefined,
  numberText: string,
  options: Options,
): { rule: ThresholdRule } | { problem: Problem } {
  const read = readPlainRule(trigger, base, direction, numberText, options);
  if ('problem' in read || options.band === undefined) return read;
  const { rule } = read;
  const result = readBand(options.band, rule, trigger === 'segment-threshold');
  if ('band' in result) return { rule: { ...rule, band: result.band } };
  const rules = [...result.meant.map((band): ThresholdRule => ({ ...rule, band })), ...otherBands(rule)];
  const [first, ...others] = rules.map((one) => command({ ...base, rule: one }));
  const suggestions = [first, ...others].flatMap((one) => one?.suggestions ?? []);
  return { problem: { ...result.problem, ...first, suggestions: [...new Set(suggestions)].slice(0, 3) } };
}

/** What always makes sense: a band of five percent, where there is a threshold to have percent of; else none. */
function otherBands(rule: ThresholdRule): ThresholdRule[] {
  const hasSize = rule.value !== undefined && /[1-9]/.test(rule.value);
  return [...(hasSize ? [{ ...rule, band: { unit: 'percent', size: '5' } as const }] : []), rule];
}

function readPlainRule(
  trigger: ThresholdTrigger,
  base: Wanted,
  direction: Direction | undefined,
  numberText: string,
  options: Options,
): { rule: ThresholdRule } | { problem: Problem } {
  const runs = options.runs ?? 1;
  const line = (rule: ThresholdRule) => command({ ...base, rule });
  if (direction === undefined && options.percent === undefined) {
    return {
      problem: {
        key: 'threshold-missing',
        facts: { name: short(base.target ?? '') },
        example: `${example(trigger, base.target)}`,
      },
    };
  }
  if (direction === 'changes' || direction === undefined) {
    if (options.percent === undefined) {
      return {
        problem: {
          key: 'percent-missing',
          ...command({ ...base, rule: { direction: 'changes', percent: '10', runs } }),
        },
      };
    }
    if (numberText !== '') return { problem: { key: 'option-unknown', facts: { text: short(numberText) } } };
    return { rule: { direction: 'changes', percent: options.percent, runs } };
  }
  if (numberText === '') {
    return {
      problem: { key: 'number-missing', facts: { direction }, example: example(trigger, base.target, direction) },
    };
  }
  const number = readNumber(numberText);
  const meant = 'value' in number ? [number.value] : number.meant;
  const fitting = trigger === 'segment-threshold' ? wholeReadings(meant) : meant;
  const offered = fitting.map((value) => line({ direction, value, runs }));
  const offer: Partial<Problem> = {
    facts: { text: short(numberText) },
    ...(offered[0]?.example ? { example: offered[0].example } : { example: example(trigger, base.target, direction) }),
    suggestions: offered.flatMap((one) => one.suggestions ?? []),
  };
  if (!('value' in number)) {
    return { problem: { key: isTooLong(numberText) ? 'number-too-long' : 'number-not-plain', ...offer } };
  }
  if (trigger === 'segment-threshold' && !/^\d+$/.test(number.value)) {
    return { problem: { key: 'segment-number-not-whole', ...offer } };
  }
  if (trigger === 'segment-threshold' && direction === 'below' && number.value === '0') {
    const one = line({ direction, value: '1', runs });
    return { problem: { key: 'segment-never-below-zero', ...one } };
  }
  if (options.percent !== undefined) {
    const suggestions = [
      ...(line({ direction, value: number.value, runs }).suggestions ?? []),
      ...(line({ direction: 'changes', percent: options.percent, runs }).suggestions ?? []),
    ];
    return { problem: { key: 'two-rules', suggestions } };
  }
  return { rule: { direction, value: number.value, runs } };
}

/** Members are counted: a reading as a whole number is meant; where there is none, what is next to it is offered. */
function wholeReadings(meant: string[]): string[] {
  const whole = meant.filter((value) => !value.includes('.'));
  return [...new Set((whole.length > 0 ? whole : meant).flatMap(wholeNear))];
}

function wholeNear(value: string): string[] {
  const positive = value.replace(/^-/, '');
  if (!positive.includes('.')) return [positive];
  const floor = BigInt(positive.split('.')[0] ?? '0');
  return [String(floor), String(floor + 1n)];
}

/** A ready line. One that mentions people cannot be a button: a button does not carry who they are. */
function command(wanted: Wanted): { example: string; suggestions?: string[] } {
  const line = printSubscribe(wanted);
  return wanted.mentions ? { example: line } : { example: line, suggestions: [line] };
}

export function withOptions(wanted: Wanted, options: Options): Wanted {
  return {
    ...wanted,
    ...(options.mentions ? { mentions: options.mentions } : {}),
    ...(options.quiet ? { quiet: options.quiet } : {}),
    ...(options.email ? { email: options.email } : {}),
    ...(options.here ? { here: true } : {}),
  };
}

export function nameOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => (token.kind === 'mention' ? `@${token.text}` : token.text))
    .join(' ')
    .trim();
}

function kindOf(trigger: ThresholdTrigger): 'segment' | 'measure' {
  return trigger === 'segment-threshold' ? 'segment' : 'measure';
}

function example(trigger: ThresholdTrigger, name?: string, direction: Direction = 'above'): string {
  const kind = kindOf(trigger);
  const given = name ?? (kind === 'segment' ? 'High value' : 'Total revenue');
  return `subscribe ${kind} ${printName(given)} ${direction} ${kind === 'segment' ? '2000' : '1500000'}`;
}
