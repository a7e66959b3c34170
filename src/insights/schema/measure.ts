import { z } from 'zod';
import type { MeasureView } from '../../model/reading.js';
import { evaluation, inOrder } from './evaluation.js';
import { flag, key, listOf, present, text, time, word } from './fields.js';

const definitionSchema = z.object({
  kind: word,
  type: word,
  isScalar: flag,
  isManualQueryScalar: flag,
  dimensions: listOf(z.unknown()),
  aggregates: listOf(z.object({ alias: text })),
});
type Definition = z.output<typeof definitionSchema>;

/** ScalarOutput. */
const outputSchema = z.object({ values: z.record(z.string(), z.unknown()).nullish(), evaluationTime: time });
type Output = z.output<typeof outputSchema>;

/** A measure without dimensions: two flags say so, or its shape where they are absent (API reference, section 2.7). */
function isScalar(definition: Definition | null | undefined): boolean {
  if (!definition) return false;
  if (definition.isScalar || (definition.type === 'manual' && definition.isManualQueryScalar)) return true;
  if (definition.isScalar === false) return false;
  return definition.kind === 'entity' && definition.dimensions?.length === 0;
}

/** The single calculation; where there are several entries, the one under the calculation's alias. */
function outputValue(output: Output, definition: Definition | null | undefined): unknown {
  const values = output.values ?? {};
  const names = Object.keys(values);
  const name = names.length === 1 ? names[0] : definition?.aggregates?.[0]?.alias;
  return name === undefined ? undefined : values[name];
}

/** MeasureMetadata. */
export const measureSchema = z
  .object({
    name: key,
    displayName: text,
    definition: definitionSchema.nullish(),
    latestEvaluation: z.object({ state: word }).nullish(),
    output: outputSchema.nullish(),
    outputHistory: listOf(outputSchema),
    createdUtc: time,
    updatedUtc: time,
  })
  .transform((measure): MeasureView => {
    const scalar = isScalar(measure.definition);
    const state = measure.latestEvaluation?.state;
    const evaluated = (output: Output) => evaluation(output.evaluationTime, outputValue(output, measure.definition));
    return present({
      name: measure.name,
      friendlyName: measure.displayName ?? measure.name,
      scalar,
      perCustomer: measure.definition?.kind === 'attribute' || undefined,
      evaluated: scalar && state === 'completed' && measure.output ? evaluated(measure.output) : undefined,
      history: scalar && measure.outputHistory ? inOrder(measure.outputHistory.map(evaluated)) : undefined,
      lastEvaluationFailed: state === 'failed',
      createdAtMs: measure.createdUtc,
      updatedAtMs: measure.updatedUtc,
    });
  });
