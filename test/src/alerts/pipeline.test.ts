import assert from 'node:assert/strict';
import type { Observation } from '../../../src/model/observation.js';
import type { SubscriptionDraft } from '../../../src/model/subscription.js';
import {
  counted,
  fullRefresh,
  gone,
  health,
  segment,
  sourceFailed,
  sourceSucceeded,
  stepFailed,
  stepSucceeded,
  unified,
} from './happenings.js';
import { World } from './world.js';

type Wish = Partial<SubscriptionDraft> & Pick<SubscriptionDraft, 'trigger'>;

const rule = { direction: 'above', value: '10', runs: 1 } as const;
const crosses = { ...rule, direction: 'crosses' } as const;
const failed: Wish = { trigger: 'source-refresh-failed' };
const succeeded: Wish = { trigger: 'source-refresh-succeeded' };
const full: Wish = { trigger: 'full-refresh-completed' };
const steps: Wish = { trigger: 'step-failed' };
const unification: Wish = { trigger: 'unification-completed' };
const loyal: Wish = { trigger: 'segment-threshold', target: { id: 'Loyal', name: 'Loyal' }, rule };
const manual = { scheduled: false };

/** Who watches, what each reading finds, and what Teams gets for it. */
const table: [title: string, wishes: Wish[], readings: Observation[][], expected: string[][]][] = [
  ['a failed source posts', [failed], [[sourceFailed('Shop', 1)]], [['post Shop:open']]],
  [
    'a failed source that nobody watches posts nothing',
    [{ ...failed, target: { id: 'Crm', name: 'Crm' } }, succeeded],
    [[sourceFailed('Shop', 1)]],
    [[]],
  ],
  [
    'a success turns the failed card green, subscribed or not',
    [failed],
    [[sourceFailed('Shop', 1)], [sourceSucceeded('Shop', 2)]],
    [['post Shop:open'], ['update Shop:resolved']],
  ],
  [
    'a success that closes a card is not posted besides',
    [failed, succeeded],
    [[sourceFailed('Shop', 1)], [sourceSucceeded('Shop', 2)], [sourceSucceeded('Shop', 3)]],
    [['post Shop:open'], ['update Shop:resolved'], ['post notice source-refresh-succeeded']],
  ],
  [
    'a success that closed a card is not posted when it is seen again',
    [failed, succeeded],
    [[sourceFailed('Shop', 1)], [sourceSucceeded('Shop', 2)], [sourceSucceeded('Shop', 2)]],
    [['post Shop:open'], ['update Shop:resolved'], []],
  ],
  [
    'a success of another source closes nothing',
    [failed],
    [[sourceFailed('Shop', 1)], [sourceSucceeded('Crm', 2)]],
    [['post Shop:open'], []],
  ],
  [
    'a success older than the failure closes nothing',
    [failed],
    [[sourceFailed('Shop', 5)], [sourceSucceeded('Shop', 4)]],
    [['post Shop:open'], []],
  ],
  [
    'the same failure the next night is told on the open card',
    [failed],
    [[sourceFailed('Shop', 1)], [sourceFailed('Shop', 99, { jobIds: ['j2'] })]],
    [['post Shop:open'], ['update Shop:open']],
  ],
  [
    'what becomes known of a failure later is told on its card, once',
    [failed],
    [
      [sourceFailed('Shop', 1)],
      [sourceFailed('Shop', 1, { skipped: [{ operation: 'merge', name: '' }] })],
      [sourceFailed('Shop', 1, { skipped: [{ operation: 'merge', name: '' }], seenAtMs: 5 })],
    ],
    [['post Shop:open'], ['update Shop:open'], []],
  ],
  [
    'a failure after the recovery is a new card',
    [failed],
    [[sourceFailed('Shop', 1)], [sourceSucceeded('Shop', 2)], [sourceFailed('Shop', 3, { jobIds: ['j2'] })]],
    [['post Shop:open'], ['update Shop:resolved'], ['post Shop:open']],
  ],
  [
    'failures of one run share one message',
    [failed, steps],
    [[sourceFailed('Shop', 1)], [sourceFailed('Crm', 2), stepFailed('Loyal', 3)]],
    [['post Shop:open'], ['update Shop:open Crm:open Loyal:open']],
  ],
  [
    'failures of two runs do not share a message',
    [failed],
    [[sourceFailed('Shop', 1), sourceFailed('Crm', 2, { jobIds: ['j2'] })]],
    [['post Crm:open', 'post Shop:open']],
  ],
  [
    'a step that serves two runs brings their failures together',
    [failed],
    [[sourceFailed('Shop', 1, { jobIds: ['j1', 'j2'] }), sourceFailed('Crm', 2, { jobIds: ['j2'] })]],
    [['post Shop:open Crm:open']],
  ],
  [
    'a problem that is new in a later run is posted, though an older card has that run too',
    [failed],
    [
      [sourceFailed('Shop', 1)],
      [sourceFailed('Shop', 99, { jobIds: ['j2'] }), sourceFailed('Crm', 99, { jobIds: ['j2'] })],
    ],
    [['post Shop:open'], ['post Crm:open', 'update Shop:open']],
  ],
  [
    'a failure that is found late and was over before the open one began has a card of its own',
    [failed],
    [
      [sourceFailed('Shop', 9)],
      [sourceFailed('Shop', 2, { recoveredAtMs: 180_000, jobIds: ['j0'] })],
      [sourceSucceeded('Shop', 10)],
    ],
    [['post Shop:open'], ['post Shop:resolved'], ['update Shop:resolved']],
  ],
  [
    'a failure that is found late within a problem that was told is no second one',
    [failed],
    [[sourceFailed('Shop', 1)], [sourceSucceeded('Shop', 9)], [sourceFailed('Shop', 5, { recoveredAtMs: 540_000 })]],
    [['post Shop:open'], ['update Shop:resolved'], []],
  ],
  [
    'a step that failed closes when it succeeds',
    [steps],
    [[stepFailed('Loyal', 1)], [stepSucceeded('Loyal', 2)]],
    [['post Loyal:open'], ['update Loyal:resolved']],
  ],
  ['a step of another group is not wanted', [{ ...steps, group: 'measures' }], [[stepFailed('Loyal', 1)]], [[]]],
  [
    'a step of the group is wanted',
    [{ ...steps, group: 'segments' }],
    [[stepFailed('Loyal', 1)]],
    [['post Loyal:open']],
  ],
  [
    'a failed full refresh opens one problem, which goes on to the card of the next one; a success closes it without a post',
    [full],
    [
      [fullRefresh('j1', 1, 'failed')],
      [fullRefresh('j2', 2, 'failed')],
      [fullRefresh('j3', 3, 'successful')],
      [fullRefresh('j4', 4, 'successful')],
    ],
    [
      ['post run j1 failed Full refresh:open'],
      ['post run j2 failed Full refresh:open', 'update run j1 failed'],
      ['update run j2 failed Full refresh:resolved'],
      ['post run j4 successful'],
    ],
  ],
  [
    'a full refresh that fails joins the message of its failed steps',
    [failed, full],
    [[sourceFailed('Shop', 1)], [fullRefresh('j1', 2, 'failed')]],
    [['post Shop:open'], ['update run j1 failed Shop:open Full refresh:open']],
  ],
  [
    'a run started by hand is told only where that was asked for',
    [full],
    [[fullRefresh('j1', 1, 'successful', manual)], [fullRefresh('j2', 2, 'failed', manual)]],
    [[], []],
  ],
  [
    'a run started by hand is told where that was asked for',
    [{ ...full, includeManual: true }],
    [[fullRefresh('j1', 1, 'successful', manual)]],
    [['post run j1 successful']],
  ],
  [
    'a successful run started by hand closes the card of a scheduled one',
    [full],
    [[fullRefresh('j1', 1, 'failed')], [fullRefresh('j2', 2, 'successful', manual)]],
    [['post run j1 failed Full refresh:open'], ['update run j1 failed Full refresh:resolved']],
  ],
  ['the first value is a baseline', [loyal], [[segment('Loyal', 1, '11')], [segment('Loyal', 2, '12')]], [[], []]],
  [
    'crossing posts, going back resolves in place, crossing again posts anew',
    [loyal],
    [[segment('Loyal', 1, '9')], [segment('Loyal', 2, '11')], [segment('Loyal', 3, '10')], [segment('Loyal', 4, '12')]],
    [[], ['post Loyal:open'], ['update Loyal:resolved'], ['post Loyal:open']],
  ],
  [
    'crossing the other way closes one card and posts another',
    [{ ...loyal, rule: crosses }],
    [[segment('Loyal', 1, '9')], [segment('Loyal', 2, '11')], [segment('Loyal', 3, '9')]],
    [[], ['post Loyal:open'], ['post Loyal:open', 'update Loyal:resolved']],
  ],
  [
    'two thresholds on one segment are two problems',
    [loyal, { ...loyal, rule: { ...rule, value: '20' } }],
    [[segment('Loyal', 1, '9')], [segment('Loyal', 2, '21')], [segment('Loyal', 3, '15')]],
    [[], ['post Loyal:open', 'post Loyal:open'], ['update Loyal:resolved']],
  ],
  [
    'a subscription to every segment and one to this segment are told on one card',
    [loyal, { trigger: 'segment-threshold', rule }],
    [[segment('Loyal', 1, '9')], [segment('Loyal', 2, '11')]],
    [[], ['post Loyal:open']],
  ],
  [
    'unification posts at merge and edits the number in, once',
    [unification],
    [[unified(1)], [counted(1, 2, '5000')], [counted(1, 2, '5000')]],
    [['post notice unification-completed'], ['update notice unification-completed 5000'], []],
  ],
  [
    'a number that is known with the merge is in the post',
    [unification],
    [[counted(1, 1, '5000'), unified(1)]],
    [['post notice unification-completed 5000']],
  ],
  [
    'the number of another unification changes nothing',
    [unification],
    [[unified(1)], [counted(7, 8, '5000')]],
    [['post notice unification-completed'], []],
  ],
  [
    'an object that is gone is told once, and its open card ends',
    [loyal],
    [
      [segment('Loyal', 1, '9')],
      [segment('Loyal', 2, '11')],
      [gone('segment', 'Loyal', 3)],
      [gone('segment', 'Loyal', 3)],
    ],
    [[], ['post Loyal:open'], ['post alarm-health', 'update Loyal:expired'], []],
  ],
  [
    'an object that is there again is watched again, from a new baseline',
    [loyal],
    [
      [segment('Loyal', 1, '9')],
      [gone('segment', 'Loyal', 2)],
      [segment('Loyal', 3, '11')],
      [segment('Loyal', 4, '9')],
      [segment('Loyal', 5, '11')],
    ],
    [[], ['post alarm-health'], [], [], ['post Loyal:open']],
  ],
  [
    'the step of a segment that is gone ends with it',
    [steps],
    [[stepFailed('Loyal', 1)], [gone('segment', 'Loyal', 2)]],
    [['post Loyal:open'], ['update Loyal:expired']],
  ],
  [
    'an object that is gone is not told where all of its kind are watched, but its card ends',
    [failed],
    [[sourceFailed('Shop', 1)], [gone('source', 'Shop', 2)]],
    [['post Shop:open'], ['update Shop:expired']],
  ],
  [
    'a broken reading is told once and healed in place',
    [loyal, failed],
    [[health('broken', 1)], [health('broken', 2)], [health('healed', 3)], [health('healed', 4)], [health('broken', 5)]],
    [['post health broken'], [], ['update health healed'], [], ['post health broken']],
  ],
  ['nobody is told that nothing can be read where nobody subscribed', [], [[health('broken', 1)]], [[]]],
];

describe('from what happened to what Teams gets', () => {
  for (const [title, wishes, readings, expected] of table) {
    it(title, async () => {
      const world = new World();
      for (const wish of wishes) await world.subscribe(wish);
      const told: string[][] = [];
      for (const observations of readings) told.push((await world.tell(...observations)).sort());
      assert.deepEqual(told, expected);
    });
  }

  it('everything in one reading is told with its last state', async () => {
    const world = new World();
    await world.subscribe(failed);
    assert.deepEqual(await world.tell(sourceSucceeded('Shop', 2), sourceFailed('Shop', 1)), ['post Shop:resolved']);
  });
});
