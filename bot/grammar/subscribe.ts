import { distance } from 'fastest-levenshtein';
import type { TriggerName } from '../../src/model/observation.js';
import type { Wanted } from '../commands/wanted.js';
import { mended } from './mended.js';
import { beginsOption, type Options, optionWord, readOptions } from './options.js';
import { printSubscribe } from './print.js';
import { failed, type Parsed, type Problem, parsed, short } from './problem.js';
import { nameOf, readThreshold, withOptions } from './threshold.js';
import type { Token } from './tokens.js';
import { allWords, entries, fold, groupWords, manualWords, matchWords, triggerWords } from './words.js';

/** Everything behind the word `subscribe`. Nothing at all asks for the form. */
export function readSubscribe(tokens: readonly Token[]): Parsed<Wanted | undefined> {
  if (tokens.length === 0) return parsed(undefined);
  const word = matchWords(triggerWords, tokens, 0);
  if (!word) return failed(unknownTrigger(tokens));
  const rest = tokens.slice(word.length);
  switch (word.value) {
    case 'segment-threshold':
    case 'measure-threshold':
      return readThreshold(word.value, rest);
    case 'source-refresh-failed':
    case 'source-refresh-succeeded':
      return readSource(word.value, rest);
    case 'step-failed': {
      const group = matchWords(groupWords, rest, 0);
      if (!group && rest.length > 0 && !beginsOption(rest, 0)) return failed(unknownGroup(rest));
      return finish({ trigger: word.value, group: group?.value ?? 'all' }, rest.slice(group?.length ?? 0));
    }
    case 'full-refresh-completed': {
      const manual = matchWords(manualWords, rest, 0);
      return finish(
        { trigger: word.value, ...(manual ? { includeManual: true } : {}) },
        rest.slice(manual?.length ?? 0),
      );
    }
    case 'unification-completed':
      return finish({ trigger: word.value }, rest);
  }
}

function readSource(trigger: TriggerName, tokens: readonly Token[]): Parsed<Wanted> {
  const all = matchWords(allWords, tokens, 0);
  if (all) return finish({ trigger }, tokens.slice(all.length));
  const first = tokens.findIndex((_, at) => beginsOption(tokens, at));
  const end = first < 0 ? tokens.length : first;
  const target = nameOf(tokens.slice(0, end));
  return finish({ trigger, ...(target ? { target } : {}) }, tokens.slice(end));
}

/** Reads the options of what is no threshold: there is nothing to count runs or percent of. */
function finish(wanted: Wanted, tokens: readonly Token[]): Parsed<Wanted> {
  const { options, problems } = readOptions(tokens);
  const value = withOptions(wanted, options);
  const misplaced = (['runs', 'percent', 'band'] as const).filter((key) => options[key] !== undefined);
  const all = [
    ...problems.map((problem) =>
      problem.key === 'option-unknown' ? withLine(problem, value) : mended(problem, value),
    ),
    ...misplaced.map((key) => thresholdOnly(key, value)),
  ];
  const [head, ...others] = all;
  return head ? failed(head, ...others) : parsed(value);
}

/** The line as far as it was understood, ready to press. */
function withLine(problem: Problem, wanted: Wanted): Problem {
  if (wanted.mentions) return problem;
  const widest: Wanted[] = wanted.trigger === 'full-refresh-completed' ? [{ ...wanted, includeManual: true }] : [];
  const lines = [wanted, ...widest].map((one) => printSubscribe(one));
  return { ...problem, suggestions: [...new Set(lines)] };
}

function unknownGroup(tokens: readonly Token[]): Problem {
  const lines = entries(groupWords).map(([group]) => printSubscribe({ trigger: 'step-failed', group }));
  return { key: 'option-unknown', facts: { text: short(tokens[0]?.text ?? '') }, suggestions: lines };
}

function thresholdOnly(option: keyof Options, wanted: Wanted): Problem {
  const line = printSubscribe(wanted);
  return {
    key: 'option-for-thresholds',
    facts: { option: optionWord[option] },
    ...(wanted.mentions ? {} : { suggestions: [line] }),
  };
}

const starters = [
  'subscribe refresh-failed',
  'subscribe full-refresh',
  'subscribe unification',
  'subscribe step-failed all',
];

function unknownTrigger(tokens: readonly Token[]): Problem {
  const text = tokens[0]?.text ?? '';
  const word = fold(text);
  const near = entries(triggerWords)
    .map(([, spellings]) => ({
      canonical: spellings[0],
      far: Math.min(...spellings.map((spelling) => distance(word, fold(spelling)))),
    }))
    .filter(({ canonical, far }) => far <= Math.max(2, Math.floor(word.length / 3)) || canonical.startsWith(word))
    .sort((a, b) => a.far - b.far)
    .slice(0, 2);
  const rest = tokens.slice(1);
  // Who writes a name and a threshold has left out what it is the name of.
  const thresholds = (['segment-threshold', 'measure-threshold'] as const).flatMap((trigger) => {
    const read = readThreshold(trigger, tokens);
    return read.ok && !read.value.mentions ? [printSubscribe(read.value)] : [];
  });
  const again = near.flatMap(({ canonical }) => {
    const repaired = readSubscribe([
      ...canonical.split(' ').map((part): Token => ({ text: part, kind: 'word' })),
      ...rest,
    ]);
    return repaired.ok && repaired.value && !repaired.value.mentions ? [printSubscribe(repaired.value)] : [];
  });
  return {
    key: 'unknown-trigger',
    facts: { text: short(text) },
    example: 'subscribe refresh-failed all',
    suggestions: [...new Set([...thresholds, ...again, 'subscribe', ...starters])].slice(0, 6),
  };
}
