import type { Json } from './json.js';

/** Liberties that the live service takes with its contract (API 8.1, 8.8), each to be switched on. */
export interface WireStyle {
  /** `Failed` in place of `failed`. */
  pascalCaseEnums: boolean;
  /** `httpStatusCode` as a number. */
  numericCodes: boolean;
  /** `0001-01-01T00:00:00Z` in place of a date left out. */
  yearOneDates: boolean;
}

export const contractStyle: WireStyle = { pascalCaseEnums: false, numericCodes: false, yearOneDates: false };

const enumFields = new Set(
  (
    'jobType jobSubmissionKind jobStatus taskStatus operationType subType exceptionCulprit resultSeverity kind ' +
    'refreshState provisioningState instanceType state entityType dataflowType currentState code bucket operation ' +
    'rowsetOperation relationshipType cardinality source principalType type'
  ).split(' '),
);
const dateFields = new Set(
  (
    'submittedTimestamp endTimestamp lastSuccessfulTimestamp lastRefresh evaluationDate endTime evaluationTime ' +
    'lastSuccessful refreshTime ingestionTime updatedUtc createdUtc'
  ).split(' '),
);

/** Serialises an answer. Rows of tables are data, not contract: `value` lists keep their texts. */
export function serialise(body: Json, style: WireStyle): string {
  return JSON.stringify(body, (key, value: Json): Json => {
    if (value === undefined && style.yearOneDates && dateFields.has(key)) return '0001-01-01T00:00:00Z';
    if (style.numericCodes && key === 'httpStatusCode') return Number(value);
    if (style.pascalCaseEnums && enumFields.has(key) && typeof value === 'string') return pascal(value);
    return value;
  });
}

function pascal(text: string): string {
  return /^[a-z][A-Za-z0-9]*$/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
