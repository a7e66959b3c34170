import type { AlertState } from '../../model/alert.js';
import type {
  Counted,
  DigestAlert,
  DigestContent,
  DigestDead,
  DigestInstance,
  DigestRun,
} from '../../model/content/digest.js';
import { clean } from '../clean.js';
import { resourceName } from './status.js';
import {
  type Colour,
  type Fact,
  foot,
  type Head,
  icons,
  nameOf,
  operationName,
  part,
  SEPARATOR,
  type View,
  type ViewInput,
} from './view.js';
import { isBad } from './wish.js';

interface Line {
  icon: string;
  colour: Colour;
  text: string;
  small?: string;
}

const looks: Record<AlertState, [string, Colour]> = {
  open: [icons.failed, 'Attention'],
  acknowledged: [icons.seen, 'Warning'],
  snoozed: [icons.paused, 'Default'],
  resolved: [icons.good, 'Good'],
  expired: [icons.idle, 'Default'],
};

function alertLine(alert: DigestAlert, input: ViewInput): Line {
  const { f } = input;
  const [icon, colour] = looks[alert.state];
  const isJob = alert.object.kind === 'job';
  const problem =
    alert.trigger === 'segment-threshold' || alert.trigger === 'measure-threshold'
      ? f.say(alert.crossed === 'below' ? 'problem.below' : 'problem.above')
      : f.say(`problem.${alert.trigger}`);
  const time =
    alert.closedAtMs === undefined
      ? f.say('digest.since', { time: f.moment(alert.openedAtMs) })
      : f.say('digest.lasted', {
          time: f.moment(alert.closedAtMs),
          duration: f.duration(alert.closedAtMs - alert.openedAtMs),
        });
  const seen = alert.state === 'acknowledged' ? f.say('row.acknowledged') : '';
  return {
    icon,
    colour,
    text: isJob ? problem : [nameOf(alert.object, input), problem].join(SEPARATOR),
    small: joined(seen, time, instanceWord(alert, input)),
  };
}

function deadLine(dead: DigestDead, input: ViewInput): Line {
  const { f, limits } = input;
  const warning = { icon: icons.warning, colour: 'Warning' as const };
  if (dead.kind === 'resource') {
    return {
      ...warning,
      text: f.say('digest.unreadable', { resource: resourceName(dead.resource, input) }),
      small: joined(f.say('digest.since', { time: f.moment(dead.sinceMs) }), instanceWord(dead, input)),
    };
  }
  const name = dead.target === undefined ? '' : clean(dead.target, limits.name);
  const title = f.say('digest.subscription', { number: String(dead.number) });
  const key = `cannot-fire.${dead.reason}` as 'cannot-fire.inactive';
  return { ...warning, text: joined(title, name), small: joined(f.say(key), instanceWord(dead, input)) };
}

/** Which environment it is about, where there are several. */
function instanceWord({ instance }: { instance?: string }, { limits }: ViewInput): string {
  return instance === undefined ? '' : clean(instance, limits.name);
}

function runWords(runs: Counted<DigestRun> | undefined, input: ViewInput): string {
  const { f, limits } = input;
  if (!runs) return f.say('digest.runs-unknown');
  if (runs.n === 0) return f.say('digest.runs-none');
  const shown = runs.first.slice(0, Math.min(3, limits.items)).map((run) => {
    const status = f.say(`status.${run.status}`);
    const atMs = run.endedAtMs ?? run.submittedAtMs;
    const time = atMs === undefined ? '' : f.moment(atMs);
    return [operationName(run.operation, input), status, time].filter((one) => one !== '').join(', ');
  });
  const bad = runs.first.filter((run) => isBad(run.status)).length;
  const left = runs.n - shown.length;
  const count = f.say('digest.runs', { n: runs.n, failed: bad });
  return [count, ...shown, ...(left > 0 ? [f.say('list.more', { n: left })] : [])].join(SEPARATOR);
}

function section<T>(title: string, counted: Counted<T>, lineOf: (one: T) => Line, { f, limits }: ViewInput) {
  if (counted.n === 0) return [];
  const items = counted.first.slice(0, limits.items).map(lineOf);
  const left = counted.n - items.length;
  return [{ title, items, ...part('more', left > 0 ? f.say('list.more', { n: left }) : undefined) }];
}

function headOf(content: DigestContent, { f }: ViewInput): Head {
  const { open, muted, dead, resolved, retries, fromMs } = content;
  const nothing = open.n + muted.n + dead.n + resolved.n + retries.n === 0;
  const look: Pick<Head, 'tone' | 'colour'> & { icon: string } =
    open.n > 0
      ? { tone: 'attention', colour: 'Attention', icon: icons.failed }
      : dead.n > 0
        ? { tone: 'warning', colour: 'Warning', icon: icons.warning }
        : { tone: 'good', colour: 'Good', icon: icons.good };
  const { icon, ...colours } = look;
  const words = nothing
    ? f.say('digest.nothing')
    : open.n > 0
      ? f.say('digest.open', { n: open.n })
      : f.say('digest.fine');
  return {
    ...colours,
    state: `${icon} ${f.say('digest.title')}${SEPARATOR}${words}`,
    sentence: f.say('digest.sentence', {
      from: f.moment(fromMs),
      resolved: resolved.n,
      subscriptions: content.subscriptions,
    }),
  };
}

function instanceFactsOf(instance: DigestInstance, input: ViewInput): Fact[] {
  const { f } = input;
  const { budget, lastReadingAtMs, runs } = instance;
  const named = (value: string) => joined(instanceWord(instance, input), value);
  return [
    { title: f.say('digest.runs-title'), value: named(runWords(runs, input)) },
    {
      title: f.say('status.budget'),
      value: named(f.say('digest.budget', { used: budget.used, limit: budget.limit, seconds: budget.windowSeconds })),
    },
    {
      title: f.say('digest.last-reading'),
      value: named(lastReadingAtMs === undefined ? f.say('digest.never-read') : f.moment(lastReadingAtMs)),
    },
  ];
}

/** Its lines name their environments, so the small print names none. */
function unnamed({ context: { instanceName: _, ...context }, ...input }: ViewInput): ViewInput {
  return { ...input, context };
}

function joined(...parts: string[]): string {
  return parts.filter((one) => one !== '').join(SEPARATOR);
}

/** What happened since the last digest, and what is still to be done; also when nothing did. */
export function digestView(content: DigestContent, input: ViewInput): View {
  const { f } = input;
  const head = headOf(content, input);
  const alert = (one: DigestAlert) => alertLine(one, input);
  const facts = content.instances.flatMap((one) => instanceFactsOf(one, input));
  const several = content.instances.length > 1;
  const sections = [
    ...section(f.say('digest.title-open', { n: content.open.n }), content.open, alert, input),
    ...section(f.say('digest.title-dead', { n: content.dead.n }), content.dead, (one) => deadLine(one, input), input),
    ...section(f.say('digest.title-muted', { n: content.muted.n }), content.muted, alert, input),
    ...section(f.say('digest.title-resolved', { n: content.resolved.n }), content.resolved, alert, input),
    ...section(
      f.say('digest.title-retries', { n: content.retries.n }),
      content.retries,
      (retry) => ({
        icon: icons.info,
        colour: 'Default',
        text: nameOf(retry.object, input),
        small: joined(
          f.say('digest.retry', { n: retry.failures, time: f.moment(retry.atMs) }),
          instanceWord(retry, input),
        ),
      }),
      input,
    ),
  ];
  return {
    template: 'digest',
    model: {
      head,
      sections,
      line: sections.length > 0,
      facts,
      foot: joined(f.say('digest.next', { at: content.at }), foot(several ? unnamed(input) : input, { times: true })),
    },
    summary: f.say('summary.line', { state: head.state, sentence: head.sentence ?? '' }),
  };
}
