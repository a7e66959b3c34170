import type { CardContent } from '../../model/card-content.js';
import type { Observation, ReadingHealth } from '../../model/observation.js';
import { buttonRows } from './buttons.js';
import { errorWords, resourceName } from './status.js';
import { type Colour, foot, icons, nameOf, operationName, part, type View, type ViewInput } from './view.js';

/** One line for something that is over already. */
function line(seen: Observation, input: ViewInput): { icon: string; colour: Colour; text: string } {
  const { f } = input;
  const name = nameOf(seen.object, input);
  const bad = (text: string) => ({ icon: icons.failed, colour: 'Attention' as const, text });
  const good = (text: string) => ({ icon: icons.good, colour: 'Good' as const, text });
  const info = (text: string) => ({ icon: icons.info, colour: 'Default' as const, text });
  switch (seen.trigger) {
    case 'source-refresh-failed':
      return bad(f.say('event.source-refresh-failed', { name }));
    case 'source-refresh-succeeded':
      return good(f.say('event.source-refresh-succeeded', { name }));
    case 'step-failed':
      return bad(f.say('event.step-failed', { name, operation: operationName(seen.operation, input) }));
    case 'step-succeeded':
      return good(f.say('event.step-succeeded', { name, operation: operationName(seen.operation, input) }));
    case 'segment-threshold':
    case 'measure-threshold':
      return info(f.say(`event.${seen.trigger}`, { name, value: f.number(seen.value) }));
    case 'full-refresh-progress':
      return info(f.say('run.running'));
    case 'full-refresh-completed':
      return seen.outcome === 'failed'
        ? bad(f.say('event.full-refresh-failed'))
        : good(f.say('event.full-refresh-successful'));
    case 'unification-completed':
      return good(f.say('event.unification-completed'));
    case 'profiles-counted':
      return info(f.say('event.profiles-counted', { value: f.number(seen.profiles) }));
    case 'object-gone':
      return info(f.say(`event.object-${seen.reason}`, { name }));
    case 'retry-recovered':
      return good(f.say('event.retry-recovered', { name }));
    case 'run-missing':
    case 'run-slow':
      return bad(f.say(`event.${seen.trigger}`));
    case 'run-watch-ended':
      return good(f.say('event.run-watch-ended'));
    case 'object-health':
      return info(f.say(`event.object-${seen.state}`, { name }));
    case 'reading-health':
      return info(f.say(`event.reading-${seen.state}`, { resource: resourceName(seen.resource, input) }));
  }
}

/** What happened while nobody was reading and is over by now; the blind interval is stated. */
export function catchUpView(content: Extract<CardContent, { situation: 'catch-up' }>, input: ViewInput): View {
  const { f, limits } = input;
  const { fromMs, toMs, over } = content;
  const shown = Math.min(over.length, limits.items * 2);
  const state = f.say('catch-up.title');
  return {
    template: 'catch-up',
    model: {
      head: {
        tone: 'accent',
        colour: 'Accent',
        state: `${icons.info} ${state}`,
        sentence: f.say('catch-up.sentence', {
          from: f.moment(fromMs),
          to: f.moment(toMs),
          duration: f.duration(toMs - fromMs),
          n: over.length,
        }),
      },
      rows: over.slice(0, shown).map((seen) => ({ time: f.moment(seen.atMs), ...line(seen, input) })),
      ...part('more', over.length > shown ? f.say('list.more', { n: over.length - shown }) : undefined),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.catch-up', { n: over.length }),
  };
}

/** What is said of one list, of everything, and of access: the words differ, the card does not. */
function healthWords({ resource, state, code }: ReadingHealth, input: ViewInput) {
  const { f } = input;
  const kind = resource === 'all' ? 'all-' : resource === 'credentials' ? 'access-' : '';
  const title = `reading.${kind}${state}` as const;
  const ofList = kind === 'access-' && state === 'broken' && code === 'insights-forbidden';
  return {
    title: f.say(title),
    sentence: f.say(ofList ? 'reading.access-broken-list' : (`reading.${kind}${state}-sentence` as const)),
    ...(kind === '' ? { name: resourceName(resource, input) } : {}),
  };
}

/** A part of Customer Insights cannot be read any more, or can again. Told once each. */
export function readingHealthView(
  content: Extract<CardContent, { situation: 'reading-health' }>,
  input: ViewInput,
): View | undefined {
  const { f } = input;
  const seen = content.observation;
  if (seen.trigger !== 'reading-health') return undefined;
  const broken = seen.state === 'broken';
  const { title, sentence, name } = healthWords(seen, input);
  const since = seen.sinceMs;
  return {
    template: 'reading-health',
    model: {
      head: {
        tone: broken ? 'warning' : 'good',
        colour: broken ? 'Warning' : 'Good',
        state: `${broken ? icons.warning : icons.good} ${title}`,
        ...part('name', name),
        sentence,
      },
      facts: [
        since === undefined
          ? { title: f.say(broken ? 'reading.since' : 'reading.healed-at'), value: f.moment(seen.atMs) }
          : { title: f.say('reading.last'), value: f.moment(since) },
      ],
      ...part('reason', broken ? errorWords(seen.code, input) : undefined),
      actions: buttonRows([{ title: f.say('button.status'), verb: 'run', data: { command: 'status' } }]),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.line', { state: title, sentence: name ?? sentence }),
  };
}
