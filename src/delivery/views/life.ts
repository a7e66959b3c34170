import { type Alert, isLive } from '../../model/alert.js';
import type { CardButton } from '../../model/card-content.js';
import type { Snooze } from '../../model/snooze.js';
import { clean } from '../clean.js';
import { buttonRows, buttons, dialogData } from './buttons.js';
import { icons, part, type ViewInput } from './view.js';

/** The choices behind the one button for a snooze; the first is what most want at night. */
export const snoozeChoices = ['hours', 'tomorrow', 'run', 'recovery'] as const;

/** What operators can run again, or now that it did not start. */
const canRun: ReadonlySet<Alert['trigger']> = new Set([
  'source-refresh-failed',
  'full-refresh-completed',
  'run-missing',
]);

/** Until when a snooze lasts, in words. */
export function snoozeEnd({ until }: Snooze, { f }: ViewInput): string {
  return until.kind === 'time'
    ? f.say('life.until', { time: f.moment(until.atMs) })
    : f.say(`life.until-${until.kind}`);
}

/** Who did what about a problem, and until when; undefined where nobody did. */
export function lifeLine(alert: Alert, input: ViewInput): string | undefined {
  const { f, limits } = input;
  const { acknowledged, snoozed, state } = alert;
  const by = (person: { name: string }) => clean(person.name, limits.name) || '?';
  if (state === 'snoozed' && snoozed) {
    const facts = { name: by(snoozed.by), time: f.moment(snoozed.atMs), until: snoozeEnd(snoozed, input) };
    return `${icons.paused} ${f.say('life.snoozed', facts)}`;
  }
  if (!acknowledged) return undefined;
  const facts = { name: by(acknowledged.by), time: f.moment(acknowledged.atMs) };
  if (state === 'acknowledged') {
    const until = f.say('life.until', { time: f.moment(acknowledged.untilMs) });
    return `${icons.seen} ${f.say('life.seen-until', { ...facts, until })}`;
  }
  return `${icons.seen} ${f.say(state === 'open' ? 'life.seen-unsolved' : 'life.seen', facts)}`;
}

/** Where all that is open shares one story it is told once, at the top. */
function sharedLine(alerts: readonly Alert[], input: ViewInput): string | undefined {
  const live = alerts.filter(isLive);
  const lines = new Set((live.length > 0 ? live : alerts).map((alert) => lifeLine(alert, input)));
  return lines.size === 1 ? [...lines][0] : undefined;
}

/** The line of one row among several, where it is not told at the top. */
export function rowLine(alert: Alert, alerts: readonly Alert[], input: ViewInput): string | undefined {
  const own = lifeLine(alert, input);
  return isLive(alert) && own !== sharedLine(alerts, input) ? own : undefined;
}

/** Buttons mean all that the card shows: several failures of one run are one piece of work. */
function pressOf(alerts: readonly Alert[], input: ViewInput) {
  const { f } = input;
  const [first] = alerts;
  if (!first) return undefined;
  const id = first.messageId;
  const live = alerts.filter(isLive);
  const button = (title: string, verb: string, data: Record<string, string> = {}): CardButton => ({
    title,
    verb,
    data: { id, ...data },
  });
  const details = { title: f.say('button.details'), data: dialogData('alert', id) };
  if (live.length === 0) return { first: [], details, more: [] };
  const isOpen = live.some((one) => one.state !== 'acknowledged');
  const isAsleep = live.every((one) => one.state === 'snoozed');
  const runs = live.filter((one) => canRun.has(one.trigger));
  const again = runs.every((one) => one.trigger === 'run-missing') ? 'button.run-now' : 'button.run-again';
  return {
    first: buttons([
      ...(isOpen ? [button(f.say('button.seen'), 'acknowledge')] : []),
      ...(isAsleep ? [button(f.say('button.resume'), 'resume')] : []),
    ]),
    ...(isAsleep
      ? {}
      : {
          snooze: f.say('button.snooze'),
          choices: buttonRows(snoozeChoices.map((until) => button(f.say(`snooze.${until}`), 'snooze', { until }))),
        }),
    details,
    more: buttonRows([
      ...(runs.length > 0 ? [button(f.say(again), 'run-again')] : []),
      button(f.say('button.stop'), 'stop'),
    ]),
  };
}

/** Who is on it, and what can be done: at the top and at the bottom of every card of alerts. A sample has neither. */
export function lifeParts(alerts: readonly Alert[], test: boolean, input: ViewInput): Record<string, unknown> {
  if (test) return {};
  return { ...part('life', sharedLine(alerts, input)), ...part('press', pressOf(alerts, input)) };
}

/** The same for a card of things that belong together in no other way: nothing is run or ended for all of them at once. */
export function sharedLifeParts(alerts: readonly Alert[], input: ViewInput): Record<string, unknown> {
  const { more: _, ...press } = pressOf(alerts, input) ?? {};
  return { ...part('life', sharedLine(alerts, input)), ...('details' in press ? { press } : {}) };
}
