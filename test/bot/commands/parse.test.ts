import assert from 'node:assert/strict';
import { parseCommand, printCommand } from '../../../bot/commands/index.js';
import type { Command } from '../../../bot/commands/spec.js';
import type { SubscribeCommand } from '../../../bot/commands/subscribe.js';

function value(line: string): Command {
  const result = parseCommand(line);
  assert.ok(result.ok, `${line}: ${JSON.stringify(result)}`);
  return result.value;
}

function problem(line: string) {
  const result = parseCommand(line);
  assert.ok(!result.ok, `${line} was taken as ${JSON.stringify(result)}`);
  return result.problems[0];
}

const canonical: [written: string, printed: string][] = [
  ['help', 'help'],
  ['', 'help'],
  ['  HELP!  ', 'help'],
  ['help Subscribe', 'help subscribe'],
  ['help full-refresh', 'help subscribe'],
  ['help step failed', 'help subscribe'],
  ['?', 'help'],
  ['""', 'help'],
  ['/list', 'list'],
  ['list.', 'list'],
  ['status', 'status'],
  ['subscribe', 'subscribe'],
  ['subscribe refresh-failed', 'subscribe refresh-failed'],
  ['subscribe to failed refresh', 'subscribe refresh-failed'],
  ['subscribe refresh failed all', 'subscribe refresh-failed'],
  ['Subscribe Refresh-Failed Loyalty CRM', 'subscribe refresh-failed "Loyalty CRM"'],
  ['subscribe refresh-failed “Loyalty CRM” here', 'subscribe refresh-failed "Loyalty CRM" here'],
  ['subscribe refresh-failed «Loyalty CRM»', 'subscribe refresh-failed "Loyalty CRM"'],
  ["subscribe refresh-failed 'Nadia O'Neil'", 'subscribe refresh-failed "Nadia O\'Neil"'],
  ['subscribe refresh-failed "all"', 'subscribe refresh-failed "all"'],
  ['subscribe refresh-succeeded ShopOrders', 'subscribe refresh-succeeded ShopOrders'],
  ['subscribe full-refresh', 'subscribe full-refresh'],
  ['subscribe full refresh including manual', 'subscribe full-refresh including manual'],
  ['subscribe unification', 'subscribe unification'],
  ['subscribe step-failed', 'subscribe step-failed all'],
  ['subscribe step-failed exports', 'subscribe step-failed exports'],
  ['subscribe segment HighValue above 2000', 'subscribe segment HighValue above 2000'],
  ['subscribe segment HighValue above 2000.0', 'subscribe segment HighValue above 2000'],
  ['subscribe segment HighValue above 002000', 'subscribe segment HighValue above 2000'],
  ['subscribe segment High value, lapsing below 10', 'subscribe segment "High value, lapsing" below 10'],
  ['subscribe segment Ready for winback above 5', 'subscribe segment "Ready for winback" above 5'],
  ['subscribe segment Spent over budget over 5', 'subscribe segment "Spent over budget" above 5'],
  ['subscribe segment "Above average" crosses 7', 'subscribe segment "Above average" crosses 7'],
  ['subscribe segment X > 7', 'subscribe segment X above 7'],
  ['subscribe measure TotalRevenue below -1.50', 'subscribe measure TotalRevenue below -1.5'],
  ['subscribe measure TotalRevenue by 10 %', 'subscribe measure TotalRevenue changes by 10%'],
  ['subscribe measure TotalRevenue changes by 2.5%', 'subscribe measure TotalRevenue changes by 2.5%'],
  ['subscribe segment X above 5 for 1 run', 'subscribe segment X above 5'],
  [
    'subscribe segment X above 5 here quiet 22-7:30 Asia/Almaty for 3 runs mention @"Ann Doe" @Bo',
    'subscribe segment X above 5 for 3 runs quiet 22:00-07:30 Asia/Almaty mention @"Ann Doe" @"Bo" here',
  ],
  ['subscribe unification email ann@Contoso.com here', 'subscribe unification email ann@contoso.com here'],
  [
    'subscribe refresh-failed Loyalty CRM email <ann@contoso.com>, mailto:bo@contoso.com; the owner',
    'subscribe refresh-failed "Loyalty CRM" email ann@contoso.com bo@contoso.com owner',
  ],
  ['subscribe refresh-failed email owner', 'subscribe refresh-failed email owner'],
  ['subscribe refresh-failed Email marketing', 'subscribe refresh-failed "Email marketing"'],
  ['subscribe unification email none', 'subscribe unification email none'],
  ['subscribe unification e-mail Ann@contoso.com ann@contoso.com', 'subscribe unification email Ann@contoso.com'],
  ['owner source Loyalty CRM @Ann', 'owner source "Loyalty CRM" @"Ann"'],
  [
    'owner data source "Loyalty CRM" @Ann email ann@contoso.com',
    'owner source "Loyalty CRM" @"Ann" email ann@contoso.com',
  ],
  ['owner segment High value email ann@contoso.com', 'owner segment "High value" email ann@contoso.com'],
  ['owner measure None none', 'owner measure "None" none'],
  ['owners', 'owners'],
  ['owners loyalty crm', 'owners "loyalty crm"'],
  ['subscribe unification quiet 22:00 – 07:00 here', 'subscribe unification quiet 22:00-07:00 here'],
  ['subscribe unification quiet 22:00-07:00 asia/almaty', 'subscribe unification quiet 22:00-07:00 Asia/Almaty'],
  ['unsubscribe 3', 'unsubscribe 3'],
  ['unsubscribe #3', 'unsubscribe 3'],
  ['unsubscribe all', 'unsubscribe all'],
  ['test 2', 'test 2'],
  ['language', 'language'],
  ['language kk', 'language kk'],
  ['timezone asia/almaty', 'timezone Asia/Almaty'],
  ['timezone Almaty', 'timezone Asia/Almaty'],
  ['timezone Central Asia Standard Time', 'timezone Asia/Almaty'],
  ['time zone utc', 'timezone UTC'],
  ['timezone cet', 'timezone CET'],
  ['timezone eastern standard time', 'timezone America/New_York'],
  ['subscribe segment X >2000', 'subscribe segment X above 2000'],
  ['subscribe segment X <2000 for 2 runs', 'subscribe segment X below 2000 for 2 runs'],
  ['subscribe segment X above 2000 band 50', 'subscribe segment X above 2000 band 50'],
  [
    'subscribe segment X for 2 runs above 2000 recovery band 5 %',
    'subscribe segment "X for 2 runs" above 2000 band 5%',
  ],
  ['subscribe segment X above 2000 for 2 runs with band 5.0%', 'subscribe segment X above 2000 band 5% for 2 runs'],
  ['жазылу сегмент X асса 2000 қайту жолағы 50', 'subscribe segment X above 2000 band 50'],
  ['subscribe measure X below -5 band 0.25', 'subscribe measure X below -5 band 0.25'],
  ['subscribe measure X crosses 0 band 3', 'subscribe measure X crosses 0 band 3'],
  ['subscribe segment Rubber band above 10 band 100%', 'subscribe segment "Rubber band" above 10 band 100%'],
  ['subscribe unification quiet 22-7 almaty', 'subscribe unification quiet 22:00-07:00 Asia/Almaty'],
  ['көмек', 'help'],
  ['жазылу сегмент X жоғары 5', 'subscribe segment X above 5'],
  ['бас тарту 3', 'unsubscribe 3'],
  ['бас тарту барлығы', 'unsubscribe all'],
  ['уақыт белдеуі UTC', 'timezone UTC'],
];

describe('a command line', () => {
  for (const [written, printed] of canonical) {
    it(`"${written}" means ${printed}`, () => {
      assert.equal(printCommand(value(written)), printed);
    });
  }

  it('keeps every option it was given', () => {
    const { wanted } = value(
      'subscribe measure M crosses 5 mention @"Ann Doe" for 2 runs quiet 22:00-07:00',
    ) as SubscribeCommand;
    assert.deepEqual(wanted, {
      trigger: 'measure-threshold',
      target: 'M',
      rule: { direction: 'crosses', value: '5', runs: 2 },
      mentions: ['Ann Doe'],
      quiet: { from: '22:00', to: '07:00' },
    });
  });
});

const refused: [line: string, key: string, suggestion?: string][] = [
  ['frobnicate', 'unknown-command', 'help'],
  ['lits', 'unknown-command', 'list'],
  ['subscrbe segment X above 5', 'unknown-command', 'subscribe segment X above 5'],
  ['help frobnicate', 'unknown-command'],
  ['subscribe refreshfailed', 'unknown-trigger', 'subscribe refresh-failed'],
  ['subscribe sgement X above 5', 'unknown-trigger', 'subscribe segment X above 5'],
  ['subscribe cucumber', 'unknown-trigger', 'subscribe'],
  ['subscribe segment', 'segment-name-missing'],
  ['subscribe segment ""', 'segment-name-missing'],
  ['subscribe segment above 2000', 'segment-name-missing'],
  ['subscribe measure', 'measure-name-missing'],
  ['subscribe segment X', 'threshold-missing'],
  ['subscribe segment X above', 'number-missing'],
  ['subscribe segment X above for 3 runs', 'number-missing'],
  ['subscribe segment X changes', 'percent-missing', 'subscribe segment X changes by 10%'],
  ['subscribe measure X above 1,5', 'number-not-plain', 'subscribe measure X above 1.5'],
  ['subscribe measure X above 2 000', 'number-not-plain', 'subscribe measure X above 2000'],
  ['subscribe measure X above 2\u00A0000', 'number-not-plain', 'subscribe measure X above 2000'],
  ['subscribe segment X above 2,000', 'number-not-plain', 'subscribe segment X above 2000'],
  ['subscribe segment X above 1e3', 'number-not-plain', 'subscribe segment X above 1000'],
  ['subscribe segment X above ٢٠٠٠', 'number-not-plain', 'subscribe segment X above 2000'],
  ['subscribe segment X above ２０００', 'number-not-plain', 'subscribe segment X above 2000'],
  ['subscribe measure X above +5', 'number-not-plain', 'subscribe measure X above 5'],
  ['subscribe measure X below −5', 'number-not-plain', 'subscribe measure X below -5'],
  ['subscribe measure X above .5', 'number-not-plain', 'subscribe measure X above 0.5'],
  ['subscribe measure X above 1.234.567,8', 'number-not-plain', 'subscribe measure X above 1234567.8'],
  ["subscribe measure X above 2'000 for 2 runs", 'number-not-plain', 'subscribe measure X above 2000 for 2 runs'],
  ['subscribe measure X above 2k', 'number-not-plain', 'subscribe measure X above 2000'],
  ['subscribe measure X above many', 'number-not-plain'],
  ['subscribe measure X above 1e999999999', 'number-not-plain'],
  [`subscribe measure X above ${'9'.repeat(500)}`, 'number-too-long'],
  ['subscribe X above 5', 'unknown-trigger', 'subscribe segment X above 5'],
  ['subscribe X above 5', 'unknown-trigger', 'subscribe measure X above 5'],
  ['subscribe step-failed foo', 'option-unknown', 'subscribe step-failed exports'],
  ['subscribe full-refresh manually', 'option-unknown', 'subscribe full-refresh including manual'],
  ['subscribe unification please', 'option-unknown', 'subscribe unification'],
  ['subscribe segment X above -5', 'segment-number-not-whole', 'subscribe segment X above 5'],
  ['subscribe segment X above 2.5', 'segment-number-not-whole', 'subscribe segment X above 3'],
  ['subscribe segment X below 0', 'segment-never-below-zero', 'subscribe segment X below 1'],
  ['subscribe segment X above 5 by 10%', 'two-rules', 'subscribe segment X changes by 10%'],
  ['subscribe segment X above 5 for 0 runs', 'runs-not-whole', 'subscribe segment X above 5 for 2 runs'],
  ['subscribe segment X above 5 for ever', 'runs-not-whole'],
  ['subscribe segment X above 2000 band 0', 'band-not-plain', 'subscribe segment X above 2000 band 5%'],
  ['subscribe segment X above 2000 band 0%', 'band-not-plain', 'subscribe segment X above 2000'],
  ['subscribe segment X above 2000 band -50', 'band-not-plain', 'subscribe segment X above 2000 band 50'],
  ['subscribe segment X above 2000 band', 'band-not-plain'],
  ['subscribe segment X above 2000 band wide', 'band-not-plain', 'subscribe segment X above 2000 band 5%'],
  ['subscribe segment X above 2000 band 2,5%', 'band-not-plain', 'subscribe segment X above 2000 band 2.5%'],
  ['subscribe segment X above 2000 band 150%', 'band-not-plain', 'subscribe segment X above 2000 band 5%'],
  ['subscribe segment X above 2000 band 2.5', 'band-not-whole', 'subscribe segment X above 2000 band 3'],
  ['subscribe segment X above 2000 band 2001', 'band-too-wide', 'subscribe segment X above 2000 band 5%'],
  ['subscribe measure X above -2 band 2.01', 'band-too-wide', 'subscribe measure X above -2 band 5%'],
  ['subscribe segment X above 0 band 1', 'band-of-zero', 'subscribe segment X above 0'],
  ['subscribe measure X above 0 band 5%', 'band-of-zero', 'subscribe measure X above 0'],
  ['subscribe segment X changes by 10% band 5', 'band-of-change', 'subscribe segment X changes by 10%'],
  ['subscribe segment X above 5 band 1 band 2', 'option-twice'],
  [`subscribe measure X above 5 band ${'9'.repeat(500)}`, 'band-not-plain'],
  ['subscribe unification band 5', 'option-for-thresholds', 'subscribe unification'],
  ['subscribe segment X by 0%', 'percent-not-plain'],
  ['subscribe segment X changes by 0%', 'percent-not-plain', 'subscribe segment X changes by 10%'],
  ['subscribe segment X changes by -5%', 'percent-not-plain'],
  ['subscribe segment X above 5 mention Ann', 'mention-without-person'],
  ['subscribe unification mention @Bo Berg', 'mention-unknown'],
  [
    'subscribe unification quiet 22:00-07:00 Nowhere/City',
    'timezone-unknown',
    'subscribe unification quiet 22:00-07:00',
  ],
  ['subscribe unification quiet', 'quiet-missing', 'subscribe unification quiet 22:00-07:00'],
  ['subscribe segment X above 5 email', 'email-missing'],
  ['subscribe segment X above 5 email ann', 'email-not-address'],
  ['subscribe segment X above 5 email ann@', 'email-not-address'],
  ['subscribe segment X above 5 email @Ann', 'email-not-address'],
  ['subscribe segment X above 5 email ann@contoso', 'email-not-address'],
  ['subscribe segment X above 5 email ann@contoso.com,bo@', 'email-not-address'],
  ['subscribe segment X above 5 email a@b.io b@b.io c@b.io d@b.io e@b.io f@b.io', 'email-too-many'],
  ['subscribe segment X above 5 email a@b.io email b@b.io', 'option-twice'],
  ['owner', 'owner-kind-missing'],
  ['owner export Call list @Ann', 'owner-kind'],
  ['owner source', 'owner-name-missing'],
  ['owner source Loyalty CRM', 'owner-missing', 'owner source "Loyalty CRM" none'],
  ['owner source Loyalty CRM @Ann @Bo', 'owner-one'],
  ['owner source Loyalty CRM email a@b.io b@b.io', 'owner-one'],
  ['owner source Loyalty CRM email ann@', 'email-not-address'],
  ['owner source Loyalty CRM @Ann please', 'option-unknown'],
  ['subscribe segment X above 5 quiet always', 'quiet-not-times', 'subscribe segment X above 5 quiet 22:00-07:00'],
  ['subscribe segment X above 5 quiet 22:00-22:00', 'quiet-not-times'],
  ['subscribe segment X above 5 quiet 25:00-26:00', 'quiet-not-times'],
  ['subscribe segment X above 5 please', 'option-unknown'],
  ['subscribe segment X above 5 for 2 runs for 3 runs', 'option-twice'],
  ['subscribe unification for 3 runs', 'option-for-thresholds', 'subscribe unification'],
  ['subscribe full-refresh by 5%', 'option-for-thresholds', 'subscribe full-refresh'],
  ['unsubscribe', 'subscription-number-missing', 'list'],
  ['unsubscribe three', 'subscription-number-unclear', 'list'],
  ['unsubscribe ٣', 'subscription-number-unclear', 'unsubscribe 3'],
  ['unsubscribe 0', 'subscription-number-unclear', 'list'],
  ['unsubscribe 1 2', 'subscription-number-unclear', 'unsubscribe 2'],
  ['unsubscribe 1, 2 & 3', 'subscription-number-unclear', 'unsubscribe 3'],
  ['unsubscribe all segments', 'subscription-number-unclear', 'unsubscribe all'],
  ['test', 'subscription-number-missing', 'list'],
  ['test -1', 'subscription-number-unclear', 'list'],
  ['timezone Almty', 'timezone-unknown', 'timezone Asia/Almaty'],
  ['timezone Mars/Olympus', 'timezone-unknown'],
  ['x'.repeat(10_000), 'text-too-long'],
];

describe('a line that is no command', () => {
  for (const [line, key, suggestion] of refused) {
    it(`"${line.slice(0, 60)}" is refused as ${key}`, () => {
      const found = problem(line);
      assert.equal(found.key, key);
      if (suggestion) assert.ok(found.suggestions?.includes(suggestion), JSON.stringify(found));
      assert.ok((found.suggestions ?? []).length <= 6);
      for (const offered of found.suggestions ?? []) assert.equal(printCommand(value(offered)), offered);
    });
  }

  it('never offers a button for a line that mentions people', () => {
    const found = problem('subscribe segment X above 1e3 mention @Ann');
    assert.deepEqual(found.suggestions, []);
    assert.equal(found.example, 'subscribe segment X above 1000 mention @"Ann"');
  });

  it('several numbers never become one: it would name another subscription', () => {
    assert.deepEqual(problem('unsubscribe 1 2').suggestions, ['unsubscribe 1', 'unsubscribe 2', 'list']);
  });

  it('2,000 members are meant whole, and nothing else is offered', () => {
    assert.deepEqual(problem('subscribe segment X above 2,004').suggestions, ['subscribe segment X above 2004']);
  });

  it('2,000 offers both numbers it may mean', () => {
    assert.deepEqual(problem('subscribe measure X above 2,000').suggestions, [
      'subscribe measure X above 2000',
      'subscribe measure X above 2',
    ]);
  });
});
