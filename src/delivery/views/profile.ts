import type { FieldFact, ProfileContent, SegmentsFact } from '../../model/content/people.js';
import { clean } from '../clean.js';
import { activityWhen } from './activities.js';
import { buttonRows, dialogData } from './buttons.js';
import { fieldText } from './field.js';
import { peopleFoot } from './people.js';
import { enumerated, type Head, icons, part, ruled, SEPARATOR, type View, type ViewInput } from './view.js';

interface Section {
  title?: string;
  facts: { label: string; value: string; spacing: string }[];
  rows: { label?: string; text: string }[];
  note?: string;
}

/** In columns of rich text: what stands in a fact set is read as Markdown, and a long id sticks out of it. */
function factsOf(fields: FieldFact[], input: ViewInput): Section['facts'] {
  return fields.map((field, n) => ({
    label: clean(field.label, input.limits.name) || '?',
    value: fieldText(field, input),
    spacing: n === 0 ? 'Small' : 'None',
  }));
}

function factsSection(title: string, fields: FieldFact[], input: ViewInput): Section[] {
  return fields.length === 0 ? [] : [{ title, facts: factsOf(fields, input), rows: [] }];
}

/** Half as many again as other lists have, so that a card with room shows fifteen. */
function fieldsSection(content: ProfileContent, input: ViewInput): Section[] {
  const { f, limits } = input;
  const { emptyFields } = content;
  const shown = content.fields.slice(0, Math.ceil(limits.items * 1.5));
  const more = content.moreFields + content.fields.length - shown.length;
  const notes = [
    more > 0 ? f.say('profile.more-fields', { n: more }) : '',
    emptyFields.length > 0 ? f.say('profile.empty-fields', { names: enumerated(emptyFields, input) }) : '',
  ];
  const note = notes.filter((one) => one !== '').join(' ');
  return shown.length === 0 && note === '' ? [] : [{ facts: factsOf(shown, input), rows: [], ...part('note', note) }];
}

/** Names may hold commas, so a dot stands between them. */
function segmentsSection(segments: SegmentsFact, input: ViewInput): Section {
  const { f, limits } = input;
  const { member, checked, unchecked } = segments;
  const names = member.slice(0, 2 * limits.items).map((one) => clean(one, limits.name) || '?');
  const left = member.length - names.length;
  const listed = [...names, ...(left > 0 ? [f.say('list.more', { n: left })] : [])].join(SEPARATOR);
  const none = checked > 0 && !segments.checking ? f.say('profile.no-segment') : '';
  const text = listed || none;
  return {
    title: f.say('profile.segments'),
    facts: [],
    rows: text === '' ? [] : [{ text }],
    note: segmentsNote(segments, checked + unchecked, input),
  };
}

function segmentsNote({ checked, unread, checking }: SegmentsFact, all: number, { f }: ViewInput): string {
  if (unread) return f.say('profile.segments-unread');
  if (checking) return f.say('profile.segments-checking', { all });
  return all === 0 ? f.say('profile.no-segments') : f.say('profile.segments-checked', { checked, all });
}

function activitySections({ activities }: ProfileContent, input: ViewInput): Section[] {
  const { f, limits } = input;
  const rows = activities.slice(0, limits.items).map((line) => ({
    label: activityWhen(line, input),
    text: clean(line.title || line.text, limits.name),
  }));
  const title = f.say('profile.activities');
  return [{ title, facts: [], rows, ...part('note', rows.length > 0 ? undefined : f.say('activities.none')) }];
}

/** One customer: who it is, its keys, segments, measures and what it did last. */
export function profileView(content: ProfileContent, input: ViewInput): View {
  const { f, limits } = input;
  const { id, masked, dialog, segments, commands } = content;
  const name = clean(content.name, limits.name) || f.say('people.nameless');
  const head: Head = {
    tone: 'emphasis',
    colour: 'Default',
    state: `${icons.info} ${f.say('profile.title')}`,
    name,
    ...part('sentence', masked ? f.say('profile.masked') : undefined),
  };
  const sections: Section[] = [
    ...fieldsSection(content, input),
    ...factsSection(f.say('profile.keys'), content.keys, input),
    segmentsSection(segments, input),
    ...factsSection(f.say('profile.measures'), content.measures, input),
    ...activitySections(content, input),
  ];
  const run = (title: string, command: string) => ({ title, verb: 'run', data: { command } });
  const more = segments.unchecked > 0 && !segments.checking ? [run(f.say('button.more-segments'), commands.again)] : [];
  // The window for one person alone is asked for by a button of the older kind; it carries the id and nothing else.
  const open = masked && !dialog ? { title: f.say('button.full-profile'), data: dialogData('profile', id) } : undefined;
  return {
    template: 'profile',
    model: {
      head,
      sections: ruled(sections),
      ...part('open', open),
      ...part(
        'actions',
        dialog ? undefined : buttonRows([run(f.say('button.activities'), commands.activities), ...more]),
      ),
      foot: peopleFoot(content, true, input),
    },
    summary: f.say('profile.summary', { name }),
  };
}
