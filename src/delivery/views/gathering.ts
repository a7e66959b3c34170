import type { GatherEnd, GatheredContent, GatheringContent } from '../../model/content/gathering.js';
import { clean } from '../clean.js';
import { buttonRows, commandParts } from './buttons.js';
import { fetchedFoot } from './cost.js';
import { errorWords } from './status.js';
import { type Head, icons, part, type View, type ViewInput } from './view.js';

const blocks = 16;

/** How far it is, in characters that every client has. */
function bar(share: number): string {
  const full = Math.floor(share * blocks);
  return '█'.repeat(full) + '░'.repeat(blocks - full);
}

/** Rows are being gathered: how many there are, when the next call may go, and a way out. */
export function gatheringView(content: GatheringContent, input: ViewInput): View {
  const { f, limits } = input;
  const { rows, wanted, nextCallAtMs } = content;
  const entity = clean(content.entity, limits.name);
  const share = wanted > 0 ? Math.min(1, rows / wanted) : 0;
  const sentence = f.say('gathering.progress', { rows: f.number(rows), wanted: f.number(wanted) });
  const waits = nextCallAtMs !== undefined && nextCallAtMs > f.nowMs;
  const notes = [
    ...(waits ? [f.say('gathering.next-call', { time: f.duration(nextCallAtMs - f.nowMs) })] : []),
    f.say('gathering.for', { name: clean(content.person, limits.name) }),
  ];
  const head: Head = {
    tone: 'emphasis',
    colour: 'Default',
    state: `${icons.paused} ${f.say('gathering')}`,
    name: entity,
    sentence,
  };
  return {
    template: 'gathering',
    model: {
      head,
      progress: { bar: bar(share), share: f.percent(Math.floor(share * 100) / 100) },
      notes: notes.map((note) => ({ note })),
      actions: buttonRows([{ title: f.say('button.cancel'), verb: 'gather-cancel', data: { id: content.id } }]),
      foot: fetchedFoot(content, input, { times: false }),
    },
    summary: f.say('summary.line', { state: entity, sentence }),
  };
}

type Look = Pick<Head, 'tone' | 'colour'> & { icon: string; again: boolean };

const calm = { tone: 'emphasis', colour: 'Default', icon: icons.idle } as const;
const careful = { tone: 'warning', colour: 'Warning', icon: icons.warning } as const;

const looks: Readonly<Record<GatherEnd, Look>> = {
  offered: { tone: 'good', colour: 'Good', icon: icons.good, again: false },
  none: { ...calm, again: false },
  cancelled: { ...calm, again: true },
  declined: { ...calm, again: true },
  expired: { ...calm, again: true },
  interrupted: { ...careful, again: true },
  'no-chat': { ...careful, again: true },
  'too-large': { ...careful, again: false },
  failed: { tone: 'attention', colour: 'Attention', icon: icons.failed, again: true },
};

/** What became of a gathering; where it can be of use, with the line to begin it again. */
export function gatheredView(content: GatheredContent, input: ViewInput): View {
  const { f, limits } = input;
  const { end, error } = content;
  const { tone, colour, icon, again } = looks[end];
  const entity = clean(content.entity, limits.name);
  const state = f.say(`gathered.${end}`);
  const sentence = error ? errorWords(error.code, input) : sentenceOf(content, input);
  const commands = again ? commandParts([content.command], input) : {};
  return {
    template: 'gathering',
    model: {
      head: { tone, colour, state: `${icon} ${state}`, name: entity, sentence },
      ...part('reference', error && { label: f.say('error-reference'), text: clean(error.reference, 40) }),
      ...(Object.keys(commands).length > 0 ? { choose: f.say('gathered-again'), ...commands } : {}),
      ...part('foot', fetchedFoot(content, input, { times: false })),
    },
    summary: f.say('summary.line', { state, sentence }),
  };
}

function sentenceOf({ end, rows, person, by }: GatheredContent, { f, limits }: ViewInput): string {
  const name = clean(person, limits.name);
  switch (end) {
    case 'cancelled':
      return by === undefined
        ? f.say('gathered-cancelled', { n: rows })
        : f.say('gathered-cancelled-by', { n: rows, name: clean(by, limits.name) });
    case 'offered':
      return f.say('gathered-offered', { n: rows, name });
    default:
      return f.say(`gathered-${end}`, { n: rows, name });
  }
}
