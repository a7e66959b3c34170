import type { CardContent, ListRow } from '../../model/card-content.js';
import { clean } from '../clean.js';
import { buttonRows, buttons } from './buttons.js';
import { snoozeEnd } from './life.js';
import { subscriptionButtons } from './subscribed.js';
import { type Colour, foot, type Head, icons, part, ruled, type View, type ViewInput } from './view.js';
import { standingView, wishWords } from './wish.js';

function stateOf(row: ListRow, input: ViewInput): { state: string; colour: Colour } {
  const { f } = input;
  if (row.unavailable) return { state: `${icons.warning} ${f.say('cannot-fire.instance-gone')}`, colour: 'Warning' };
  const cannot = row.subscription.cannotFire;
  if (cannot) return { state: `${icons.warning} ${f.say(`cannot-fire.${cannot.reason}`)}`, colour: 'Warning' };
  const { snooze } = row.subscription;
  if (snooze) {
    const facts = { name: clean(snooze.by.name, input.limits.name) || '?', until: snoozeEnd(snooze, input) };
    return { state: `${icons.paused} ${f.say('row.asleep', facts)}`, colour: 'Default' };
  }
  switch (row.alertState) {
    case 'open':
      return { state: `${icons.failed} ${f.say('row.open')}`, colour: 'Attention' };
    case 'acknowledged':
      return { state: `${icons.seen} ${f.say('row.acknowledged')}`, colour: 'Warning' };
    case 'snoozed':
      return { state: `${icons.paused} ${f.say('row.snoozed')}`, colour: 'Default' };
    default:
      return { state: `${icons.good} ${f.say('row.watching')}`, colour: 'Good' };
  }
}

function rowOf(row: ListRow, page: number, input: ViewInput) {
  const { f } = input;
  const { subscription } = row;
  const fired = subscription.lastFiredAtMs;
  const small = [
    fired === undefined ? f.say('row.never-fired') : f.say('row.last-fired', { time: f.moment(fired) }),
    row.instance === undefined ? '' : clean(row.instance, input.limits.name),
    f.say('row.created-by', { name: clean(subscription.createdBy.name, input.limits.name) || '?' }),
    subscription.threadId ? f.say('place.thread') : '',
  ];
  return {
    number: String(subscription.number),
    wish: wishWords(subscription, input),
    ...stateOf(row, input),
    now: standingView(row.standing, subscription, input).text,
    small: small.filter((one) => one !== '').join(' · '),
    buttons: buttons(subscriptionButtons(subscription, input, page)),
  };
}

/** The subscriptions of a conversation, a page at a time. */
export function listView(content: Extract<CardContent, { situation: 'list' }>, input: ViewInput): View {
  const { f } = input;
  const { rows, page, pages } = content;
  const state = f.say('list.title');
  const empty = rows.length === 0;
  const sentence = empty
    ? f.say('list.empty')
    : pages > 1
      ? f.say('list.page', { page: String(page), pages: String(pages) })
      : undefined;
  const head: Head = { tone: 'emphasis', colour: 'Default', state, ...(sentence ? { sentence } : {}) };
  const turn = (title: string, to: number) => ({ title, verb: 'page', data: { page: String(to) } });
  const actions = empty
    ? [{ title: f.say('button.subscribe'), verb: 'run', data: { command: 'subscribe' } }]
    : [
        ...(page > 1 ? [turn(f.say('button.previous'), page - 1)] : []),
        ...(page < pages ? [turn(f.say('button.next'), page + 1)] : []),
      ];
  return {
    template: 'list',
    model: {
      head,
      rows: ruled(rows.map((row) => rowOf(row, page, input))),
      line: !empty,
      ...part('actions', buttonRows(actions)),
      ...part('foot', foot(input, { times: !empty })),
    },
    summary: f.say('summary.list', { n: rows.length }),
  };
}
