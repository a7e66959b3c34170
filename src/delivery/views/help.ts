import { type CardContent, type HelpEntry, type HelpGroup, helpGroupNames } from '../../model/card-content.js';
import { isWordKey } from '../words.js';
import { commandParts } from './buttons.js';
import { foot, part, ruled, SEPARATOR, type View, type ViewInput } from './view.js';

/** Commands worth a button in the overview: they ask or show, and change nothing by themselves. */
const harmless = ['subscribe', 'list', 'status', 'segments', 'runs'];

function description({ descriptionKey }: HelpEntry, { f }: ViewInput): string {
  return isWordKey(descriptionKey) ? f.say(descriptionKey) : '';
}

/** One command in full: every form, and what it does. */
function rowOf(entry: HelpEntry, input: ViewInput) {
  return { usage: entry.usage.split('\n'), ...part('description', description(entry, input)) };
}

/** A group is folded to the names of its commands; the first one is open, to show that they open. */
function groupOf(group: HelpGroup, entries: HelpEntry[], open: boolean, input: ViewInput) {
  const { f } = input;
  return {
    id: `help-${group}`,
    open,
    closed: !open,
    title: f.say(`help.group-${group}`),
    names: entries.map((entry) => entry.name).join(SEPARATOR),
    rows: entries.map((entry) => ({
      usage: entry.usage.split('\n')[0] ?? entry.name,
      description: description(entry, input),
      ...part('example', exampleOf(entry)),
    })),
  };
}

function groupsOf(entries: HelpEntry[], input: ViewInput) {
  const groups = helpGroupNames
    .map((group) => ({ group, own: entries.filter((entry) => entry.group === group) }))
    .filter(({ own }) => own.length > 0);
  return ruled(groups.map(({ group, own }, index) => groupOf(group, own, index === 0, input)));
}

/** An example that says no more than the usage above it is left out. */
function exampleOf(entry: HelpEntry): string | undefined {
  return entry.examples.find((example) => example !== entry.usage && example !== entry.name);
}

/** What can be said here, made from the table of commands. */
export function helpView(content: Extract<CardContent, { situation: 'help' }>, input: ViewInput): View {
  const { f } = input;
  const one = content.one !== undefined;
  const commands = one
    ? content.commands.flatMap((entry) => entry.examples)
    : harmless.filter((name) => content.commands.some((entry) => entry.name === name));
  return {
    template: 'help',
    model: {
      head: {
        tone: 'emphasis',
        colour: 'Default',
        state: one ? f.say('help.title-one', { name: content.one ?? '' }) : f.say('help.title'),
        ...part(
          'sentence',
          one ? undefined : f.say(content.scope === 'personal' ? 'help.intro-personal' : 'help.intro'),
        ),
      },
      groups: one ? [] : groupsOf(content.commands, input),
      rows: one ? content.commands.map((entry) => rowOf(entry, input)) : [],
      ...part('try', one && commands.length > 0 ? f.say('help.try') : undefined),
      ...commandParts(commands, input),
      ...part('foot', foot(input, { times: false })),
    },
    summary: f.say('help.title'),
  };
}
