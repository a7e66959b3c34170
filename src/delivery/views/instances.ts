import type { InstancesContent } from '../../model/content/instances.js';
import { clean } from '../clean.js';
import { buttonRows } from './buttons.js';
import { foot, icons, part, ruled, SEPARATOR, type View, type ViewInput } from './view.js';

/** More than an organisation has; the rest is counted. */
const MOST = 20;

/** Longer names are cut on a button; they stand in full above it. */
const TITLE_LIMIT = 28;

/** The environments that can be used here, which one is, and buttons to change that. */
export function instancesView({ instances }: InstancesContent, input: ViewInput): View {
  const { f, limits } = input;
  const state = f.say('instances.title');
  const left = instances.length - MOST;
  const sentence = f.say('instances.sentence', { n: instances.length });
  const rows = instances.slice(0, MOST).map(({ name, current, subscriptions }) => ({
    name: clean(name, limits.name) || '?',
    state: current ? `${icons.good} ${f.say('instances.current')}` : `${icons.idle} ${f.say('instances.other')}`,
    colour: current ? 'Good' : 'Default',
    ...part(
      'small',
      subscriptions > 0 ? `${SEPARATOR}${f.say('instances.subscriptions', { n: subscriptions })}` : undefined,
    ),
  }));
  const others = instances
    .filter(({ current }) => !current)
    .map(({ name, command }) => ({ title: clean(name, TITLE_LIMIT) || '?', verb: 'run', data: { command } }));
  return {
    template: 'states',
    model: {
      head: { tone: 'emphasis', colour: 'Default', state: `${icons.info} ${state}`, sentence },
      rows: ruled(rows),
      ...part('next', left > 0 ? f.say('list.more', { n: left }) : undefined),
      ...part('actions', buttonRows(others)),
      ...part('foot', foot(input, { times: false })),
    },
    summary: state,
  };
}
