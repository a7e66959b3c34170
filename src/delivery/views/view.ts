import type { ObjectRef } from '../../model/observation.js';
import { clean } from '../clean.js';
import type { Format } from '../format.js';
import type { RenderContext } from '../render.js';
import type { TemplateName } from '../templates.js';
import { isWordKey } from '../words.js';

/** How much of each thing a card may show. Tighter limits are tried until the card fits. */
export interface Limits {
  /** Characters of a name, of a message from outside. */
  name: number;
  message: number;
  /** Lines of a list; what is left out is counted. */
  items: number;
  /** Entries of one choice set. */
  choices: number;
}

export interface ViewInput {
  f: Format;
  limits: Limits;
  context: RenderContext;
}

/** A template and the finished words for it. */
export interface View {
  template: TemplateName;
  model: Record<string, unknown>;
  summary: string;
}

export type Tone = 'default' | 'emphasis' | 'accent' | 'good' | 'warning' | 'attention';
export type Colour = 'Default' | 'Accent' | 'Good' | 'Warning' | 'Attention';

/** The top of a card. State is told by a word, a character and a colour together. */
export interface Head {
  tone: Tone;
  colour: Colour;
  state: string;
  name?: string;
  sentence?: string;
  test?: string;
}

export interface Fact {
  title: string;
  value: string;
}

/** Characters that tell a state without colour. The selector asks for the plain shape, not the emoji. */
export const icons = {
  failed: '✖\uFE0E',
  good: '✔\uFE0E',
  up: '▲',
  down: '▼',
  change: '◆',
  warning: '⚠\uFE0E',
  idle: '○',
  seen: '◉',
  paused: '◌',
  info: '●',
} as const;

/** A name from outside, never empty. */
export function nameOf(object: { id: string; name: string }, { limits }: ViewInput): string {
  return clean(object.name, limits.name) || clean(object.id, limits.name) || '?';
}

export function named(object: ObjectRef | { id: string; name: string }, input: ViewInput): { name: string } {
  return { name: nameOf(object, input) };
}

/** What Customer Insights calls a kind of step, in words; its own word where we have none. */
export function operationName(operation: string, input: ViewInput): string {
  const key = `operation.${operation}`;
  return isWordKey(key) ? input.f.say(key) : clean(operation, input.limits.name) || '?';
}

export interface Listed {
  title: string;
  items: string[];
  more?: string;
}

/** The first lines of a list and how many more there are; undefined for an empty one. */
export function listed(title: string, items: string[], { f, limits }: ViewInput): Listed | undefined {
  if (items.length === 0) return undefined;
  const left = items.length - limits.items;
  return {
    title,
    items: items.slice(0, limits.items),
    ...(left > 0 ? { more: f.say('list.more', { n: left }) } : {}),
  };
}

/** Names in one sentence: the first few, then how many more. */
export function enumerated(names: string[], { f, limits }: ViewInput): string {
  const shown = names.slice(0, limits.items).map((name) => clean(name, limits.name) || '?');
  return inOneLine(shown, names.length - shown.length, f);
}

/** Words of which some are left out: the number of those brings its own "and". */
export function inOneLine(words: string[], left: number, f: ViewInput['f']): string {
  return left > 0 ? [...words, f.say('list.more', { n: left })].join(', ') : f.list(words);
}

/** A part of a model that is there only when it has something to say. */
export function part<T>(name: string, value: T | undefined): Record<string, T> {
  const empty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
  return empty ? {} : { [name]: value };
}

/** Between the parts of a line; it stays at the end of one that wraps. */
export const SEPARATOR = '\u00A0· ';

/** Rows with a line between them, and none above the first. */
export function ruled<T extends object>(rows: T[]): (T & { line: boolean })[] {
  return rows.map((row, i) => ({ ...row, line: i > 0 }));
}

/** The small print: which subscription it is, how to end it, which environment, which zone. */
export function foot({ f, context, limits }: ViewInput, options: { times: boolean }): string {
  const numbers = (context.subscriptionNumbers ?? []).slice(0, limits.items);
  const parts = [
    numbers.length > 0
      ? f.say('foot.subscriptions', {
          n: numbers.length,
          numbers: f.list(numbers.map(String)),
          first: String(numbers[0]),
        })
      : '',
    context.instanceName ? clean(context.instanceName, limits.name) : '',
    options.times ? f.say('foot.zone', { zone: f.zone }) : '',
  ];
  return parts.filter((one) => one !== '').join(SEPARATOR);
}
