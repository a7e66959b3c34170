import type { CardContent, HelpEntry } from '../../model/card-content.js';
import { isWordKey } from '../words.js';
import { commandParts } from './buttons.js';
import { foot, part, type View, type ViewInput } from './view.js';

/** Commands worth a button in the overview: they ask or show, and change nothing by themselves. */
const harmless = ['subscribe', 'list', 'status'];

function rowOf(entry: HelpEntry, one: boolean, { f }: ViewInput) {
  const description = isWordKey(entry.descriptionKey) ? f.say(entry.descriptionKey) : undefined;
  const usage = entry.usage.split('\n');
  // The overview shows what to type; the longer forms are on the card of the one command.
  return {
    usage: one ? usage : usage.slice(0, 1),
    gap: one ? 'Small' : 'None',
    ...part('description', description),
    ...(one ? {} : { exampleLabel: f.say('help.example'), ...part('example', exampleOf(entry)) }),
  };
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
      rows: content.commands.map((entry) => rowOf(entry, one, input)),
      ...part('try', one && commands.length > 0 ? f.say('help.try') : undefined),
      ...commandParts(commands, input),
      ...part('foot', foot(input, { times: false })),
    },
    summary: f.say('help.title'),
  };
}
