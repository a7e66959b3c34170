import { type Alert, isLive } from '../../model/alert.js';
import type { CollectedNotice } from '../../model/collected.js';
import type { CollectedContent } from '../../model/content/collected.js';
import { alertIcon, alertState, kindWord, stateWord } from './alert-head.js';
import { staleWords } from './failure.js';
import { rowLine, sharedLifeParts } from './life.js';
import { mentions } from './mention.js';
import {
  type Colour,
  foot,
  type Head,
  icons,
  nameOf,
  part,
  ruled,
  SEPARATOR,
  type View,
  type ViewInput,
} from './view.js';

/** Two lines each: more of them fit than of rows with facts. */
const ROOM = 4;

interface Row {
  icon: string;
  colour: Colour;
  name: string;
  text: string;
  small?: string;
}

function alertRow(alert: Alert, alerts: readonly Alert[], input: ViewInput): Row {
  const { f } = input;
  const { observation } = alert;
  const { colour } = alertState(alert, input);
  const skipped = 'skipped' in observation ? observation.skipped.length : 0;
  const ending = alert.facts.resolution;
  const small = [
    isLive(alert) && skipped > 0 ? f.say('skipped.title', { n: skipped }) : '',
    isLive(alert) ? staleWords(alert, input) : '',
    alert.facts.inhibitedBy === undefined ? '' : f.say('collected.consequence'),
    rowLine(alert, alerts, input) ?? '',
  ];
  const time = ending
    ? f.say('collected.from-to', { from: f.clock(observation.atMs), to: f.clock(ending.atMs) })
    : f.clock(observation.atMs);
  return {
    icon: alert.state === 'open' ? alertIcon(alert) : iconOf(alert),
    colour,
    name: alert.object.kind === 'job' ? f.say('summary.full-refresh') : nameOf(alert.object, input),
    text: [stateWord(alert, input), kindWord(alert, input), time].join(SEPARATOR),
    ...part('small', small.filter((one) => one !== '').join(SEPARATOR)),
  };
}

function iconOf({ state }: Alert): string {
  const byState = { open: icons.failed, acknowledged: icons.seen, snoozed: icons.paused } as const;
  if (state === 'resolved') return icons.good;
  return state === 'expired' ? icons.idle : byState[state];
}

function noticeRow(notice: CollectedNotice, input: ViewInput): Row {
  const { f } = input;
  const gone = notice.trigger === 'object-gone';
  const unnamed = notice.object.kind === 'job' || notice.object.kind === 'unification';
  const what =
    notice.trigger === 'object-gone'
      ? f.say(`collected.object-${notice.reason ?? 'deleted'}`)
      : f.say(`collected.${notice.trigger}`);
  return {
    icon: gone ? icons.info : icons.good,
    colour: gone ? 'Default' : 'Good',
    name: unnamed ? f.say(`kind.${notice.object.kind}`) : nameOf(notice.object, input),
    text: [what, f.clock(notice.atMs)].join(SEPARATOR),
  };
}

function headOf(content: CollectedContent, input: ViewInput): Head {
  const { f } = input;
  const { alerts, notices, why, fromMs, untilMs } = content;
  const live = alerts.filter(isLive).length;
  const over = alerts.length - live;
  const open = alerts.some((one) => one.state === 'open');
  const look: Pick<Head, 'tone' | 'colour'> = open
    ? { tone: 'attention', colour: 'Attention' }
    : live > 0
      ? { tone: 'warning', colour: 'Warning' }
      : { tone: 'good', colour: 'Good' };
  const icon = live > 0 ? icons.failed : icons.good;
  const n = alerts.length + notices.length;
  const counts = { opened: alerts.length, over, done: notices.length, n, live };
  if (why === 'storm') {
    const state = f.say('collected.storm-title');
    return { ...look, state: `${icons.warning} ${state}`, sentence: f.say('collected.storm-sentence', counts) };
  }
  const state = f.say('collected.quiet-title', { from: f.clock(fromMs), to: f.clock(untilMs) });
  return { ...look, state: `${icon} ${state}`, sentence: f.say('collected.quiet-sentence', counts) };
}

/** What quiet hours held back, or what came after thirty posts in an hour: what is still a problem first. */
export function collectedView(content: CollectedContent, input: ViewInput): View {
  const { f, limits, context } = input;
  const { alerts, notices } = content;
  const head = headOf(content, input);
  const urgent = [...alerts.filter(isLive), ...alerts.filter((one) => !isLive(one))];
  const all = urgent.length + notices.length;
  const room = limits.items * ROOM;
  const shown = urgent.slice(0, room).map((alert) => alertRow(alert, alerts, input));
  const told = notices.slice(0, Math.max(0, room - shown.length)).map((notice) => noticeRow(notice, input));
  const rows = [...shown, ...told];
  return {
    template: 'collected',
    model: {
      head,
      ...sharedLifeParts(alerts, input),
      ...mentions(context.mentions),
      rows: ruled(rows),
      ...part('more', all > rows.length ? f.say('list.more', { n: all - rows.length }) : undefined),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.line', { state: head.state, sentence: head.sentence ?? '' }),
  };
}
