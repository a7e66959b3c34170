import { z } from 'zod';
import type { FormValues, Refusal } from '../../src/model/card-content.js';
import { stepGroups, triggerNames } from '../../src/model/observation.js';
import type { Wanted } from '../commands/wanted.js';
import { short } from '../grammar/problem.js';
import { readThresholdRule } from '../grammar/threshold.js';

const text = z.string().trim().max(1000).catch('');

/** Inputs of the form. What a client leaves out or garbles reads as not filled in. */
const shape = z.object({
  trigger: z.enum(triggerNames).optional().catch(undefined),
  source: text,
  segment: text,
  measure: text,
  direction: z.enum(['above', 'below', 'crosses']).catch('above'),
  value: z
    .union([z.string(), z.number().transform(String)])
    .pipe(text)
    .catch(''),
  runs: z
    .union([z.string(), z.number().transform(String)])
    .pipe(text)
    .catch(''),
  band: z
    .union([z.string(), z.number().transform(String)])
    .pipe(text)
    .catch(''),
  group: z.enum(stepGroups).catch('all'),
  includeManual: z.union([z.boolean(), z.string().transform((value) => value === 'true')]).catch(false),
  subscriptionId: text,
});

export type FormInput = z.infer<typeof shape>;

/** Undefined when it is no form at all. */
export function readForm(data: unknown): FormInput | undefined {
  const result = shape.safeParse(data);
  return result.success ? result.data : undefined;
}

/** What was filled in, to be shown again beside the problem. */
export function kept({ trigger, subscriptionId, ...rest }: FormInput): Partial<FormValues> {
  return { ...rest, ...(trigger ? { trigger } : {}), ...(subscriptionId ? { subscriptionId } : {}) };
}

/** The same checks as a typed line gets, field by field; the text of a field is never read as a line. */
export function wantedOf(form: FormInput): { wanted: Wanted } | { problem: Refusal } {
  const { trigger } = form;
  // Who filled in a number wants a threshold, whatever the first choice still says.
  const isNew = form.subscriptionId === '';
  if (isNew && form.value !== '' && trigger !== undefined && !trigger.endsWith('-threshold')) {
    return { problem: { key: 'form-number-unused' } };
  }
  switch (trigger) {
    case undefined:
      return { problem: { key: 'form-trigger-missing' } };
    case 'segment-threshold':
    case 'measure-threshold':
      return threshold(trigger, form);
    case 'source-refresh-failed':
    case 'source-refresh-succeeded':
      return { wanted: { trigger, ...(form.source && form.source !== 'all' ? { target: form.source } : {}) } };
    case 'full-refresh-completed':
      return { wanted: { trigger, ...(form.includeManual ? { includeManual: true } : {}) } };
    case 'step-failed':
      return { wanted: { trigger, group: form.group } };
    case 'unification-completed':
      return { wanted: { trigger } };
  }
}

function threshold(
  trigger: 'segment-threshold' | 'measure-threshold',
  form: FormInput,
): { wanted: Wanted } | { problem: Refusal } {
  const target = trigger === 'segment-threshold' ? form.segment : form.measure;
  if (target === '') {
    return { problem: { key: trigger === 'segment-threshold' ? 'segment-name-missing' : 'measure-name-missing' } };
  }
  if (form.runs !== '' && !/^[1-9]\d?$/.test(form.runs)) {
    return { problem: { key: 'runs-not-whole', facts: { text: short(form.runs) } } };
  }
  const base: Wanted = { trigger, target };
  const runs = form.runs === '' ? 1 : Number(form.runs);
  const read = readThresholdRule(trigger, base, form.direction, form.value, {
    runs,
    ...(form.band === '' ? {} : { band: form.band }),
  });
  return 'problem' in read ? read : { wanted: { ...base, rule: read.rule } };
}
