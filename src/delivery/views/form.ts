import type { CardContent, FormChoice, FormValues } from '../../model/card-content.js';
import { stepGroups, type TriggerName, triggerNames } from '../../model/observation.js';
import { clean } from '../clean.js';
import { refusalWords } from './answers.js';
import { buttonRows } from './buttons.js';
import { foot, icons, part, type View, type ViewInput } from './view.js';

/** The value of the choices "every data source" and "every step". */
const EVERY = 'all';

const parts = ['sourcePart', 'thresholdPart', 'refreshPart', 'stepPart'] as const;
type FormPart = (typeof parts)[number];

/** The part of the form that belongs to a trigger; unification needs nothing more. */
const partOf: Record<TriggerName, FormPart | undefined> = {
  'source-refresh-failed': 'sourcePart',
  'source-refresh-succeeded': 'sourcePart',
  'segment-threshold': 'thresholdPart',
  'measure-threshold': 'thresholdPart',
  'full-refresh-completed': 'refreshPart',
  'unification-completed': undefined,
  'step-failed': 'stepPart',
};

function labels({ f }: ViewInput) {
  return {
    trigger: f.say('form.trigger'),
    triggerMissing: f.say('form.trigger-missing'),
    details: f.say('form.details'),
    source: f.say('form.source'),
    segment: f.say('form.segment'),
    measure: f.say('form.measure'),
    choose: f.say('form.choose'),
    direction: f.say('form.direction'),
    value: f.say('form.value'),
    valueHint: f.say('form.value-hint'),
    runs: f.say('form.runs'),
    band: f.say('form.band'),
    bandHint: f.say('form.band-hint'),
    includeManual: f.say('form.include-manual'),
    group: f.say('form.group'),
    ...Object.fromEntries(parts.map((name) => [name, f.say(`form.${name}`)])),
  };
}

function valuesOf(preset: Partial<FormValues>, { limits }: ViewInput): Record<string, string> {
  const text = (value: string | undefined, otherwise: string) => clean(value ?? '', limits.message) || otherwise;
  return {
    trigger: preset.trigger ?? 'source-refresh-failed',
    source: text(preset.source, EVERY),
    segment: text(preset.segment, ''),
    measure: text(preset.measure, ''),
    direction: preset.direction ?? 'above',
    value: text(preset.value, ''),
    runs: text(preset.runs, '1'),
    band: text(preset.band, ''),
    group: preset.group ?? 'all',
    includeManual: preset.includeManual ? 'true' : 'false',
  };
}

/** A longer value cannot be a name of Customer Insights, and would take the room of the others. */
const VALUE_LIMIT = 200;

/** Choices with readable titles. The chosen one is always among them, however long the list is. */
export function choices(all: FormChoice[], chosen: string, { limits }: ViewInput): FormChoice[] {
  const list = all.filter((one) => one.value !== '' && one.value.length <= VALUE_LIMIT);
  const first = list.slice(0, limits.choices);
  const own = list.find((one) => one.value === chosen);
  const shown = own && !first.includes(own) ? [own, ...first.slice(0, -1)] : first;
  return shown.map(({ value, title }) => ({ value, title: clean(title, limits.name) || clean(value, limits.name) }));
}

/** The form behind `subscribe` alone and behind *Change*. Inputs are named as `FormValues`. */
export function formView(content: Extract<CardContent, { situation: 'form' }>, input: ViewInput): View {
  const { f, limits } = input;
  const preset = content.preset ?? {};
  const values = valuesOf(preset, input);
  const open = partOf[preset.trigger ?? 'source-refresh-failed'];
  const changing = preset.subscriptionId !== undefined && preset.subscriptionId !== '';
  const state = f.say(changing ? 'form.title-change' : 'form.title');
  const sources = choices(content.sources, values.source ?? '', input);
  const segments = choices(content.segments, values.segment ?? '', input);
  const measures = choices(content.measures, values.measure ?? '', input);
  const longest = Math.max(content.sources.length, content.segments.length, content.measures.length);
  const submit = changing ? { subscriptionId: preset.subscriptionId ?? '' } : {};
  return {
    template: 'form',
    model: {
      head: content.problem
        ? {
            tone: 'warning',
            colour: 'Warning',
            state: `${icons.warning} ${f.say('refusal')}`,
            sentence: refusalWords(content.problem, input),
          }
        : { tone: 'emphasis', colour: 'Default', state, sentence: f.say('form.intro') },
      labels: labels(input),
      values,
      triggers: triggerNames.map((value) => ({ value, title: f.say(`form.${value}`) })),
      open: Object.fromEntries(parts.map((name) => [name, name === open])),
      closed: Object.fromEntries(parts.map((name) => [name, name !== open])),
      sources: [{ value: EVERY, title: f.say('form.every-source') }, ...sources],
      ...part('segments', segments),
      ...part('measures', measures),
      directions: (['above', 'below', 'crosses'] as const).map((value) => ({ value, title: f.say(`form.${value}`) })),
      groups: stepGroups.map((value) => ({ value, title: f.say(`form.group-${value}`) })),
      ...part('cut', longest > limits.choices ? f.say('form.cut', { n: limits.choices }) : undefined),
      actions: buttonRows([
        { title: f.say(changing ? 'button.save' : 'button.subscribe'), verb: 'subscribe-form', data: submit },
      ]),
      ...part('foot', foot(input, { times: false })),
    },
    summary: state,
  };
}
