import { HeraldError } from '../../base/errors.js';
import type { CardContent, Refusal } from '../../model/card-content.js';
import { clean } from '../clean.js';
import { isWordKey, type WordFacts } from '../words.js';
import { COMMAND_LIMIT, commandParts } from './buttons.js';
import { fetchedFoot } from './cost.js';
import { errorWords } from './status.js';
import { foot, type Head, icons, part, type View, type ViewInput } from './view.js';

function sayOf(group: 'done' | 'refusal', key: string, facts: WordFacts, { f }: ViewInput): string {
  const full = `${group}.${key}`;
  if (!isWordKey(full)) throw new HeraldError('card-invalid', { message: `no text for ${full}` });
  return f.say(full, facts);
}

/** The sentence of a refusal, also for an invoke's plain answer. */
export function refusalWords(refusal: Refusal, input: ViewInput): string {
  return sayOf('refusal', refusal.key, shortened(refusal.facts ?? {}, input), input);
}

function shortened(facts: WordFacts, { limits }: ViewInput): WordFacts {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) => [name, typeof fact === 'string' ? clean(fact, limits.message) : fact]),
  );
}

export function doneView(content: Extract<CardContent, { situation: 'done' }>, input: ViewInput): View {
  const { f } = input;
  const sentence = sayOf('done', content.key, shortened(content.facts, input), input);
  return {
    template: 'done',
    model: {
      head: { tone: 'good', colour: 'Good', state: `${icons.good} ${f.say('done')}`, sentence },
      ...commandParts(content.suggestions ?? [], input),
      ...part('foot', foot(input, { times: false })),
    },
    summary: sentence,
  };
}

/** Nothing failed here: what is set is told, or what was written fits several. */
const questions: ReadonlySet<string> = new Set([
  'digest-is-off',
  'digest-is-on',
  'language-missing',
  'owner-kind-missing',
  'percent-missing',
  'quiet-missing',
  'refresh-what',
  'timezone-missing',
  'two-rules',
  'subscription-number-missing',
]);

function isQuestion(key: string): boolean {
  return questions.has(key) || key.endsWith('-ambiguous');
}

function headOf({ key }: Refusal, sentence: string, { f }: ViewInput): Head {
  return isQuestion(key)
    ? { tone: 'emphasis', colour: 'Default', state: `${icons.info} ${f.say('refusal-question')}`, sentence }
    : { tone: 'warning', colour: 'Warning', state: `${icons.warning} ${f.say('refusal')}`, sentence };
}

/** Bad input: what is wrong, what to type instead, and ready commands as buttons. */
export function refusalView(content: Extract<CardContent, { situation: 'refusal' }>, input: ViewInput): View {
  const { f } = input;
  const { refusal, cost } = content;
  const sentence = refusalWords(refusal, input);
  const suggestions = refusal.suggestions ?? [];
  // An example that can be pressed need not be typed.
  const shown = suggestions.includes(refusal.example ?? '') ? '' : refusal.example;
  const example = clean(shown ?? '', COMMAND_LIMIT);
  return {
    template: 'refusal',
    model: {
      head: headOf(refusal, sentence, input),
      ...part('example', example === '' ? undefined : { label: f.say('refusal-example'), text: example }),
      ...part(
        'choose',
        suggestions.length > 0 ? f.say(example === '' ? 'refusal-choose-only' : 'refusal-choose') : undefined,
      ),
      ...commandParts(suggestions, input),
      ...part('foot', fetchedFoot({ cost }, input, { times: false })),
    },
    summary: sentence,
  };
}

/** Something went wrong on our side or beyond: what it means for the reader, and a reference for the operator. */
export function errorView(content: Extract<CardContent, { situation: 'error' }>, input: ViewInput): View {
  const { f } = input;
  const sentence = errorWords(content.code, input);
  const reference = clean(content.reference, 40);
  return {
    template: 'error',
    model: {
      head: { tone: 'attention', colour: 'Attention', state: `${icons.failed} ${f.say('error-title')}`, sentence },
      reference: { label: f.say('error-reference'), text: reference },
      ...part('foot', foot(input, { times: false })),
    },
    summary: f.say('summary.error', { sentence, reference }),
  };
}
