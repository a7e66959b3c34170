import { z } from 'zod';
import type { SegmentView } from '../../model/reading.js';
import { evaluation, inOrder } from './evaluation.js';
import { key, listOf, present, text, time, word } from './fields.js';

const evaluationFields = z.object({ jobStatus: word, evaluationDate: time, entityCount: z.unknown().optional() });

/** The history's status is a free string in the contract, so the spellings of the other enumerations count too. */
const succeeded = new Set(['completedsuccess', 'successful', 'succeeded', 'success', 'completed']);
const failed = new Set(['completedfailure', 'interrupted']);

/**
 * A segment that never ran shows a count of 0, and one that runs shows the last one, so a count is read only where the
 * evaluation it belongs to succeeded (API reference, section 2.6).
 */
function evaluated(fields: z.output<typeof evaluationFields>) {
  return succeeded.has(fields.jobStatus) ? evaluation(fields.evaluationDate, fields.entityCount) : undefined;
}

/** The service's word as far as it matters; one it does not give, or that we do not know, proves nothing. */
function stateOf(word: string): NonNullable<SegmentView['state']> {
  if (word === 'active' || word === 'inactive') return word;
  return word === 'invalid' || word === 'validationerror' ? 'invalid' : 'changing';
}

/** SegmentMetadata. */
export const segmentSchema = z
  .object({
    name: key,
    friendlyName: text,
    state: word,
    evaluationStatus: evaluationFields.nullish(),
    evaluationStatusHistory: listOf(evaluationFields),
    createdUtc: time,
    updatedUtc: time,
  })
  .transform(
    (segment): SegmentView =>
      present({
        name: segment.name,
        friendlyName: segment.friendlyName ?? segment.name,
        active: segment.state === 'active',
        state: stateOf(segment.state),
        evaluated: segment.evaluationStatus ? evaluated(segment.evaluationStatus) : undefined,
        history: segment.evaluationStatusHistory && inOrder(segment.evaluationStatusHistory.map(evaluated)),
        lastEvaluationFailed: failed.has(segment.evaluationStatus?.jobStatus ?? ''),
        createdAtMs: segment.createdUtc,
        updatedAtMs: segment.updatedUtc,
      }),
  );
