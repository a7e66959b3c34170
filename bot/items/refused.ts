import type { Problem } from '../grammar/problem.js';

/** Ends the binding of a question with what is wrong with it; `bind` catches it. */
export class Refused {
  constructor(readonly problem: Problem) {}
}
