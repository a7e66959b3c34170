import type { CardContent, StatusFacts } from '../../model/card-content.js';
import type { StoreNote } from '../../model/store-note.js';
import { clean } from '../clean.js';
import { isWordKey } from '../words.js';
import type { View, ViewInput } from './view.js';
import {
  type Colour,
  enumerated,
  type Fact,
  foot,
  type Head,
  icons,
  listed,
  operationName,
  part,
  ruled,
} from './view.js';
import { isBad } from './wish.js';

interface Section {
  title: string;
  colour: Colour;
  bar?: string;
  facts: Fact[];
  lists: { label: string; text: string }[];
}

/** Cells of the bar that shows how much of the call budget is in use. */
const BAR_CELLS = 20;

/** A moment and how long ago it was: the card stays in the conversation, the age is of when it was made. */
function aged(ms: number | undefined, { f }: ViewInput): string {
  return ms === undefined ? f.say('fact.never') : f.say('status.aged', { time: f.moment(ms), age: f.age(ms) });
}

export function resourceName(resource: string, { f }: ViewInput): string {
  const key = `resource.${resource}`;
  return isWordKey(key) ? f.say(key) : clean(resource);
}

export function errorWords(code: string, { f }: ViewInput): string {
  const key = `error.${code}`;
  return f.say(isWordKey(key) ? key : 'error.internal');
}

function readingSection(status: StatusFacts, input: ViewInput): Section {
  const { f } = input;
  const { polling, pollError, brokenResources } = status;
  const lists = [
    ...(pollError ? [{ label: f.say('status.reason'), text: errorWords(pollError, input) }] : []),
    ...(brokenResources.length > 0
      ? [{ label: f.say('status.broken'), text: f.list(brokenResources.map((one) => resourceName(one, input))) }]
      : []),
    ...(status.rolesForbidden ? [{ label: f.say('status.roles'), text: f.say('status.roles-forbidden') }] : []),
  ];
  return {
    title: 'Customer Insights',
    colour: 'Default',
    facts: [
      { title: f.say('status.polling'), value: f.say(`polling.${polling}`) },
      { title: f.say('status.last-reading'), value: aged(status.lastReadingAtMs, input) },
    ],
    lists,
  };
}

function runSection(run: NonNullable<StatusFacts['run']>, input: ViewInput): Section {
  const { f } = input;
  const facts: Fact[] = [{ title: f.say('status.state'), value: f.say(`status.${run.status}`) }];
  if (run.submittedAtMs !== undefined) {
    facts.push({ title: f.say('fact.submitted'), value: aged(run.submittedAtMs, input) });
  }
  if (run.endedAtMs !== undefined) facts.push({ title: f.say('fact.ended'), value: aged(run.endedAtMs, input) });
  const names = (label: string, list: string[]) =>
    list.length === 0 ? [] : [{ label, text: enumerated(list, input) }];
  return {
    title: f.say('status.run', { operation: operationName(run.operation, input) }),
    colour: 'Default',
    facts,
    lists: [...names(f.say('status.run-running'), run.running), ...names(f.say('status.run-failing'), run.failed)],
  };
}

function budgetSection({ budget }: StatusFacts, { f }: ViewInput): Section {
  const share = budget.limit > 0 ? Math.min(1, Math.max(0, budget.used / budget.limit)) : 0;
  const filled = Math.round(share * BAR_CELLS);
  const { used, limit, windowSeconds: seconds } = budget;
  const facts: Fact[] = [{ title: f.say('status.calls'), value: f.say('status.calls-used', { used, limit, seconds }) }];
  if (budget.pausedUntilMs !== undefined) {
    facts.push({
      title: f.say('status.paused'),
      value: f.say('status.until', { time: f.clock(budget.pausedUntilMs) }),
    });
  }
  return {
    title: f.say('status.budget'),
    colour: share >= 0.9 ? 'Attention' : share >= 0.7 ? 'Warning' : 'Good',
    bar: `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}`,
    facts,
    lists: [],
  };
}

function postsSection(status: StatusFacts, input: ViewInput): Section {
  const { f } = input;
  const { waiting, ambiguous, failed, suspendedConversations } = status.deliveries;
  const facts: Fact[] = [
    { title: f.say('status.last-post'), value: aged(status.lastPostAtMs, input) },
    { title: f.say('status.waiting'), value: f.number(waiting) },
  ];
  if (ambiguous > 0) facts.push({ title: f.say('status.ambiguous'), value: f.number(ambiguous) });
  if (failed > 0) facts.push({ title: f.say('status.undelivered'), value: f.number(failed) });
  if (suspendedConversations > 0) {
    facts.push({ title: f.say('status.suspended'), value: f.number(suspendedConversations) });
  }
  facts.push(
    { title: f.say('status.subscriptions'), value: f.number(status.subscriptions) },
    { title: f.say('status.open-alerts'), value: f.number(status.openAlerts) },
  );
  return { title: 'Teams', colour: 'Default', facts, lists: [] };
}

function headOf(status: StatusFacts, input: ViewInput): Head {
  const { f } = input;
  const looks: Record<StatusFacts['polling'], Pick<Head, 'tone' | 'colour'> & { icon: string }> = {
    healthy: { tone: 'good', colour: 'Good', icon: icons.good },
    starting: { tone: 'emphasis', colour: 'Default', icon: icons.info },
    behind: { tone: 'warning', colour: 'Warning', icon: icons.warning },
    failing: { tone: 'attention', colour: 'Attention', icon: icons.failed },
    stopped: { tone: 'attention', colour: 'Attention', icon: icons.failed },
  };
  const partly = status.polling === 'healthy' && (status.brokenResources.length > 0 || isBad(status.run?.status ?? ''));
  const { icon, ...look } = partly ? looks.behind : looks[status.polling];
  const words = partly ? f.say(status.brokenResources.length > 0 ? 'status.partly' : 'status.run-failed') : undefined;
  return {
    ...look,
    state: `${icon} ${words ?? f.say(`status.head-${status.polling}`)}`,
    sentence: f.say('status.as-of', { time: f.moment(f.nowMs) }),
  };
}

/** Which records were left out is for the log: here they are counted. */
function noteWords({ what, file, aside = '', leftOut }: StoreNote, { f }: ViewInput): string {
  const said = f.say(`note.${what}`, { file, aside });
  return leftOut.length === 0 ? said : `${said} ${f.say('note.left-out', { count: leftOut.length })}`;
}

/** Runs, poll health, ages, call budget and deliveries at one moment. */
export function statusView(content: Extract<CardContent, { situation: 'status' }>, input: ViewInput): View {
  const { f } = input;
  const { status } = content;
  const head = headOf(status, input);
  const notes = status.notes.map((note) => noteWords(note, input));
  return {
    template: 'status',
    model: {
      head,
      sections: ruled([
        readingSection(status, input),
        ...(status.run ? [runSection(status.run, input)] : []),
        budgetSection(status, input),
        postsSection(status, input),
      ]),
      ...part('notes', listed(f.say('status.notes'), notes, input)),
      ...part('foot', foot(input, { times: true })),
    },
    summary: f.say('summary.status', { state: head.state }),
  };
}
