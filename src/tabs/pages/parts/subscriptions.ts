import { h } from '../../../browser/h.js';
import type { BoardSubscription } from '../../contract.js';
import type { Format } from '../format.js';
import { type IconName, icon } from '../icon.js';
import { showKeyed } from '../keyed.js';
import type { Part, View } from '../view.js';
import { chip, empty, frame, joined } from './frame.js';
import { snoozeEnd, wishWords } from './wishes.js';

export function subscriptionsPart(f: Format): Part<BoardSubscription[]> {
  const box = frame('subscriptions', f);
  const list = h('ul', { class: 'subscriptions' });
  return {
    element: box.element,
    show(subscriptions, view) {
      if (!subscriptions) return;
      box.count(subscriptions.length === 0 ? undefined : f.number(subscriptions.length));
      if (subscriptions.length === 0) {
        const hint = h('p', {}, f.say('tab.subscriptions-none-more'), ' ', h('code', {}, 'subscribe'));
        box.body.replaceChildren(empty('list', f.say('tab.subscriptions-none'), hint));
        return;
      }
      showKeyed(
        list,
        subscriptions.map((one) => ({
          key: one.id,
          facts: [one, view.canWrite, view.placeOf(one.conversation)],
          make: () => row(one, view),
        })),
      );
      if (list.parentElement !== box.body) box.body.replaceChildren(list);
    },
  };
}

function stateOf(one: BoardSubscription, f: Format): [IconName, string, 'good' | 'bad' | 'warn' | 'plain'] {
  if (one.cannotFire) return ['warning', f.say(`cannot-fire.${one.cannotFire}`), 'warn'];
  if (one.snooze)
    return ['paused', f.say('row.asleep', { name: one.snooze.by, until: snoozeEnd(one.snooze, f) }), 'plain'];
  switch (one.alertState) {
    case 'open':
      return ['failed', f.say('row.open'), 'bad'];
    case 'acknowledged':
      return ['seen', f.say('row.acknowledged'), 'warn'];
    case 'snoozed':
      return ['paused', f.say('row.snoozed'), 'plain'];
    default:
      return ['good', f.say('row.watching'), 'good'];
  }
}

function row(one: BoardSubscription, view: View): HTMLElement {
  const { f } = view;
  const small = [
    one.lastFiredAtMs === undefined
      ? f.say('row.never-fired')
      : f.say('row.last-fired', { time: f.moment(one.lastFiredAtMs) }),
    f.say('row.created-by', { name: one.createdBy }),
    one.quiet && f.say('tab.quiet', { from: one.quiet.from, to: one.quiet.to }),
    one.mails && f.say('tab.mails'),
    view.placeOf(one.conversation) ?? false,
  ].map((part) => (part === undefined ? false : part));
  return h(
    'li',
    { class: 'subscription' },
    h('span', { class: 'number' }, `#${one.number}`),
    h(
      'div',
      { class: 'subscription-main' },
      h('h3', {}, wishWords(one, f)),
      h('p', {}, chip(...stateOf(one, f))),
      h('p', { class: 'small' }, ...joined(small)),
    ),
    view.canWrite ? buttons(one, view) : null,
  );
}

function buttons(one: BoardSubscription, view: View): HTMLElement {
  const { f } = view;
  const button = (name: IconName, text: string, key: string, onclick: () => void) =>
    h(
      'button',
      {
        type: 'button',
        class: `quiet ${key}`,
        'data-focus': `${key}-${one.id}`,
        'aria-label': f.say('tab.button-of', { button: text, number: `#${one.number}` }),
        title: text,
        onclick,
      },
      icon(name, 16),
      h('span', { class: 'button-text' }, text),
    );
  return h(
    'div',
    { class: 'row-buttons' },
    button('edit', f.say('tab.edit'), 'edit', () => view.edit(one)),
    one.snooze
      ? button('bell', f.say('button.resume'), 'snooze', () => view.resume(one))
      : button('paused', f.say('button.snooze'), 'snooze', () => view.snooze(one)),
    button('bin', f.say('tab.remove'), 'remove', () => view.remove(one)),
  );
}
