import { z } from 'zod';
import type { StepError } from '../../model/reading.js';
import { listOf, oneOf, present, text, word } from './fields.js';

/** jobStatus and taskStatus (API reference, section 3.1). */
export const stepStatus = oneOf(
  {
    queued: 'queued',
    needsupdate: 'needs-update',
    running: 'running',
    failed: 'failed',
    timedout: 'timed-out',
    aborted: 'aborted',
    deleted: 'deleted',
    successful: 'successful',
    skipped: 'skipped',
  },
  'unknown',
);

/** API reference, section 3.2. */
const operations = [
  ...['ingestion', 'dataPreparation', 'map', 'match', 'merge', 'relationship', 'profileStore', 'search'],
  ...['realtimeM3Search', 'activity', 'attributeMeasures', 'entityMeasures', 'measures', 'segmentation'],
  ...['segmentMembership', 'enrichment', 'preEnrichment', 'intelligence', 'aiBuilder', 'insights', 'modelManagement'],
  ...['export', 'analysis', 'derivedEntity', 'transform', 'semanticEntity', 'hierarchy', 'contact', 'roleAssignment'],
  ...['none', 'all'],
];
const spelling = new Map(operations.map((name) => [name.toLowerCase(), name]));

/** In the contract's spelling where it is one of the contract's, else as sent. */
export const operation = z.string().transform((name) => spelling.get(name.trim().toLowerCase()) ?? name.trim());

const ciError = z
  .object({ errorCode: text, name: text, message: text, exceptionCulprit: word, resultSeverity: word })
  .nullish();

/** `ciError` and `ciErrors` of a node or task. A step with nothing but warnings has no error. */
export const errorFields = { ciError, ciErrors: listOf(ciError) };

export function stepError(fields: z.output<z.ZodObject<typeof errorFields>>): StepError | undefined {
  const error = [fields.ciError, ...(fields.ciErrors ?? [])].find((one) => one && one.resultSeverity !== 'warning');
  if (!error) return undefined;
  return present({
    code: error.errorCode ?? error.name,
    message: error.message,
    culprit: error.exceptionCulprit || undefined,
  });
}
