import type { WelcomeContent } from '../../model/content/welcome.js';
import { buttonRows } from './buttons.js';
import { foot, type Head, part, type View, type ViewInput } from './view.js';

/** Three lines that say what to do next, and the buttons for the first two. */
export function welcomeView({ scope }: WelcomeContent, input: ViewInput): View {
  const { f } = input;
  const head: Head = {
    tone: 'accent',
    colour: 'Accent',
    state: f.say('welcome.title'),
    sentence: f.say('welcome.what'),
  };
  const board = scope === 'personal' ? 'welcome.board-personal' : 'welcome.board';
  const lines = [
    f.say('welcome.watch'),
    f.say(scope === 'personal' ? 'welcome.ask-personal' : 'welcome.ask'),
    f.say(board),
  ];
  const run = (title: string, command: string) => ({ title, verb: 'run', data: { command } });
  return {
    template: 'welcome',
    model: {
      head,
      steps: lines.map((text, i) => ({ number: f.number(i + 1), text })),
      actions: buttonRows([
        run(f.say('welcome.button-watch'), 'subscribe'),
        run(f.say('welcome.button-status'), 'status'),
        run(f.say('welcome.button-help'), 'help'),
      ]),
      ...part('foot', foot(input, { times: false })),
    },
    summary: f.say('welcome.summary'),
  };
}
