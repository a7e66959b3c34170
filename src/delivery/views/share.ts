import type { CardContent } from '../../model/card-content.js';
import { refusalWords } from './answers.js';
import { buttonRows } from './buttons.js';
import { choices } from './form.js';
import { foot, icons, part, type View, type ViewInput } from './view.js';

/** The dialog that a segment or measure is chosen in, to be put into a message. */
export function shareView(content: Extract<CardContent, { situation: 'share' }>, input: ViewInput): View {
  const { f, limits } = input;
  const { objects, chosen = '', problem } = content;
  const state = f.say('share.title');
  return {
    template: 'share',
    model: {
      head: problem
        ? {
            tone: 'warning',
            colour: 'Warning',
            state: `${icons.warning} ${f.say('refusal')}`,
            sentence: refusalWords(problem, input),
          }
        : { tone: 'emphasis', colour: 'Default', state, sentence: f.say('share.intro') },
      labels: { object: f.say('share.object'), choose: f.say('form.choose'), missing: f.say('refusal.share-missing') },
      objects: choices(objects, chosen, input),
      chosen,
      ...part('cut', objects.length > limits.choices ? f.say('share.cut', { n: limits.choices }) : undefined),
      actions: buttonRows([{ title: f.say('button.insert'), verb: 'share' }]),
      ...part('foot', foot(input, { times: false })),
    },
    summary: state,
  };
}
