import assert from 'node:assert/strict';
import { expectations, missing } from '../../../src/demo/expectations.js';
import { type Told, verdict } from '../../../src/demo/headless.js';
import type { DeskMessage } from '../../../src/emulator/teams/index.js';

const message = (bot: boolean, ...summaries: string[]): DeskMessage => ({
  id: '1',
  conversationId: 'c',
  from: { id: '28:x', name: 'Someone', bot },
  versions: summaries.map((summary, n) => ({ atMs: n, format: 'markdown', mentions: [], summary })),
  atMs: 0,
  deleted: false,
  views: {},
});

const run = '✖ Full refresh failed · Scheduled run: CRM contacts';
const recovered = '✔ Recovered · Scheduled run: CRM contacts recovered';

describe('the expected cards of the demo', () => {
  it('are all missing while nothing was posted', () => {
    assert.deepEqual(
      missing([]),
      expectations.map(({ title }) => title),
    );
  });

  it('are found in any version of a card of the bot, and in nobody else\u2019s words', () => {
    const title = 'the full refresh failed, and CRM contacts with it';
    assert.ok(!missing([message(true, run, 'something newer')]).includes(title));
    assert.ok(missing([message(false, run)]).includes(title));
  });

  it('count as edited in place only where an earlier version stood before', () => {
    const title = 'the full refresh recovered, on the same card';
    assert.ok(!missing([message(true, run, recovered)]).includes(title));
    assert.ok(missing([message(true, run), message(true, recovered)]).includes(title));
  });
});

describe('the end of the headless demo', () => {
  const told: Told = {
    transcript: '02:00:00  Data alerts  Insights Herald: VIP',
    missing: [],
    insights: { calls: 60, mostInAMinute: 29, refused: 0, unknown: 0 },
    teams: { requests: 19, refused: 0, recorded: 19 },
  };

  it('prints the transcript and the figures, with code 0 when every expected card came', () => {
    const { text, exitCode } = verdict(told);
    assert.equal(exitCode, 0);
    assert.ok(text.startsWith(told.transcript));
    assert.match(text, /60 calls, at most 29 in a minute/);
    assert.match(text, /19 requests, 0 refused, 19 recorded/);
    assert.match(text, /Every expected card came\.$/);
  });

  it('names what did not come, with code 1', () => {
    const { text, exitCode } = verdict({ ...told, missing: ['VIP crossed its threshold', 'profiles were counted'] });
    assert.equal(exitCode, 1);
    assert.match(text, /Missing: VIP crossed its threshold; profiles were counted$/);
  });
});
