import assert from 'node:assert/strict';
import { type LifeEvent, type Moved, move } from '../../../../src/alerts/life/machine.js';
import type { Alert, AlertState } from '../../../../src/model/alert.js';
import type { SnoozeUntil } from '../../../../src/model/snooze.js';
import { sourceFailed } from '../happenings.js';

const ann = { id: '29:ann', name: 'Ann' };
const ola = { id: '29:ola', name: 'Ola' };
const nowMs = 10_000;
const snoozeOf = (until: SnoozeUntil, by = ann) => ({ by, atMs: 5_000, until });
const acknowledgement = { by: ann, atMs: nowMs, untilMs: 90_000 };
const base: Alert = {
  v: 1,
  id: 'a',
  key: 'k',
  conversationKey: 't/ops',
  connectionId: 'crm',
  trigger: 'source-refresh-failed',
  object: { kind: 'source', id: 'Shop', name: 'Shop' },
  state: 'open',
  version: 3,
  observation: sourceFailed('Shop', 1),
  facts: {},
  subscriptionIds: ['s'],
  messageId: 'm',
  openedAtMs: 1,
  changedAtMs: 1,
};

/** Every state, with what may be remembered in it. */
const alerts = {
  open: base,
  'open, once seen': { ...base, acknowledged: acknowledgement },
  acknowledged: { ...base, state: 'acknowledged', acknowledged: acknowledgement },
  'snoozed till a time': { ...base, state: 'snoozed', snoozed: snoozeOf({ kind: 'time', atMs: 800_000 }) },
  'snoozed for a run': { ...base, state: 'snoozed', snoozed: snoozeOf({ kind: 'run' }) },
  'snoozed till recovery': { ...base, state: 'snoozed', snoozed: snoozeOf({ kind: 'recovery' }) },
  'snoozed, once seen': {
    ...base,
    state: 'snoozed',
    acknowledged: acknowledgement,
    snoozed: snoozeOf({ kind: 'recovery' }),
  },
  'asleep with its subscription': {
    ...base,
    state: 'snoozed',
    snoozed: { ...snoozeOf({ kind: 'run' }), withSubscription: true },
  },
  held: { ...base, state: 'snoozed', held: true, snoozed: { ...snoozeOf({ kind: 'run' }), withSubscription: true } },
  resolved: { ...base, state: 'resolved', closedAtMs: 1 },
  expired: { ...base, state: 'expired', closedAtMs: 1 },
} satisfies Record<string, Alert>;

const events: Record<string, LifeEvent> = {
  'seen-again': { kind: 'seen-again' },
  worse: { kind: 'worse' },
  recovered: { kind: 'recovered', atMs: nowMs },
  back: { kind: 'back', atMs: nowMs, value: '5' },
  'crossed-again': { kind: 'crossed-again', atMs: nowMs },
  acknowledged: { kind: 'acknowledged', acknowledgement: { ...acknowledgement, by: ola } },
  'acknowledgement-ended': { kind: 'acknowledgement-ended' },
  snoozed: { kind: 'snoozed', snooze: snoozeOf({ kind: 'time', atMs: 600_000 }, ola) },
  'snooze-ended': { kind: 'snooze-ended' },
  'run-ended': { kind: 'run-ended' },
  resumed: { kind: 'resumed' },
  unwatched: { kind: 'unwatched', atMs: nowMs },
  gone: { kind: 'gone', atMs: nowMs },
  'rule-changed': { kind: 'rule-changed', atMs: nowMs },
};

type Cell = '-' | `${AlertState}, ${Moved['card']}` | `${AlertState}, ${Moved['card']}, ${NonNullable<Moved['reply']>}`;

const ends = (card: 'edited' | 'kept', over: '' | ', recovered') =>
  ({
    recovered: `resolved, ${card}${over}`,
    back: `resolved, ${card}${over}`,
    'crossed-again': `resolved, ${card}`,
    unwatched: `expired, ${card}`,
    gone: `expired, ${card}`,
    'rule-changed': `expired, ${card}`,
  }) as Record<string, Cell>;

/** What is not named does nothing. */
const table: Record<keyof typeof alerts, Record<string, Cell>> = {
  open: {
    'seen-again': 'open, edited',
    worse: 'open, edited',
    acknowledged: 'acknowledged, edited, acknowledged',
    snoozed: 'snoozed, edited',
    ...ends('edited', ''),
  },
  'open, once seen': {
    'seen-again': 'open, edited',
    worse: 'open, edited',
    acknowledged: 'acknowledged, edited, acknowledged',
    snoozed: 'snoozed, edited',
    ...ends('edited', ', recovered'),
  },
  acknowledged: {
    'seen-again': 'acknowledged, edited',
    worse: 'acknowledged, edited',
    'acknowledgement-ended': 'open, edited, escalated',
    snoozed: 'snoozed, edited',
    ...ends('edited', ', recovered'),
  },
  'snoozed till a time': {
    'seen-again': 'snoozed, edited',
    worse: 'open, edited',
    acknowledged: 'acknowledged, edited, acknowledged',
    snoozed: 'snoozed, edited',
    'snooze-ended': 'open, edited',
    resumed: 'open, edited',
    ...ends('edited', ''),
  },
  'snoozed for a run': {
    'seen-again': 'snoozed, edited',
    worse: 'open, edited',
    acknowledged: 'acknowledged, edited, acknowledged',
    snoozed: 'snoozed, edited',
    'snooze-ended': 'open, edited',
    'run-ended': 'open, edited',
    resumed: 'open, edited',
    ...ends('edited', ''),
  },
  'snoozed till recovery': {
    'seen-again': 'snoozed, edited',
    worse: 'open, edited',
    acknowledged: 'acknowledged, edited, acknowledged',
    snoozed: 'snoozed, edited',
    'snooze-ended': 'open, edited',
    resumed: 'open, edited',
    ...ends('edited', ''),
  },
  'snoozed, once seen': {
    'seen-again': 'snoozed, edited',
    worse: 'open, edited',
    acknowledged: 'acknowledged, edited, acknowledged',
    snoozed: 'snoozed, edited',
    'snooze-ended': 'open, edited',
    resumed: 'open, edited',
    ...ends('edited', ', recovered'),
  },
  'asleep with its subscription': {
    'seen-again': 'snoozed, edited',
    worse: 'snoozed, edited',
    acknowledged: 'acknowledged, edited, acknowledged',
    snoozed: 'snoozed, edited',
    'snooze-ended': 'open, edited',
    'run-ended': 'open, edited',
    resumed: 'open, edited',
    ...ends('edited', ''),
  },
  held: {
    acknowledged: 'acknowledged, edited, acknowledged',
    snoozed: 'snoozed, kept',
    'snooze-ended': 'open, told',
    'run-ended': 'open, told',
    resumed: 'open, told',
    ...ends('kept', ''),
  },
  resolved: {},
  expired: {},
};

describe('the life of an alert', () => {
  for (const [name, alert] of Object.entries(alerts) as [keyof typeof alerts, Alert][]) {
    for (const [event, happens] of Object.entries(events)) {
      const cell = table[name][event] ?? '-';
      it(`${name}: ${event} → ${cell}`, () => {
        const moved = move(alert, happens, nowMs);
        if (cell === '-') {
          assert.equal(moved, undefined);
          return;
        }
        assert.ok(moved);
        const said = [moved.alert.state, moved.card, ...(moved.reply ? [moved.reply] : [])].join(', ');
        assert.equal(said, cell);
        assert.deepEqual([moved.alert.version, moved.alert.changedAtMs], [4, nowMs]);
        const over = moved.alert.state === 'resolved' || moved.alert.state === 'expired';
        assert.equal(moved.alert.closedAtMs, over ? nowMs : undefined);
        assert.equal(moved.alert.facts.resolution !== undefined, over);
        if (moved.alert.state === 'open' || moved.alert.state === 'acknowledged') {
          assert.ok(!moved.alert.snoozed && !moved.alert.held);
        }
      });
    }
  }

  it('the same snooze pressed twice is one, by whomever, and another one replaces it', () => {
    const asleep = move(base, { kind: 'snoozed', snooze: snoozeOf({ kind: 'time', atMs: 600_000 }) }, nowMs)?.alert;
    assert.ok(asleep);
    const again = (until: SnoozeUntil) => move(asleep, { kind: 'snoozed', snooze: snoozeOf(until, ola) }, nowMs);
    assert.equal(again({ kind: 'time', atMs: 601_500 }), undefined);
    assert.deepEqual(again({ kind: 'run' })?.alert.snoozed?.until, { kind: 'run' });
    assert.ok(again({ kind: 'time', atMs: 900_000 }));
  });

  it('who was first to see it stays, and a snooze of what nobody was told is held', () => {
    const seen = alerts.acknowledged;
    assert.equal(move(seen, events.acknowledged as LifeEvent, nowMs), undefined);
    const held = move(base, { kind: 'snoozed', snooze: snoozeOf({ kind: 'run' }), untold: true }, nowMs);
    assert.deepEqual([held?.card, held?.alert.held], ['kept', true]);
  });
});
