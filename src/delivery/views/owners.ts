import type { OwnersContent } from '../../model/content/owners.js';
import { clean } from '../clean.js';
import { foot, type Head, nameOf, part, ruled, type View, type ViewInput } from './view.js';

/** Rows beyond these are counted; a search finds them. */
const MOST = 12;

/** Who answers for what. */
export function ownersView({ owners, text }: OwnersContent, input: ViewInput): View {
  const { f, limits } = input;
  const state = f.say('owners.title');
  const none =
    text === undefined ? f.say('owners.none') : f.say('owners.none-found', { text: clean(text, limits.name) });
  const head: Head = {
    tone: 'emphasis',
    colour: 'Default',
    state,
    sentence: owners.length === 0 ? none : f.say('owners.sentence'),
  };
  const shown = owners.slice(0, Math.min(MOST, limits.items * 2));
  const left = owners.length - shown.length;
  const rows = shown.map(({ object, person, email }) => ({
    kind: f.say(`kind.${object.kind}`),
    name: nameOf(object, input),
    who: [person ? clean(person.name, limits.name) || '?' : '', clean(email ?? '', limits.name)]
      .filter((one) => one !== '')
      .join(' · '),
  }));
  return {
    template: 'owners',
    model: {
      head,
      rows: ruled(rows),
      ...part('more', left > 0 ? f.say('owners.more', { n: left }) : undefined),
      ...part('foot', foot(input, { times: false })),
    },
    summary: f.say('summary.owners', { n: owners.length }),
  };
}
