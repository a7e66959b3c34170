import type { StepRef } from '../../model/observation.js';
import { nameOf, operationName, part, SEPARATOR, type ViewInput } from './view.js';

/** So few steps are told by name, more of them by kind. */
const NAMED_STEPS = 4;

/** Kinds of steps, those first that most people wait for. What is in none of them is told as "other". */
const kinds = {
  unification: ['map', 'match', 'merge', 'profileStore'],
  segments: ['segmentation'],
  measures: ['measures', 'attributeMeasures', 'entityMeasures'],
  exports: ['export'],
  predictions: ['intelligence', 'aiBuilder'],
  enrichments: ['enrichment', 'preEnrichment'],
  sources: ['ingestion'],
  other: [],
} as const;

type Kind = keyof typeof kinds;
const names = Object.keys(kinds) as Kind[];

function kindOf({ operation }: StepRef): Kind {
  return names.find((kind) => kinds[kind].some((one) => one === operation)) ?? 'other';
}

/** `Segment: High value`; the operation alone where the step has no name of its own. */
export function stepName(step: StepRef, input: ViewInput): string {
  const operation = operationName(step.operation, input);
  const name = nameOf({ id: step.operation, name: step.name }, input);
  const same = name.toLowerCase() === operation.toLowerCase() || name.toLowerCase() === step.operation.toLowerCase();
  return same ? operation : `${operation}: ${name}`;
}

/** Steps in one line: a few by name, many by kind and number, so that forty of them make no tall card. The numbers add up. */
export function stepsLine(steps: StepRef[], input: ViewInput): string {
  const named = (of: StepRef[]) => of.map((step) => stepName(step, input));
  if (steps.length <= NAMED_STEPS) return named(steps).join(SEPARATOR);
  return names
    .flatMap((kind) => {
      const of = steps.filter((step) => kindOf(step) === kind);
      return of.length > 1 ? [input.f.say(`steps.${kind}`, { n: of.length })] : named(of);
    })
    .join(SEPARATOR);
}

/** A title with the number of steps and one line about them; undefined when there are none. */
export function stepsPart(name: string, title: string, steps: StepRef[], input: ViewInput) {
  return part(name, steps.length === 0 ? undefined : { title, text: stepsLine(steps, input) });
}

const keyOf = (step: StepRef) => JSON.stringify([step.operation, step.name]);

/** Several lists in one: a step of more than one list counts once, twins within a list count as often as there. */
export function united(lists: StepRef[][]): StepRef[] {
  const all: StepRef[] = [];
  for (const list of lists) {
    const left = all.map(keyOf);
    for (const step of list) {
      const known = left.indexOf(keyOf(step));
      if (known >= 0) left.splice(known, 1);
      else all.push(step);
    }
  }
  return all;
}
