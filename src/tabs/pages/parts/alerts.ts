import { h } from '../../../browser/h.js';
import type { BoardAlert } from '../../contract.js';
import type { Format } from '../format.js';
import type { IconName } from '../icon.js';
import { showKeyed } from '../keyed.js';
import type { Part, View } from '../view.js';
import { ageOf, chip, empty, frame, joined } from './frame.js';
import { sparkline } from './sparkline.js';
import { snoozeEnd } from './wishes.js';

export function alertsPart(f: Format): Part<BoardAlert[]> {
  const box = frame('alerts', f);
  const list = h('ul', { class: 'alerts' });
  return {
    element: box.element,
    show(alerts, view) {
      if (!alerts) return;
      const open = alerts.filter(({ state }) => state === 'open').length;
      box.count(alerts.length === 0 ? undefined : f.number(alerts.length), open > 0 ? 'bad' : 'plain');
      if (alerts.length === 0) {
        box.body.replaceChildren(empty('good', f.say('tab.alerts-none'), h('p', {}, f.say('tab.alerts-none-more'))));
        return;
      }
      const sorted = [...alerts].sort((a, b) => rank(a) - rank(b) || b.openedAtMs - a.openedAtMs);
      showKeyed(
        list,
        sorted.map((alert) => ({
          key: alert.id,
          facts: [alert, view.placeOf(alert.conversation)],
          make: () => alertRow(alert, alerts, view),
        })),
      );
      if (list.parentElement !== box.body) box.body.replaceChildren(list);
    },
  };
}

const rank = ({ state }: BoardAlert) => (state === 'open' ? 0 : state === 'acknowledged' ? 1 : 2);

function alertRow(alert: BoardAlert, all: readonly BoardAlert[], view: View): HTMLElement {
  const { f } = view;
  const cause = all.find(({ id }) => id === alert.inhibitedBy);
  const about = [
    alert.object.kind !== 'job' && f.say(`kind.${alert.object.kind}`),
    ageOf(alert.openedAtMs, f),
    alert.subscriptions.length > 0 &&
      f.say('tab.for-subscriptions', { numbers: alert.subscriptions.map((n) => `#${n}`).join(', ') }),
    view.placeOf(alert.conversation) ?? false,
  ];
  const trend = alert.value?.trend ?? [];
  return h(
    'li',
    { class: `alert ${alert.state}` },
    h(
      'div',
      { class: 'alert-main' },
      h('p', { class: 'alert-problem' }, stateChip(alert, f), f.say(`tab.problem.${alert.trigger}`)),
      h('h3', {}, nameOf(alert, f)),
      alert.failure?.message ? h('blockquote', {}, alert.failure.message) : null,
      sentence(alert, f) ? h('p', { class: 'alert-sentence' }, sentence(alert, f)) : null,
      cause ? h('p', { class: 'small' }, f.say('tab.caused-by', { name: cause.object.name })) : null,
      h('p', { class: 'small' }, ...joined(about)),
      life(alert, f) ? h('p', { class: 'small' }, life(alert, f)) : null,
    ),
    trend.length > 1 ? sparkline(trend.map(({ value }) => Number(value))) : null,
  );
}

/** A run has no name of its own. */
const nameOf = ({ object }: BoardAlert, f: Format) =>
  object.kind === 'job' || object.kind === 'unification' ? f.say(`kind.${object.kind}`) : object.name;

function stateChip(alert: BoardAlert, f: Format): HTMLElement {
  const looks: Record<BoardAlert['state'], [IconName, 'bad' | 'warn' | 'plain']> = {
    open: ['failed', 'bad'],
    acknowledged: ['seen', 'warn'],
    snoozed: ['paused', 'plain'],
  };
  const [name, tone] = looks[alert.state];
  return chip(name, f.say(`tab.alert-${alert.state}`), tone);
}

function life({ acknowledged, snooze, state }: BoardAlert, f: Format): string {
  if (state === 'snoozed' && snooze) {
    return f.say('life.snoozed', { name: snooze.by, time: f.moment(snooze.atMs), until: snoozeEnd(snooze, f) });
  }
  if (!acknowledged) return '';
  const facts = { name: acknowledged.by, time: f.moment(acknowledged.atMs) };
  const until = f.say('life.until', { time: f.moment(acknowledged.untilMs) });
  return state === 'acknowledged' ? f.say('life.seen-until', { ...facts, until }) : f.say('life.seen-unsolved', facts);
}

/** What happened, in one sentence or two. */
function sentence({ value, failure, run, trigger }: BoardAlert, f: Format): string {
  if (value) {
    const kind = trigger === 'segment-threshold' ? 'segment' : 'measure';
    const facts = {
      n: Number(value.value),
      value: f.number(value.value),
      threshold: f.number(value.rule?.value ?? ''),
    };
    if (value.rule?.direction === 'changes') return f.say(`threshold.${kind}.changed`, facts);
    const isBelow = Number(value.value) < Number(value.rule?.value ?? 'NaN');
    return f.say(`threshold.${kind}.${isBelow ? 'below' : 'above'}`, facts);
  }
  const told: string[] = [];
  if (run?.dueAtMs !== undefined) told.push(f.say('tab.run-due', { time: f.moment(run.dueAtMs) }));
  if (run?.runningMs !== undefined && run.usualMs !== undefined) {
    told.push(f.say('tab.run-slow', { time: f.duration(run.runningMs), usual: f.duration(run.usualMs) }));
  }
  if (run?.failed && run.failed.length > 0) told.push(f.say('tab.run-failed', { names: listed(run.failed, f) }));
  if (failure && failure.attempts > 1) told.push(f.say('tab.attempts', { n: failure.attempts }));
  if (failure && failure.skipped.length > 0)
    told.push(f.say('tab.skipped', { n: failure.skipped.length, names: listed(failure.skipped, f) }));
  if (failure?.lastSuccessAtMs !== undefined)
    told.push(f.say('tab.last-success', { time: f.moment(failure.lastSuccessAtMs) }));
  return told.join(' ');
}

export function listed(names: readonly string[], f: Format, most = 3): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? f.say('tab.and-more', { names: shown, n: names.length - most }) : shown;
}
