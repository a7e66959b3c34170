import type { AlertReplyContent } from '../../model/content/alert-reply.js';
import { clean } from '../clean.js';
import { mentions } from './mention.js';
import { foot, type Head, icons, inOneLine, nameOf, part, type View, type ViewInput } from './view.js';

const looks = {
  acknowledged: { tone: 'warning', colour: 'Warning', icon: icons.seen },
  escalated: { tone: 'attention', colour: 'Attention', icon: icons.failed },
  recovered: { tone: 'good', colour: 'Good', icon: icons.good },
} as const;

/** A short word in the thread of an alert's card. A full refresh has no name of its own that a reader would know. */
export function alertReplyView(content: AlertReplyContent, input: ViewInput): View {
  const { f, limits, context } = input;
  const { kind, objects, count, by, atMs, untilMs, over } = content;
  const { icon, tone, colour } = looks[kind];
  const names = objects.map((one) => (one.kind === 'job' ? f.say('summary.full-refresh') : nameOf(one, input)));
  const left = count - names.length;
  const name = inOneLine(names, left, f);
  const facts = {
    name: clean(by.name, limits.name) || '?',
    time: f.moment(atMs),
    until: f.moment(untilMs),
    duration: f.duration(over?.durationMs ?? untilMs - atMs),
  };
  const sentence = f.say(`reply.${kind}-sentence`, { ...facts, over: over ? f.moment(over.atMs) : '' });
  const state = `${icon} ${f.say(`reply.${kind}`, facts)}`;
  const head: Head = { tone, colour, state, name, sentence };
  return {
    template: 'alert-reply',
    model: { head, ...mentions(context.mentions), ...part('foot', foot(input, { times: false })) },
    summary: f.say('summary.alert', { state, name }),
  };
}
