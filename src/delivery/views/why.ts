import type { WhyContent, WhyDelivery, WhyEntry, WhyFold, WhyReason } from '../../model/content/why.js';
import { clean } from '../clean.js';
import { isWordKey } from '../words.js';
import { buttonRows } from './buttons.js';
import { type Colour, foot, type Head, icons, part, ruled, SEPARATOR, type View, type ViewInput } from './view.js';
import { standingView, wishWords } from './wish.js';

const number = /^-?\d+(\.\d+)?$/;
const instant = /^\d{4}-\d\d-\d\dT/;

/** Values behind a decision: numbers, times and names, each with its word. */
function factWords(facts: Record<string, string> | undefined, { f, limits }: ViewInput): string {
  return Object.entries(facts ?? {})
    .flatMap(([name, value]) => {
      const key = `why.fact.${name}`;
      if (!isWordKey(key)) return [];
      const shown = number.test(value)
        ? f.number(value)
        : instant.test(value)
          ? f.moment(Date.parse(value))
          : clean(value, limits.name);
      return [f.say(key, { value: shown })];
    })
    .join(SEPARATOR);
}

function reasonRow({ reason, facts }: WhyReason, input: ViewInput) {
  return { text: input.f.say(`decision.${reason}`), ...part('facts', factWords(facts, input)) };
}

function reasonOf(reason: string, { f, limits }: ViewInput): string {
  const key = `delivery.reason.${reason}`;
  return isWordKey(key) ? f.say(key) : clean(reason, limits.name);
}

function deliveryText(delivery: WhyDelivery, input: ViewInput): string {
  const { f } = input;
  const { state, kind, atMs, notBeforeMs, reason = '' } = delivery;
  const time = f.moment(atMs);
  switch (state) {
    case 'sent':
      if (kind === 'mail') return f.say('delivery.mailed', { time });
      return f.say(kind === 'post' ? 'delivery.posted' : 'delivery.changed', { time });
    case 'owed':
      if (notBeforeMs !== undefined && notBeforeMs > f.nowMs) {
        return f.say('delivery.held', { time: f.moment(notBeforeMs) });
      }
      return reason === ''
        ? f.say('delivery.owed', { time })
        : f.say('delivery.retry', { reason: reasonOf(reason, input) });
    case 'in-flight':
      return f.say('delivery.in-flight', { time });
    case 'ambiguous':
      return f.say('delivery.ambiguous', { time });
    case 'dropped':
      return f.say('delivery.dropped', { reason: reasonOf(reason, input) });
    case 'failed':
      return f.say('delivery.failed', { reason: reasonOf(reason, input) });
    case 'suspended':
      return f.say('delivery.suspended', { reason: reasonOf(reason, input) });
  }
}

const looks: Record<WhyDelivery['state'], [string, Colour]> = {
  sent: [icons.good, 'Good'],
  owed: [icons.paused, 'Default'],
  'in-flight': [icons.info, 'Default'],
  ambiguous: [icons.warning, 'Warning'],
  dropped: [icons.idle, 'Default'],
  failed: [icons.failed, 'Attention'],
  suspended: [icons.warning, 'Warning'],
};

function deliveryRow(delivery: WhyDelivery, input: ViewInput) {
  const { f, limits } = input;
  const [icon, colour] = looks[delivery.state];
  const { attempts, earlierAttempts } = delivery;
  const listed = attempts.slice(-Math.min(4, limits.items)).map(({ atMs, outcome, status }) => {
    const key = `delivery.outcome.${outcome}`;
    const words = isWordKey(key) ? f.say(key) : clean(outcome, limits.name);
    return f.say('delivery.attempt', {
      time: f.clock(atMs),
      outcome: status === undefined ? words : `${words} (${status})`,
    });
  });
  const n = attempts.length + earlierAttempts;
  const told = n > 1 ? [f.say('delivery.attempts', { n }), ...listed].join(SEPARATOR) : '';
  return { icon, colour, text: deliveryText(delivery, input), ...part('attempts', told) };
}

function about(subscriptions: number[], { f }: ViewInput): string {
  if (subscriptions.length === 0) return '';
  return f.say('why.subscriptions', { n: subscriptions.length, numbers: f.list(subscriptions.map(String)) });
}

function smallOf(parts: string[]): string {
  return parts.filter((one) => one !== '').join(SEPARATOR);
}

function entryRow(entry: WhyEntry, input: ViewInput) {
  const { f, limits } = input;
  const { object, deliveries, sentAtMs } = entry;
  const key = `why.trigger.${entry.trigger}`;
  const what = isWordKey(key) ? f.say(key) : clean(entry.trigger, limits.name);
  const name = object && object.kind !== 'job' && object.kind !== 'unification' ? clean(object.name, limits.name) : '';
  const rows = deliveries.map((one) => deliveryRow(one, input));
  const past =
    sentAtMs !== undefined && rows.length === 0
      ? [{ icon: icons.good, colour: 'Good' as Colour, text: f.say('delivery.shown', { time: f.moment(sentAtMs) }) }]
      : [];
  return {
    icon: deliveries.length + past.length > 0 ? icons.info : icons.idle,
    colour: 'Accent',
    title: smallOf([name, what]),
    small: smallOf([f.moment(entry.atMs), about(entry.subscriptions, input)]),
    reasons: entry.reasons.map((one) => reasonRow(one, input)),
    deliveries: [...rows, ...past],
  };
}

function foldRow(fold: WhyFold, input: ViewInput) {
  const { f } = input;
  const key = `why.fold.${fold.fold}`;
  const title = isWordKey(key) ? f.say(key, { n: fold.n }) : f.say('why.fold', { n: fold.n });
  const span = f.say('why.span', { from: f.moment(fold.fromMs), to: f.moment(fold.toMs) });
  const last = factWords(fold.last.facts, input);
  return {
    icon: icons.idle,
    colour: 'Default',
    title,
    small: smallOf([span, about(fold.subscriptions, input)]),
    reasons: [
      { text: f.say(`decision.${fold.fold}`), ...part('facts', last === '' ? '' : f.say('why.last', { facts: last })) },
    ],
    deliveries: [],
  };
}

/** Decisions with their named reasons, and what became of the card: newest first. */
export function whyView(content: WhyContent, input: ViewInput): View {
  const { f } = input;
  const { subscription, rows, page, more, lastReadingAtMs, standing } = content;
  const state = subscription ? f.say('why.title-one', { number: String(subscription.number) }) : f.say('why.title');
  const head: Head = {
    tone: 'emphasis',
    colour: 'Default',
    state,
    ...(subscription ? { name: wishWords(subscription.wish, input) } : {}),
    ...(page > 1 ? { sentence: f.say('why.page', { page: String(page) }) } : {}),
  };
  const read =
    lastReadingAtMs === undefined ? f.say('why.never-read') : f.say('why.read', { time: f.moment(lastReadingAtMs) });
  const stands = standing && subscription ? standingView(standing, subscription.wish, input).text : '';
  const data = (to: number) => ({ page: String(to), ...(subscription ? { id: subscription.id } : {}) });
  const actions = [
    ...(page > 1 ? [{ title: f.say('why.newer'), verb: 'why-page', data: data(page - 1) }] : []),
    ...(more ? [{ title: f.say('why.older'), verb: 'why-page', data: data(page + 1) }] : []),
  ];
  return {
    template: 'why',
    model: {
      head,
      ...part(
        'now',
        rows.length > 0 ? undefined : [f.say('why.nothing'), read, stands].filter((one) => one !== '').join(' '),
      ),
      rows: ruled(rows.map((row) => ('fold' in row ? foldRow(row, input) : entryRow(row, input)))),
      line: rows.length > 0,
      ...part('actions', buttonRows(actions)),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.line', { state, sentence: f.say('why.summary', { n: rows.length }) }),
  };
}
