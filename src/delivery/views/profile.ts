import type { FieldFact, ProfileContent, SegmentsFact } from '../../model/content/people.js';
import { clean, escapeMarkdown } from '../clean.js';
import { activityWhen } from './activities.js';
import { buttonRows } from './buttons.js';
import { fieldText } from './field.js';
import { peopleFoot } from './people.js';
import { enumerated, type Fact, type Head, icons, part, ruled, type View, type ViewInput } from './view.js';

interface Section {
  title?: string;
  facts?: Fact[];
  rows: { label: string; text: string }[];
  note?: string;
}

function factOf(field: FieldFact, input: ViewInput): Fact {
  const { name } = input.limits;
  return {
    title: escapeMarkdown(field.label, Math.min(name, 40)) || '?',
    value: escapeMarkdown(fieldText(field, input), name),
  };
}

function factsSection(title: string | undefined, fields: FieldFact[], input: ViewInput): Section[] {
  if (fields.length === 0) return [];
  return [{ ...part('title', title), facts: fields.map((one) => factOf(one, input)), rows: [] }];
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
  const [section = { rows: [] }] = factsSection(undefined, shown, input);
  return shown.length === 0 && note === '' ? [] : [{ ...section, ...part('note', note) }];
}

function segmentsSection({ member, checked, unchecked }: SegmentsFact, input: ViewInput): Section {
  const { f } = input;
  const said = member.length > 0 ? enumerated(member, input) : checked === 0 ? undefined : f.say('profile.no-segment');
  const note =
    checked + unchecked === 0
      ? f.say('profile.no-segments')
      : f.say('profile.segments-checked', { checked, all: checked + unchecked });
  return {
    title: f.say('profile.segments'),
    rows: said === undefined ? [] : [{ label: '', text: said }],
    note,
  };
}

function activitySections({ activities }: ProfileContent, input: ViewInput): Section[] {
  const { f, limits } = input;
  const rows = activities.slice(0, limits.items).map((line) => ({
    label: activityWhen(line, input),
    text: clean(line.title || line.text, limits.name),
  }));
  const title = f.say('profile.activities');
  return [rows.length > 0 ? { title, rows } : { title, rows: [], note: f.say('activities.none') }];
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
  const more = segments.unchecked > 0 ? [run(f.say('button.more-segments'), commands.again)] : [];
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

/** Teams opens a dialog for what it sees under `msteams` (Teams reference 1.4). */
function dialogData(dialog: string, id: string) {
  return { msteams: { type: 'task/fetch' }, dialog, id };
}
