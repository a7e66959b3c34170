import type { Wanted } from '../commands/wanted.js';
import { printSubscribe } from './print.js';
import type { Problem } from './problem.js';

/**
 * The problem with a line that would do: as far as the written one was understood, with something that the option in
 * question takes. A line that mentions people cannot be a button: a button does not carry who they are.
 */
export function mended(problem: Problem, wanted: Wanted): Problem {
  if (problem.example !== undefined || problem.suggestions) return problem;
  const line = printSubscribe(meant(problem.key, wanted));
  return { ...problem, example: line, ...(wanted.mentions ? {} : { suggestions: [line] }) };
}

function meant(key: string, wanted: Wanted): Wanted {
  const { rule } = wanted;
  if (key === 'runs-not-whole' && rule) return { ...wanted, rule: { ...rule, runs: 2 } };
  if (key === 'quiet-not-times' || key === 'quiet-missing') {
    return { ...wanted, quiet: { from: '22:00', to: '07:00' } };
  }
  return wanted;
}
