import type { ObjectFacts } from '../../model/content/objects.js';
import type { StepStatus } from '../../model/reading.js';
import { type Colour, icons, type ViewInput } from './view.js';

interface Look {
  icon: string;
  colour: Colour;
}

const objectLooks: Readonly<Record<ObjectFacts['state'], Look>> = {
  evaluated: { icon: icons.good, colour: 'Good' },
  running: { icon: icons.info, colour: 'Accent' },
  failed: { icon: icons.failed, colour: 'Attention' },
  'no-value': { icon: icons.idle, colour: 'Default' },
  dimensions: { icon: icons.idle, colour: 'Default' },
  inactive: { icon: icons.paused, colour: 'Default' },
};

export function objectLook({ state }: ObjectFacts): Look {
  return objectLooks[state];
}

/** `✔ Evaluated 4 Mar, 03:30`: the state, and of when the value is. */
export function objectState({ state, atMs }: ObjectFacts, { f }: ViewInput): string {
  const { icon } = objectLooks[state];
  if (state === 'evaluated' && atMs !== undefined) {
    return `${icon} ${f.say('object.evaluated-at', { time: f.moment(atMs) })}`;
  }
  const words = f.say(`object.${state}`);
  return atMs === undefined
    ? `${icon} ${words}`
    : `${icon} ${f.say('object.value-of', { words, time: f.moment(atMs) })}`;
}

const statusLooks: Readonly<Partial<Record<StepStatus, Look>>> = {
  failed: { icon: icons.failed, colour: 'Attention' },
  'timed-out': { icon: icons.failed, colour: 'Attention' },
  successful: { icon: icons.good, colour: 'Good' },
  running: { icon: icons.info, colour: 'Accent' },
  queued: { icon: icons.paused, colour: 'Accent' },
  'needs-update': { icon: icons.warning, colour: 'Warning' },
};

/** `✖ Failed`: how a step or run ended, or that it goes on. */
export function statusState(status: StepStatus, { f }: ViewInput): { state: string; colour: Colour } {
  const { icon, colour } = statusLooks[status] ?? { icon: icons.idle, colour: 'Default' };
  return { state: `${icon} ${capital(f.say(`status.${status}`), f.tag)}`, colour };
}

export function capital(text: string, tag: string): string {
  const [first = '', ...rest] = text;
  return first.toLocaleUpperCase(tag) + rest.join('');
}
