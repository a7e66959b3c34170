import type { ObjectGone } from '../../model/observation.js';
import { foot, icons, nameOf, part, type View, type ViewInput } from './view.js';

/** Something that is watched by name was deleted, or another one has its name now: what that means for the watching. */
export function goneView({ object, reason }: ObjectGone, input: ViewInput): View {
  const { f } = input;
  const name = nameOf(object, input);
  const state = `${icons.info} ${f.say(`gone.${reason}`)}`;
  return {
    template: 'done',
    model: {
      head: {
        tone: 'emphasis',
        colour: 'Default',
        state: `${state} · ${f.say(`kind.${object.kind}`)}`,
        name,
        sentence: f.say(`gone.${reason}-sentence`),
      },
      ...part('foot', foot(input, { times: false })),
    },
    summary: f.say('summary.alert', { state, name }),
  };
}
