import { h } from '../../browser/h.js';
import type { BoardSubscription, SnoozeSubscription } from '../contract.js';
import { openDialog } from './dialog.js';
import { choice, field } from './fields.js';
import type { Format } from './format.js';
import { wishWords } from './parts/wishes.js';

type Until = SnoozeSubscription['until'];

const isAsleepUntilRecovery = (one: BoardSubscription) => one.alertState !== undefined;

/** `yyyy-mm-ddThh:mm` of the browser's own zone, which is what its field for dates reads. */
function fieldTime(ms: number): string {
  const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 16);
}

/** Asks how long a subscription should keep quiet. */
export function openSnooze(
  one: BoardSubscription,
  f: Format,
  save: (asked: SnoozeSubscription) => Promise<void>,
  back: () => HTMLElement | null,
): void {
  const choices: [string, string, Until][] = [
    ['hour', f.say('tab.snooze-hour'), { kind: 'minutes', minutes: 60 }],
    ['hours', f.say('snooze.hours'), { kind: 'minutes', minutes: 240 }],
    ['tomorrow', f.say('snooze.tomorrow'), { kind: 'tomorrow' }],
    ['run', f.say('tab.snooze-run'), { kind: 'run' }],
    ...(isAsleepUntilRecovery(one)
      ? ([['recovery', f.say('snooze.recovery'), { kind: 'recovery' }]] as [string, string, Until][])
      : []),
  ];
  const radios = choices.map(([value, text], i) => choice('radio', 'until', value, i === 1, text));
  const own = choice('radio', 'until', 'time', false, f.say('tab.snooze-time'));
  const time = h('input', { type: 'datetime-local', value: fieldTime(f.now() + 24 * 3_600_000) });
  const when = field(f.say('tab.snooze-when'), time);
  const follow = () => {
    when.hidden = !own.input.checked;
  };
  for (const { input } of [...radios, own]) input.addEventListener('change', follow);
  follow();
  const until = (): Until => {
    if (own.input.checked) return { kind: 'time', atMs: new Date(time.value).getTime() };
    return choices[radios.findIndex(({ input }) => input.checked)]?.[2] ?? { kind: 'minutes', minutes: 240 };
  };
  openDialog(
    {
      title: f.say('tab.snooze-title', { number: `#${one.number}` }),
      body: [
        h('p', { class: 'dialog-what' }, wishWords(one, f)),
        h(
          'fieldset',
          { class: 'choices' },
          h('legend', {}, f.say('tab.snooze-until')),
          ...radios.map(({ element }) => element),
          own.element,
          when,
        ),
        h('p', { class: 'small' }, f.say('tab.snooze-note')),
      ],
      confirm: { text: f.say('button.snooze') },
      cancel: f.say('button.cancel'),
      check() {
        if (!own.input.checked) return undefined;
        const at = new Date(time.value).getTime();
        return Number.isFinite(at) && at > f.now() ? undefined : f.say('tab.wrong-time');
      },
      run: () => save({ conversation: one.conversation, id: one.id, until: until() }),
    },
    f,
    back,
  );
}

/** Says what goes, what stays and that nothing brings it back. */
export function openRemove(
  one: BoardSubscription,
  f: Format,
  remove: () => Promise<void>,
  back: () => HTMLElement | null,
): void {
  const number = `#${one.number}`;
  openDialog(
    {
      title: f.say('tab.remove-title', { number }),
      body: [
        h('p', { class: 'dialog-what' }, wishWords(one, f)),
        h('p', {}, f.say('tab.remove-what')),
        one.alertState ? h('p', {}, f.say('tab.remove-alert')) : null,
        h('p', { class: 'strong' }, f.say('tab.remove-final')),
      ],
      confirm: { text: f.say('tab.remove-yes', { number }), danger: true },
      cancel: f.say('tab.remove-no'),
      run: remove,
    },
    f,
    back,
  );
}
