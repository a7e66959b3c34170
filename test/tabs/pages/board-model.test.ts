import assert from 'node:assert/strict';
import type { BoardEvent } from '../../../src/tabs/contract.js';
import { afterEvent, afterWrite, type BoardModel, moodOf, nothing } from '../../../src/tabs/pages/board-model.js';
import { chosenOf } from '../../../src/tabs/pages/configure-page.js';
import { ruleOf } from '../../../src/tabs/pages/edit-dialog.js';
import { formatOf } from '../../../src/tabs/pages/format.js';
import { freshnessWords } from '../../../src/tabs/pages/freshness.js';
import { sampleAbout, sampleData } from './board-samples.js';

const nowMs = Date.UTC(2026, 2, 4, 12);
const f = formatOf('en', 'UTC', () => nowMs);
const hello: BoardEvent = { kind: 'hello', ...sampleAbout(nowMs, undefined) };
const data = sampleData(nowMs);
const told = (...events: BoardEvent[]) =>
  events.reduce<BoardModel>((model, event) => afterEvent(model, event, nowMs - 5000).model, nothing);
const part = (name: keyof typeof data): BoardEvent => ({ kind: 'part', part: name, data: { [name]: data[name] } });

describe('the board after an event', () => {
  it('a part replaces the part, and the others stay', () => {
    const model = told(hello, part('alerts'), part('budget'));
    assert.deepEqual(Object.keys(model.data), ['alerts', 'budget']);
    const { changed } = afterEvent(model, part('budget'), nowMs);
    assert.deepEqual(changed, ['budget']);
  });

  it('a greeting keeps what is still shown until it comes again, and nothing of another environment', () => {
    const model = told(hello, part('alerts'), part('budget'));
    const fewer = afterEvent(model, { ...hello, shows: ['budget'] }, nowMs).model;
    assert.deepEqual(Object.keys(fewer.data), ['budget']);
    const other = afterEvent(model, { ...hello, connection: { id: 'test', name: 'Test' } }, nowMs).model;
    assert.deepEqual(other.data, {});
  });

  it("time goes by the server's clock", () => {
    assert.equal(told(hello).aheadMs, 5000);
    assert.equal(told(hello, { kind: 'beat', atMs: nowMs + 1000 }).aheadMs, 6000);
  });

  it('a write of ours is seen before the stream tells of it', () => {
    const model = told(hello, part('subscriptions'));
    const numbers = (one: BoardModel) => one.data.subscriptions?.map(({ number }) => number);
    assert.deepEqual(numbers(afterWrite(model, 's3', undefined)), [1, 2, 4, 7]);
    const [first] = data.subscriptions;
    assert.ok(first);
    assert.equal(afterWrite(model, 's1', { ...first, createdBy: 'Zed' }).data.subscriptions?.[0]?.createdBy, 'Zed');
    assert.deepEqual(afterWrite(nothing, 's1', undefined), nothing);
  });

  it('what is wrong is told before what is well', () => {
    assert.deepEqual(moodOf(told(hello, part('alerts'))), { mood: 'trouble', open: 1 });
    const alerts = (states: string[]) =>
      told(hello, {
        kind: 'part',
        part: 'alerts',
        data: { alerts: data.alerts.filter(({ state }) => states.includes(state)) },
      });
    assert.equal(moodOf(alerts(['acknowledged'])).mood, 'seen');
    assert.equal(moodOf(alerts([])).mood, 'well');
    assert.equal(moodOf(nothing).mood, 'unknown');
  });

  it('how old it is stands beside whether it is live', () => {
    assert.equal(freshnessWords({ kind: 'live' }, nowMs - 3000, nowMs, f), 'Live · last update 3 s ago');
    assert.equal(freshnessWords({ kind: 'connecting' }, undefined, nowMs, f), 'Connecting');
    const cut = { kind: 'cut', retryAtMs: nowMs, code: 'unreachable' } as const;
    assert.equal(freshnessWords(cut, nowMs - 120_000, nowMs, f), 'Not connected · last update 2 min ago');
  });
});

describe('a rule from the form', () => {
  const typed = { direction: 'above', value: '2000', runs: '1', band: '', unit: 'amount' };
  const wrong = (changes: Partial<typeof typed>, isSegment = true) => {
    const read = ruleOf({ ...typed, ...changes }, isSegment, f);
    return 'wrong' in read ? read.wrong : undefined;
  };

  it('is what was typed', () => {
    assert.deepEqual(ruleOf(typed, true, f), { rule: { direction: 'above', value: '2000', runs: 1 } });
    assert.deepEqual(ruleOf({ ...typed, value: ' 0.75 ', band: '5', unit: 'percent' }, false, f), {
      rule: { direction: 'above', value: '0.75', runs: 1, band: { unit: 'percent', size: '5' } },
    });
    assert.deepEqual(ruleOf({ ...typed, direction: 'changes', value: '10', band: '5' }, true, f), {
      rule: { direction: 'changes', percent: '10', runs: 1 },
    });
  });

  it('is refused with the reason where it is no number, or none that can be', () => {
    for (const value of ['', '1,5', '2 000', '1e3', 'abc']) assert.match(wrong({ value }) ?? '', /not a plain number/);
    for (const value of ['-1', '2.5']) assert.match(wrong({ value }) ?? '', /whole numbers/);
    assert.equal(wrong({ value: '-1' }, false), undefined);
    for (const runs of ['0', '', '101', '1.5']) assert.match(wrong({ runs }) ?? '', /from 1 to 100/);
    for (const band of ['0', '-3', 'x']) assert.match(wrong({ band }) ?? '', /not a plain number/);
    assert.match(wrong({ direction: 'changes', value: '0' }) ?? '', /not a plain number/);
  });
});

describe('what a tab is set up to show', () => {
  it('can be saved with an environment and a part, and names objects only where trends are shown', () => {
    const vip = { kind: 'segment', id: 'Vip' } as const;
    assert.deepEqual(chosenOf('p', ['alerts'], undefined), { connectionId: 'p', shows: ['alerts'] });
    assert.deepEqual(chosenOf('p', ['values'], [vip]), { connectionId: 'p', shows: ['values'], objects: [vip] });
    assert.deepEqual(chosenOf('p', ['alerts'], [vip]), { connectionId: 'p', shows: ['alerts'] });
    assert.equal(chosenOf('', ['alerts'], undefined), 'no-environment');
    assert.equal(chosenOf('p', [], undefined), 'no-part');
    assert.equal(chosenOf('p', ['values'], []), 'no-object');
    assert.equal(
      chosenOf(
        'p',
        ['values'],
        Array.from({ length: 51 }, () => vip),
      ),
      'too-many',
    );
  });
});
