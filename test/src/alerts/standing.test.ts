import assert from 'node:assert/strict';
import { standingOf } from '../../../src/alerts/standing.js';
import type { Standing, Wish } from '../../../src/model/card-content.js';
import { nextRunAtMs } from '../../../src/model/next-run.js';
import type { NodeView, Reading } from '../../../src/model/reading.js';
import { emptyReading } from './world.js';

const nowMs = Date.UTC(2026, 2, 4, 12, 0, 0);
const rule = { direction: 'above', value: '10', runs: 1 } as const;
const node = (operation: string, identifier: string, over: Partial<NodeView> = {}): NodeView => ({
  operation,
  identifier,
  friendlyName: identifier,
  status: 'successful',
  jobIds: [],
  ...over,
});
const source = (id: string) => ({ id, name: id, friendlyName: `${id} orders`, refreshState: 'updated' as const });
const segmentOf = (value?: string) => ({
  name: 'Loyal',
  friendlyName: 'Loyal customers',
  active: false,
  lastEvaluationFailed: false,
  ...(value === undefined ? {} : { evaluated: { atMs: 5, value } }),
});
const object = { kind: 'segment', id: 'Loyal', name: 'Loyal customers' } as const;
const loyal: Wish = { trigger: 'segment-threshold', target: { id: 'Loyal', name: 'Loyal' }, rule };
const schedule = {
  operation: 'all',
  active: true,
  timeZone: 'W. Europe Standard Time',
  crons: ['0 2 * * *', '0 14 * * *'],
};

const table: [title: string, wish: Wish, reading: Reading | undefined, expected: Standing][] = [
  ['nothing is known before the first reading', loyal, undefined, { kind: 'unknown' }],
  ['nothing is known of an object that was not read', loyal, emptyReading({ segments: [] }), { kind: 'unknown' }],
  [
    'a value stands with its trend and whether it is beyond the threshold',
    loyal,
    emptyReading({ segments: [segmentOf('11')] }),
    {
      kind: 'value',
      object,
      value: '11',
      atMs: 5,
      crossed: true,
      trend: [
        { atMs: 1, value: '7' },
        { atMs: 5, value: '11' },
      ],
      active: false,
    },
  ],
  [
    'a segment that was never evaluated has no value',
    loyal,
    emptyReading({ segments: [segmentOf()] }),
    { kind: 'value', object, trend: [{ atMs: 1, value: '7' }], active: false },
  ],
  [
    'a measure is always active',
    { ...loyal, trigger: 'measure-threshold' },
    emptyReading({
      measures: [{ name: 'Loyal', friendlyName: 'Spend', scalar: true, lastEvaluationFailed: false }],
    }),
    {
      kind: 'value',
      object: { kind: 'measure', id: 'Loyal', name: 'Spend' },
      trend: [{ atMs: 1, value: '7' }],
      active: true,
    },
  ],
  [
    'a source stands as its step does',
    { trigger: 'source-refresh-failed', target: { id: 'Shop', name: 'Shop' } },
    emptyReading({
      sources: [source('Shop')],
      nodes: [node('ingestion', 'Shop', { status: 'failed', lastSuccessAtMs: 3 })],
    }),
    {
      kind: 'source',
      object: { kind: 'source', id: 'Shop', name: 'Shop orders' },
      status: 'failed',
      lastSuccessAtMs: 3,
    },
  ],
  [
    'all sources stand with those that fail, by name',
    { trigger: 'source-refresh-succeeded' },
    emptyReading({
      sources: [source('Shop'), source('Crm')],
      nodes: [node('ingestion', 'Shop', { status: 'timed-out' }), node('ingestion', 'Crm'), node('merge', '')],
    }),
    { kind: 'sources', total: 2, failing: ['Shop orders'] },
  ],
  [
    'the full refresh stands as its last run, with the next one',
    { trigger: 'full-refresh-completed' },
    emptyReading({
      jobs: [
        { jobId: 'a', submission: 'scheduled', operation: 'all', status: 'failed', submittedAtMs: 1, identifiers: [] },
        { jobId: 'b', submission: 'scheduled', operation: 'all', status: 'running', submittedAtMs: 2, identifiers: [] },
        {
          jobId: 'c',
          submission: 'on-demand',
          operation: 'merge',
          status: 'failed',
          submittedAtMs: 3,
          identifiers: [],
        },
      ],
      schedules: [schedule],
    }),
    { kind: 'run', status: 'running', nextAtMs: Date.UTC(2026, 2, 4, 13, 0, 0) },
  ],
  [
    'unification stands as merge does',
    { trigger: 'unification-completed' },
    emptyReading({ nodes: [node('merge', '', { lastSuccessAtMs: 4 })] }),
    { kind: 'unification', status: 'successful', lastSuccessAtMs: 4 },
  ],
  [
    'steps stand with those of the group that fail',
    { trigger: 'step-failed', group: 'measures' },
    emptyReading({
      nodes: [
        node('segmentation', 'Loyal', { status: 'failed' }),
        node('entityMeasures', 'Spend', { status: 'failed' }),
        node('ingestion', 'Shop', { status: 'failed' }),
      ],
    }),
    { kind: 'steps', failing: ['Spend'] },
  ],
];

describe('how things stand with what a subscription watches', () => {
  for (const [title, wish, reading, expected] of table) {
    it(title, () => assert.deepEqual(standingOf(wish, reading, [{ atMs: 1, value: '7' }], nowMs), expected));
  }

  it('a schedule is read in its own zone, summer time included', () => {
    const summerMs = Date.UTC(2026, 6, 1, 12, 30, 0);
    assert.equal(nextRunAtMs([schedule], summerMs), Date.UTC(2026, 6, 2, 0, 0, 0));
  });

  it('a schedule that is off or cannot be understood promises nothing', () => {
    assert.equal(nextRunAtMs([{ ...schedule, active: false }], nowMs), undefined);
    assert.equal(nextRunAtMs([{ ...schedule, crons: ['whenever'] }], nowMs), undefined);
    assert.equal(nextRunAtMs([{ ...schedule, timeZone: 'Nowhere' }], nowMs), undefined);
    assert.equal(nextRunAtMs([{ ...schedule, operation: 'segmentation' }], nowMs), undefined);
  });
});
