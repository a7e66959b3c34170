import { type CardContent, type HelpEntry, type HelpGroup, helpGroupNames } from '../../model/card-content.js';
import { clean } from '../clean.js';
import { isWordKey } from '../words.js';
import { commandParts } from './buttons.js';
import { foot, part, ruled, SEPARATOR, type View, type ViewInput } from './view.js';

/** Commands worth a button in the overview: they ask or show, and change nothing by themselves. */
const harmless = ['subscribe', 'list', 'status', 'segments', 'runs'];

/** Lines of a list on a card that is not full. */
const generousItems = 10;

function description({ descriptionKey }: HelpEntry, { f }: ViewInput): string {
  return isWordKey(descriptionKey) ? f.say(descriptionKey) : '';
}

/** One command in full: every form, and what it does. */
function rowOf(entry: HelpEntry, input: ViewInput) {
  const usage = entry.usage.split('\n').map((line) => clean(line, input.limits.message));
  return { usage, ...part('description', description(entry, input)) };
}

/** A group is folded to the names of its commands; the first one is open, to show that they open. */
function groupOf(group: HelpGroup, entries: HelpEntry[], open: boolean, input: ViewInput) {
  const { f, limits } = input;
  return {
    id: `help-${group}`,
    open,
    closed: !open,
    title: f.say(`help.group-${group}`),
    names: entries.map((entry) => clean(entry.name, limits.name)).join(SEPARATOR),
    rows: entries.map((entry) => ({
      usage: clean(entry.usage.split('\n')[0] ?? entry.name, limits.message),
      description: description(entry, input),
      ...part('example', exampleOf(entry, input)),
    })),
  };
}

function groupsOf(entries: HelpEntry[], input: ViewInput) {
  const groups = helpGroupNames
    .map((group) => ({ group, own: entries.filter((entry) => entry.group === group) }))
    .filter(({ own }) => own.length > 0);
  return ruled(groups.map(({ group, own }, index) => groupOf(group, own, index === 0, input)));
}

/** One that says more than the usage above it. On a card that is too full they go first. */
function exampleOf({ examples, usage, name }: HelpEntry, { f, limits }: ViewInput): string | undefined {
  if (limits.items < generousItems) return undefined;
  const telling = examples.find((example) => example !== usage && example !== name);
  return telling === undefined ? undefined : f.say('help.example', { line: clean(telling, limits.message) });
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
