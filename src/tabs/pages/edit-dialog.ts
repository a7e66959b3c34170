import { h } from '../../browser/h.js';
import type { BoardSubscription, EditSubscription, TabRule } from '../contract.js';
import { openDialog } from './dialog.js';
import { choice, field, select } from './fields.js';
import type { Format } from './format.js';
import { wishWords } from './parts/wishes.js';

const number = /^-?\d+(\.\d+)?$/;

/** A rule from what was typed, or the words for what is wrong with it. */
export function ruleOf(
  typed: { direction: string; value: string; runs: string; band: string; unit: string },
  isSegment: boolean,
  f: Format,
): { rule: TabRule } | { wrong: string } {
  const direction = typed.direction as TabRule['direction'];
  const value = typed.value.trim();
  const isShare = direction === 'changes';
  if (!number.test(value) || (isShare && Number(value) <= 0))
    return { wrong: f.say('tab.wrong-number', { text: value || '–' }) };
  if (isSegment && !isShare && !/^\d+$/.test(value)) return { wrong: f.say('tab.wrong-members') };
  if (!/^\d{1,3}$/.test(typed.runs.trim()) || Number(typed.runs) < 1 || Number(typed.runs) > 100)
    return { wrong: f.say('tab.wrong-runs') };
  const band = typed.band.trim();
  if (band !== '' && (!number.test(band) || Number(band) <= 0))
    return { wrong: f.say('tab.wrong-number', { text: band }) };
  return {
    rule: {
      direction,
      ...(isShare ? { percent: value } : { value }),
      runs: Number(typed.runs),
      ...(band !== '' && !isShare
        ? { band: { unit: typed.unit === 'percent' ? 'percent' : 'amount', size: band } }
        : {}),
    },
  };
}

/** Changes what a subscription waits for and when it keeps quiet. `save` rejects with what is shown. */
export function openEdit(
  one: BoardSubscription,
  f: Format,
  save: (edit: EditSubscription) => Promise<void>,
  back: () => HTMLElement | null,
): void {
  const rule = one.rule;
  const isSegment = one.trigger === 'segment-threshold';
  const direction = select(
    (['above', 'below', 'crosses', 'changes'] as const).map((one) => [one, f.say(`tab.rule-${one}`)]),
    rule?.direction,
  );
  const value = h('input', {
    type: 'text',
    inputmode: 'decimal',
    autocomplete: 'off',
    value: rule?.value ?? rule?.percent ?? '',
  });
  const runs = h('input', { type: 'number', min: '1', max: '100', value: String(rule?.runs ?? 1) });
  const band = h('input', { type: 'text', inputmode: 'decimal', autocomplete: 'off', value: rule?.band?.size ?? '' });
  const unit = select(
    [
      ['amount', f.say('tab.band-amount')],
      ['percent', f.say('tab.band-percent')],
    ],
    rule?.band?.unit,
  );
  const bandFields = h(
    'div',
    { class: 'pair' },
    field(f.say('tab.band'), band, f.say('tab.band-hint')),
    field(f.say('tab.band-unit'), unit),
  );
  const quiet = choice('checkbox', 'quiet', '1', one.quiet !== undefined, f.say('tab.quiet-on'));
  const from = h('input', { type: 'time', value: one.quiet?.from ?? '22:00', required: true });
  const to = h('input', { type: 'time', value: one.quiet?.to ?? '07:00', required: true });
  const critical = choice('checkbox', 'critical', '1', one.quiet?.except === 'critical', f.say('tab.quiet-critical'));
  const times = h(
    'div',
    {},
    h('div', { class: 'pair' }, field(f.say('tab.quiet-from'), from), field(f.say('tab.quiet-to'), to)),
    critical.element,
  );
  const follow = () => {
    times.hidden = !quiet.input.checked;
    bandFields.hidden = direction.value === 'changes';
  };
  quiet.input.addEventListener('change', follow);
  direction.addEventListener('change', follow);
  follow();

  const typed = () =>
    ruleOf(
      { direction: direction.value, value: value.value, runs: runs.value, band: band.value, unit: unit.value },
      isSegment,
      f,
    );
  const quietHours = (): Pick<EditSubscription, 'quiet'> => {
    if (!quiet.input.checked) return one.quiet ? { quiet: null } : rule ? {} : { quiet: null };
    return {
      quiet: {
        from: from.value,
        to: to.value,
        ...(one.quiet?.zone ? { zone: one.quiet.zone } : {}),
        ...(critical.input.checked ? { except: 'critical' } : {}),
      },
    };
  };
  openDialog(
    {
      title: f.say('tab.edit-title', { number: `#${one.number}` }),
      body: [
        h('p', { class: 'dialog-what' }, wishWords(one, f)),
        ...(rule
          ? [
              h(
                'fieldset',
                {},
                h('legend', {}, f.say('tab.rule')),
                h(
                  'div',
                  { class: 'pair' },
                  field(f.say('tab.direction'), direction),
                  field(f.say('tab.threshold'), value, f.say('tab.threshold-hint')),
                ),
                field(f.say('tab.runs'), runs),
                bandFields,
                h('p', { class: 'small' }, f.say('tab.rule-note')),
              ),
            ]
          : []),
        h('fieldset', {}, h('legend', {}, f.say('tab.quiet-hours')), quiet.element, times),
      ],
      confirm: { text: f.say('button.save') },
      cancel: f.say('button.cancel'),
      check() {
        if (rule) {
          const read = typed();
          if ('wrong' in read) return read.wrong;
        }
        return quiet.input.checked && (from.value === '' || to.value === '' || from.value === to.value)
          ? f.say('tab.wrong-hours')
          : undefined;
      },
      async run() {
        const read = rule ? typed() : undefined;
        await save({
          conversation: one.conversation,
          id: one.id,
          ...(read && 'rule' in read ? { rule: read.rule } : {}),
          ...quietHours(),
        });
      },
    },
    f,
    back,
  );
}
