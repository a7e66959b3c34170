import type { Alert } from '../../model/alert.js';
import { alertHead } from './alert-head.js';
import { endingSentence, errorBox, type Failure, failureFacts, failureSentence } from './failure.js';
import { lifeParts } from './life.js';
import { mentions } from './mention.js';
import { stepsPart } from './steps.js';
import { foot, nameOf, part, type View, type ViewInput } from './view.js';

/** A source or a step that failed for good; green in place once it recovered. */
export function failedView(alert: Alert, failure: Failure, test: boolean, input: ViewInput): View {
  const { f, context } = input;
  const ending = endingSentence(alert, input);
  const head = alertHead(alert, ending ?? failureSentence(failure, input), test, input);
  return {
    template: failure.trigger === 'step-failed' ? 'step-failed' : 'source-failed',
    model: {
      head,
      ...lifeParts([alert], test, input),
      ...mentions(context.mentions),
      facts: failureFacts(failure, alert, input),
      ...part('error', errorBox(failure.error, input)),
      ...stepsPart('skipped', f.say('skipped.title', { n: failure.skipped.length }), failure.skipped, input),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.alert', { state: head.state, name: nameOf(alert.object, input) }),
  };
}
