import type { CardButton } from '../../model/card-content.js';
import type { WriteContent, WriteState, WrittenField } from '../../model/content/write.js';
import { clean } from '../clean.js';
import { exact } from '../exact.js';
import { isWordKey } from '../words.js';
import { buttonRows, commandParts } from './buttons.js';
import { fetchedFoot } from './cost.js';
import { errorWords } from './status.js';
import { type Head, icons, part, type View, type ViewInput } from './view.js';

/** A line is at most 2,000 characters, so that no value of one is cut. */
const VALUE_LIMIT = 2000;

const looks: Record<WriteState, Pick<Head, 'tone' | 'colour'> & { icon: string }> = {
  asked: { tone: 'accent', colour: 'Accent', icon: icons.change },
  writing: { tone: 'emphasis', colour: 'Default', icon: icons.paused },
  cancelled: { tone: 'default', colour: 'Default', icon: icons.idle },
  expired: { tone: 'default', colour: 'Default', icon: icons.idle },
  written: { tone: 'good', colour: 'Good', icon: icons.good },
  accepted: { tone: 'good', colour: 'Good', icon: icons.good },
  failed: { tone: 'attention', colour: 'Attention', icon: icons.failed },
  unclear: { tone: 'warning', colour: 'Warning', icon: icons.warning },
};

function rowOf({ label, name, before, after }: WrittenField, input: ViewInput) {
  const { f, limits } = input;
  const words = (value: unknown, limit: number) =>
    value === null || value === undefined ? f.say('write.empty') : exact(value, limit);
  const shown = clean(label, limits.name) || '?';
  return {
    label: label === name ? shown : `${shown} (${clean(name, limits.name)})`,
    ...part('before', before === undefined ? undefined : words(before, limits.message)),
    after: words(after, VALUE_LIMIT),
  };
}

function sentenceOf(content: WriteContent, { f }: ViewInput): string {
  const { state, by, waitMs, endedAtMs, change, code } = content;
  if (state === 'writing' && waitMs !== undefined) return f.say('waiting.turn', { time: f.duration(waitMs) });
  const facts = { name: clean(by), time: f.moment(endedAtMs ?? f.nowMs), change };
  if (state !== 'failed') return f.say(`write.${state}-sentence`, facts);
  const own = `write.failed-${code}`;
  return isWordKey(own) ? f.say(own, facts) : f.say('write.failed-sentence', facts);
}

/** What the reader should know beside the values. */
function notesOf({ change, state, masked, code }: WriteContent, input: ViewInput): string[] {
  const { f } = input;
  const holds =
    state === 'failed' || state === 'cancelled' || state === 'expired' ? [] : [f.say(`write.holds-${change}`)];
  const reason = state === 'failed' && code && !isWordKey(`write.failed-${code}`) ? [errorWords(code, input)] : [];
  return [...reason, ...holds, ...(masked ? [f.say('write.masked')] : [])];
}

/** Lines that can be pressed once it is over: look at the item, or ask again. */
function linesOf({ state, code, entity, item, command }: WriteContent): string[] {
  const isKnown = item !== undefined && /^[\p{L}\p{N}._:@-]{1,100}$/u.test(item) && /^\w+$/.test(entity);
  const look = isKnown ? [`item ${entity} ${item}`] : [];
  if (state === 'unclear' || (state === 'failed' && code === 'insights-conflict')) return look;
  const again = state === 'expired' || state === 'cancelled' || state === 'failed';
  return again && command !== undefined ? [command] : [];
}

/** A write: what exactly, who asked, how long it holds, and what became of it. */
export function writeView(content: WriteContent, input: ViewInput): View {
  const { f, limits } = input;
  const { state, change, entity, item, id, cost } = content;
  const { icon, ...look } = looks[state];
  const title = f.say(`write.${state}`, { change });
  const button = (verb: string, key: 'button.confirm' | 'button.cancel'): CardButton => ({
    title: f.say(key),
    verb,
    data: { id },
  });
  const name = [clean(entity, limits.name), item === undefined ? '' : clean(item, limits.name)].join(' ').trim();
  return {
    template: 'write',
    model: {
      head: { ...look, state: `${icon} ${title}`, name, sentence: sentenceOf(content, input) },
      rows: content.fields.map((field) => rowOf(field, input)),
      ...part('notes', notesOf(content, input)),
      ...commandParts(linesOf(content), input),
      ...(state === 'asked'
        ? {
            actions: buttonRows([button('write-confirm', 'button.confirm'), button('write-cancel', 'button.cancel')]),
          }
        : {}),
      foot: fetchedFoot({ cost }, input, { times: true }),
    },
    summary: `${title}: ${name}`,
  };
}
