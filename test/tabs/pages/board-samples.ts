import type {
  Board,
  BoardAlert,
  BoardBudget,
  BoardData,
  BoardRun,
  BoardSubscription,
  BoardValue,
  TabConversation,
  TabSession,
} from '../../../src/tabs/contract.js';
import { boardParts } from '../../../src/tabs/paths.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const channel = '19:alerts@thread.tacv2';
export const group = '19:marketing@thread.v2';
export const connection = { id: 'production', name: 'Alder & Finch Production' };

export const conversations: TabConversation[] = [
  {
    id: channel,
    type: 'channel',
    name: 'Data alerts',
    team: 'Customer data',
    connectionId: 'production',
    locale: 'en',
    timeZone: 'Asia/Almaty',
  },
  {
    id: group,
    type: 'groupChat',
    name: 'Marketing',
    connectionId: 'production',
    locale: 'kk',
    timeZone: 'Asia/Almaty',
  },
];

export function sampleSession(where: string | undefined, signedIn: boolean): TabSession {
  return {
    mode: signedIn ? 'signed-in' : 'read-only',
    ...(signedIn ? { person: { name: 'Ann Archer', operator: true } } : {}),
    conversations: where ? conversations.filter(({ id }) => id === where) : conversations,
    more: false,
    connections: [connection],
    defaults: { locale: 'en', timeZone: 'UTC' },
    objects: {
      production: [
        { kind: 'segment', id: 'Vip', name: 'VIP' },
        { kind: 'segment', id: 'Lapsing', name: 'High value, lapsing' },
        { kind: 'measure', id: 'TotalRevenue', name: 'Total revenue' },
      ],
    },
  };
}

/** A value that wanders, the same every time. */
function walk(nowMs: number, n: number, start: number, step: number, everyMs = DAY) {
  let value = start;
  let seed = start;
  return Array.from({ length: n }, (_, i) => {
    seed = (seed * 16_807 + 11) % 2_147_483_647;
    value += ((seed % 1000) / 1000 - 0.42) * step;
    return { atMs: nowMs - (n - 1 - i) * everyMs - 3 * HOUR, value: String(Math.round(value)) };
  });
}

function value(
  nowMs: number,
  kind: BoardValue['kind'],
  id: string,
  name: string,
  n: number,
  start: number,
  step: number,
): BoardValue {
  const trend = walk(nowMs, n, start, step);
  const last = trend.at(-1);
  return {
    kind,
    id,
    name,
    state: 'evaluated',
    ...(last ? { value: last.value, atMs: last.atMs } : {}),
    trend,
    thresholds: [],
  };
}

const values = (nowMs: number): BoardValue[] => [
  {
    ...value(nowMs, 'segment', 'Vip', 'VIP', 20, 1800, 90),
    thresholds: [
      { conversation: channel, number: 3, rule: { direction: 'above', value: '2000', runs: 1 }, crossed: true },
    ],
  },
  {
    ...value(nowMs, 'measure', 'TotalRevenue', 'Total revenue', 20, 1_890_000, 40_000),
    thresholds: [
      { conversation: channel, number: 4, rule: { direction: 'below', value: '1800000', runs: 2 }, crossed: false },
    ],
  },
  { ...value(nowMs, 'segment', 'Lapsing', 'High value, lapsing', 14, 1284, 40), state: 'running' },
  { ...value(nowMs, 'segment', 'New', 'New this month', 1, 512, 1), state: 'failed' },
  { kind: 'measure', id: 'ByRegion', name: 'Revenue by region', state: 'dimensions', trend: [], thresholds: [] },
  value(nowMs, 'measure', 'Basket', 'Average basket of customers who came through the newsletter', 8, 84, 6),
];

const step = (
  name: string,
  operation: string,
  status: BoardRun['status'],
  fromMs: number,
  minutes: number,
): BoardRun['steps'][number] => ({
  operation,
  name,
  status,
  submittedAtMs: fromMs,
  ...(status === 'running' ? {} : { endedAtMs: fromMs + minutes * MINUTE }),
});

function runs(nowMs: number): BoardRun[] {
  const began = nowMs - 14 * MINUTE;
  return [
    {
      id: 'r1',
      operation: 'all',
      submission: 'scheduled',
      status: 'running',
      submittedAtMs: began,
      names: [],
      steps: [
        step('CRM contacts', 'ingestion', 'successful', began, 4),
        step('Web orders', 'ingestion', 'failed', began, 6),
        step('Merge', 'merge', 'successful', began + 6 * MINUTE, 5),
        step('VIP', 'segmentation', 'running', began + 11 * MINUTE, 0),
      ],
      moreSteps: 9,
    },
    {
      id: 'r2',
      operation: 'ingestion',
      submission: 'on-demand',
      status: 'failed',
      submittedAtMs: nowMs - 4 * HOUR,
      endedAtMs: nowMs - 4 * HOUR + 11 * MINUTE,
      names: ['Web orders'],
      steps: [step('Web orders', 'ingestion', 'failed', nowMs - 4 * HOUR, 11)],
      moreSteps: 0,
    },
    {
      id: 'r3',
      operation: 'all',
      submission: 'scheduled',
      status: 'successful',
      submittedAtMs: nowMs - 10 * HOUR,
      endedAtMs: nowMs - 8.4 * HOUR,
      names: [],
      steps: [],
      moreSteps: 0,
    },
    {
      id: 'r4',
      operation: 'merge',
      submission: 'on-demand',
      status: 'aborted',
      submittedAtMs: nowMs - 13 * HOUR,
      endedAtMs: nowMs - 12.5 * HOUR,
      names: [],
      steps: [],
      moreSteps: 0,
    },
    {
      id: 'r5',
      operation: 'all',
      submission: 'scheduled',
      status: 'successful',
      submittedAtMs: nowMs - 22 * HOUR,
      endedAtMs: nowMs - 20.2 * HOUR,
      names: [],
      steps: [],
      moreSteps: 0,
    },
  ];
}

function alerts(nowMs: number): BoardAlert[] {
  const trend = walk(nowMs, 14, 1800, 90);
  return [
    {
      id: 'a1',
      conversation: channel,
      trigger: 'source-refresh-failed',
      object: { kind: 'source', id: 'web', name: 'Web orders' },
      state: 'open',
      openedAtMs: nowMs - 8 * MINUTE,
      changedAtMs: nowMs - 8 * MINUTE,
      subscriptions: [1],
      failure: {
        message: 'The column "order_total" was not found in the file orders-2026-11.csv.',
        code: 'IngestionColumnMissing',
        attempts: 2,
        skipped: ['Unified orders', 'Total revenue', 'VIP', 'Newsletter export'],
        lastSuccessAtMs: nowMs - 22 * HOUR,
      },
    },
    {
      id: 'a2',
      conversation: channel,
      trigger: 'segment-threshold',
      object: { kind: 'segment', id: 'Vip', name: 'VIP' },
      state: 'acknowledged',
      openedAtMs: nowMs - 3 * HOUR,
      changedAtMs: nowMs - 2 * HOUR,
      subscriptions: [3],
      acknowledged: { by: 'Bo Berg', atMs: nowMs - 2 * HOUR, untilMs: nowMs + 6 * HOUR },
      value: { rule: { direction: 'above', value: '2000', runs: 1 }, value: '2046', previous: '1991', trend },
    },
    {
      id: 'a3',
      conversation: channel,
      trigger: 'run-slow',
      object: { kind: 'job', id: 'r1', name: 'Full refresh' },
      state: 'snoozed',
      openedAtMs: nowMs - 5 * MINUTE,
      changedAtMs: nowMs - 2 * MINUTE,
      subscriptions: [2],
      snooze: { by: 'Dana Kim', atMs: nowMs - 2 * MINUTE, until: { kind: 'run' } },
      run: { submittedAtMs: nowMs - 14 * MINUTE, runningMs: 14 * MINUTE, usualMs: 6 * MINUTE },
    },
  ];
}

function subscriptions(nowMs: number): BoardSubscription[] {
  const common = { conversation: channel, createdBy: 'Ann Archer', createdAtMs: nowMs - 9 * DAY, mails: false };
  return [
    {
      ...common,
      id: 's1',
      number: 1,
      trigger: 'source-refresh-failed',
      lastFiredAtMs: nowMs - 8 * MINUTE,
      alertState: 'open',
    },
    {
      ...common,
      id: 's2',
      number: 2,
      trigger: 'full-refresh-completed',
      includeManual: true,
      mails: true,
      quiet: { from: '22:00', to: '07:00', except: 'critical' },
    },
    {
      ...common,
      id: 's3',
      number: 3,
      trigger: 'segment-threshold',
      target: { id: 'Vip', name: 'VIP' },
      rule: { direction: 'above', value: '2000', runs: 1 },
      lastFiredAtMs: nowMs - 3 * HOUR,
      alertState: 'acknowledged',
    },
    {
      ...common,
      id: 's4',
      number: 4,
      createdBy: 'Bo Berg',
      trigger: 'measure-threshold',
      target: { id: 'TotalRevenue', name: 'Total revenue' },
      rule: { direction: 'below', value: '1800000', runs: 2, band: { unit: 'percent', size: '5' } },
      snooze: { by: 'Bo Berg', atMs: nowMs - HOUR, until: { kind: 'time', atMs: nowMs + 20 * HOUR } },
    },
    {
      ...common,
      id: 's7',
      number: 7,
      trigger: 'segment-threshold',
      target: { id: 'Old', name: 'Summer visitors' },
      rule: { direction: 'crosses', value: '500', runs: 1 },
      cannotFire: 'object-deleted',
    },
  ];
}

export function budget(nowMs: number, used = 47): BoardBudget {
  return {
    limit: 100,
    windowMs: MINUTE,
    used,
    lanes: [
      { lane: 'chat', used: 9, guaranteed: 40, waiting: 0 },
      { lane: 'search', used: 2, guaranteed: 20, waiting: 0 },
      { lane: 'polling', used: used - 15, guaranteed: 30, waiting: 0 },
      { lane: 'bulk', used: 4, guaranteed: 5, waiting: 12 },
    ],
    freeAtMs: Array.from({ length: used }, (_, i) => nowMs + Math.round(((i + 1) ** 1.3 / used ** 1.3) * 58_000)),
  };
}

export function sampleData(nowMs: number): Required<BoardData> {
  return {
    alerts: alerts(nowMs),
    runs: { runs: runs(nowMs), nextRunAtMs: nowMs + 9.3 * HOUR },
    values: { values: values(nowMs), more: 11 },
    subscriptions: subscriptions(nowMs),
    budget: budget(nowMs),
  };
}

export const emptyData: Required<BoardData> = {
  alerts: [],
  runs: { runs: [] },
  values: { values: [], more: 0 },
  subscriptions: [],
  budget: {
    limit: 100,
    windowMs: MINUTE,
    used: 0,
    lanes: budget(0).lanes.map((lane) => ({ ...lane, used: 0, waiting: 0 })),
    freeAtMs: [],
  },
};

export function sampleAbout(nowMs: number, where: string | undefined): Omit<Board, 'data'> {
  return {
    atMs: nowMs,
    connection,
    conversations: where ? conversations.filter(({ id }) => id === where) : conversations,
    shows: [...boardParts],
    health: { polling: 'healthy', lastReadingAtMs: nowMs - 4000 },
  };
}
