import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCommand, printCommand } from '../../../bot/commands/index.js';
import type { SubscribeCommand } from '../../../bot/commands/subscribe.js';
import type { Wanted } from '../../../bot/commands/wanted.js';
import { tidy } from '../../../bot/grammar/tokens.js';
import type { ThresholdRule } from '../../../src/model/subscription.js';

const words = [
  ...'subscribe unsubscribe list test status help language timezone segment measure above below crosses changes'.split(
    ' ',
  ),
  ...'refresh-failed full-refresh unification step-failed including manual for by band runs mention owner owners none email quiet here all'.split(
    ' ',
  ),
  ...[
    '2000',
    'ann@contoso.com',
    'a@',
    '-5',
    '1,5',
    '1e3',
    '10%',
    '22:00-07:00',
    'Asia/Almaty',
    '@Ann',
    '"',
    '“High',
    'value”',
    '\\',
    '@',
    '#',
  ],
];
const line = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 100 }),
  fc
    .array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 5 })), { maxLength: 14 })
    .map((all) => all.join(' ')),
);

const name = fc
  .oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), fc.constantFrom(...words))
  .map(tidy)
  .filter((text) => text !== '' && text.length < 60);
const decimal = fc
  .tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.stringMatching(/^\d{0,4}[1-9]$/), fc.boolean())
  .map(([whole, fraction, cut]) => (cut ? String(whole) : `${whole}.${fraction}`));
const runs = fc.integer({ min: 1, max: 99 });
const rule: fc.Arbitrary<ThresholdRule> = fc.oneof(
  fc
    .tuple(fc.constantFrom('above' as const, 'below' as const, 'crosses' as const), decimal, runs)
    .map(([direction, value, count]) => ({ direction, value, runs: count })),
  fc
    .tuple(
      fc.constantFrom('above' as const, 'below' as const, 'crosses' as const),
      decimal.filter((value) => Number(value) !== 0),
      fc.integer({ min: 1, max: 100 }),
    )
    .map(([direction, value, size]) => ({
      direction,
      value,
      runs: 1,
      band: { unit: 'percent' as const, size: String(size) },
    })),
  fc
    .tuple(
      decimal.filter((value) => Number(value) > 0),
      runs,
    )
    .map(([percent, count]) => ({ direction: 'changes' as const, percent, runs: count })),
);
const clockTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const quiet = fc
  .record(
    {
      from: clockTime,
      to: clockTime,
      zone: fc.constantFrom('UTC', 'Asia/Almaty', 'Europe/Kyiv'),
      except: fc.constant('critical' as const),
    },
    { requiredKeys: ['from', 'to'], noNullPrototype: true },
  )
  .filter(({ from, to }) => from !== to);
const options = fc.record(
  {
    email: fc.record(
      {
        to: fc.uniqueArray(fc.constantFrom('ann@contoso.com', 'b.o+x@a.io', 'C@fabrikam.example'), { maxLength: 3 }),
        owner: fc.constant(true as const),
      },
      { requiredKeys: ['to'], noNullPrototype: true },
    ),
    mentions: fc.array(name, { minLength: 1, maxLength: 3 }),
    quiet,
    here: fc.constant(true as const),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const subject: fc.Arbitrary<Wanted> = fc.oneof(
  fc.tuple(name, rule).map(([target, wish]) => ({ trigger: 'measure-threshold' as const, target, rule: wish })),
  fc.record(
    { trigger: fc.constantFrom('source-refresh-failed' as const, 'source-refresh-succeeded' as const), target: name },
    { requiredKeys: ['trigger'], noNullPrototype: true },
  ),
  fc.record(
    { trigger: fc.constant('full-refresh-completed' as const), includeManual: fc.constant(true as const) },
    { requiredKeys: ['trigger'], noNullPrototype: true },
  ),
  fc.constant({ trigger: 'unification-completed' as const }),
  fc
    .constantFrom('segments' as const, 'exports' as const, 'all' as const)
    .map((group) => ({ trigger: 'step-failed' as const, group })),
);
const wantedCommand: fc.Arbitrary<SubscribeCommand> = fc
  .tuple(subject, options)
  .map(([wanted, extra]) => ({ name: 'subscribe', wanted: { ...wanted, ...extra } }));

describe('the parser, for any text', () => {
  it('never throws, and says at least one problem where there is no command', () => {
    fc.assert(
      fc.property(line, (text) => {
        const result = parseCommand(text);
        if (!result.ok) assert.ok(result.problems[0].key.length > 0);
      }),
      { numRuns: 5000 },
    );
  });

  it('prints a command as a line that reads back as the same command', () => {
    fc.assert(
      fc.property(line, (text) => {
        const first = parseCommand(text);
        if (!first.ok) return;
        assert.deepEqual(parseCommand(printCommand(first.value)), first);
      }),
      { numRuns: 5000 },
    );
  });

  it('reads every printed subscription back, whatever its names hold', () => {
    fc.assert(
      fc.property(wantedCommand, (command) => {
        assert.deepEqual(parseCommand(printCommand(command)), { ok: true, value: command }, printCommand(command));
      }),
      { numRuns: 5000 },
    );
  });

  it('offers only lines that are commands', () => {
    fc.assert(
      fc.property(line, (text) => {
        const result = parseCommand(text);
        if (result.ok) return;
        for (const offered of result.problems.flatMap((problem) => problem.suggestions ?? [])) {
          assert.ok(parseCommand(offered).ok, `${JSON.stringify(text)} -> ${offered}`);
        }
      }),
      { numRuns: 5000 },
    );
  });
});
