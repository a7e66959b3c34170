import { isLive } from '../../model/alert.js';
import type { RunContent } from '../../model/content/run.js';
import { clean } from '../clean.js';
import { buttonRows } from './buttons.js';
import { fetchedFoot } from './cost.js';
import { lifeParts } from './life.js';
import { mentions } from './mention.js';
import { runFailures } from './run-failures.js';
import { alertOfRun, runHead, runIsOver } from './run-head.js';
import { groupRows, overall, sumOf } from './run-picture.js';
import { staleLines } from './run-stale.js';
import { inOneLine, listed, nameOf, operationName, part, type View, type ViewInput } from './view.js';

function nowOf({ current, groups }: RunContent, input: ViewInput) {
  if (current.length === 0) return undefined;
  const { f, limits } = input;
  const names = current
    .slice(0, limits.items)
    .map(({ operation, name }) => clean(name, limits.name) || operationName(operation, input));
  const left = Math.max(current.length, sumOf({ groups }).running) - names.length;
  return {
    label: f.say('run.now'),
    text: inOneLine(names, left, f),
  };
}

/** Watched values that the run left as they were. */
function staleOf({ stale = [] }: RunContent, input: ViewInput) {
  return listed(input.f.say('run.stale', { n: stale.length }), staleLines(stale, input), input);
}

/** What a notification says: how the run is, and what is wrong or no longer. */
function summaryOf(content: RunContent, state: string, name: string, input: ViewInput): string {
  const { f } = input;
  const own = alertOfRun(content);
  const alerts = (content.alerts ?? []).filter((one) => one !== own);
  const names = (list: typeof alerts) => f.list(list.slice(0, 3).map((one) => nameOf(one.object, input)));
  const live = alerts.filter(isLive);
  if (live.length > 0) return f.say('summary.alert', { state, name: names(live) });
  const over = alerts.filter((one) => one.state === 'resolved');
  if (over.length > 0) return f.say('run.summary-recovered', { state, name: names(over) });
  const failed = content.failed.slice(0, 3).map((step) => clean(step.name) || operationName(step.operation, input));
  return f.say('summary.alert', { state, name: own && failed.length > 0 ? f.list(failed) : name });
}

/** A run from its start to its end: how far each kind of steps is, what runs now, what failed and what came of it. */
export function runView(content: RunContent, input: ViewInput): View {
  const { f, context } = input;
  const { jobId, cancelledBy, submission, cost } = content;
  const head = runHead(content, input);
  const isOver = runIsOver(content);
  const canCancel = !isOver && !cancelledBy && submission === undefined;
  return {
    template: 'run',
    model: {
      head,
      ...(content.alerts ? lifeParts(content.alerts, content.test ?? false, input) : {}),
      ...mentions(context.mentions),
      ...part('overall', overall(content, head.colour, input)),
      groups: groupRows(content, input),
      ...part('now', isOver ? undefined : nowOf(content, input)),
      ...part('failed', runFailures(content, input)),
      ...part('stale', staleOf(content, input)),
      ...part(
        'actions',
        canCancel
          ? buttonRows([{ title: f.say('button.cancel-run'), verb: 'run-cancel', data: { id: jobId } }])
          : undefined,
      ),
      foot: fetchedFoot({ cost }, input, { times: true }),
    },
    summary: summaryOf(
      content,
      submission ? head.state : head.state.slice(2).trim(),
      head.name ?? f.say('operation.all'),
      input,
    ),
  };
}
