import type { Refusal } from '../../src/model/card-content.js';

/** Why a line is not a command, in the form that the refusal card shows. */
export type Problem = Refusal;

export type Parsed<T> = { ok: true; value: T } | { ok: false; problems: [Problem, ...Problem[]] };

export function parsed<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function failed(...problems: [Problem, ...Problem[]]): Parsed<never> {
  return { ok: false, problems };
}

/** Text of unknown size, short enough for a card. */
export function short(text: string, limit = 80): string {
  const points = [...text];
  return points.length <= limit ? text : `${points.slice(0, limit - 1).join('')}…`;
}
