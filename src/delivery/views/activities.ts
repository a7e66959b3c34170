import type { ActivitiesContent, ActivityLine } from '../../model/content/people.js';
import { clean } from '../clean.js';
import { buttonRows } from './buttons.js';
import { fetchedFoot } from './cost.js';
import { leafButtons, leafLine } from './people.js';
import { type Head, icons, part, ruled, SEPARATOR, type View, type ViewInput } from './view.js';

/** `4 Mar, 03:12 · Web shop order`. */
export function activityWhen({ atMs, kind }: ActivityLine, input: ViewInput): string {
  const { f, limits } = input;
  const parts = [atMs === undefined ? f.say('activities.no-time') : f.moment(atMs), clean(kind, limits.name)];
  return parts.filter((one) => one !== '').join(SEPARATOR);
}

function rowOf(line: ActivityLine, input: ViewInput) {
  const { limits } = input;
  const text = clean(line.text, limits.message);
  const title = clean(line.title, limits.name);
  return {
    when: activityWhen(line, input),
    title: title || text || input.f.say('activities.untitled'),
    ...part('text', title === '' || text === title ? undefined : text),
  };
}

/** The timeline of one customer. */
export function activitiesView(content: ActivitiesContent, input: ViewInput): View {
  const { f, limits } = input;
  const { lines, total, leafing } = content;
  const sentence =
    lines.length === 0
      ? f.say('activities.none')
      : [f.say('activities.count', { n: total }), leafLine(leafing, input)].filter((one) => one !== '').join(' ');
  const head: Head = {
    tone: 'emphasis',
    colour: 'Default',
    state: `${icons.info} ${f.say('activities.title')}`,
    name: clean(content.id, limits.name) || '?',
    sentence,
  };
  const profile = { title: f.say('button.profile'), verb: 'run', data: { command: content.profile } };
  return {
    template: 'activities',
    model: {
      head,
      rows: ruled(lines.map((one) => rowOf(one, input))),
      ...part('actions', buttonRows([...leafButtons(leafing, input), profile])),
      foot: fetchedFoot(content, input, { times: lines.length > 0 }),
    },
    summary: f.say('activities.summary', { n: total }),
  };
}
