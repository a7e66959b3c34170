import type { RunReplyContent } from '../../model/content/run-reply.js';
import { clean } from '../clean.js';
import { mentions } from './mention.js';
import { becauseOf } from './run-failures.js';
import { staleLines } from './run-stale.js';
import { foot, type Head, icons, inOneLine, operationName, part, type View, type ViewInput } from './view.js';

/** A short word in the thread of a run's card: what failed first, and what was skipped because of it. */
export function runReplyView(content: RunReplyContent, input: ViewInput): View {
  const { f, context, limits } = input;
  const { failed, count, skipped, stale = [] } = content;
  const names = failed.map((one) => clean(one.name, limits.name) || operationName(one.operation, input));
  const name = inOneLine(names, count - names.length, f);
  // A run that failed without a word on its steps has no other name.
  const isWhole = failed.every(({ operation }) => operation === 'all');
  const state = `${icons.failed} ${isWhole ? f.say('event.full-refresh-failed') : f.say('run.reply', { n: count })}`;
  const lines = staleLines(stale, input).map((line) => `${line}.`);
  const sentence = [becauseOf(skipped, input), ...lines].filter((one) => one !== '').join(' ');
  const head: Head = {
    tone: 'attention',
    colour: 'Attention',
    state,
    ...part('name', isWhole ? '' : name),
    ...part('sentence', sentence),
  };
  return {
    template: 'alert-reply',
    model: { head, ...mentions(context.mentions), ...part('foot', foot(input, { times: stale.length > 0 })) },
    summary: isWhole ? state : f.say('summary.alert', { state, name }),
  };
}
