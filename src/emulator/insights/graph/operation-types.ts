/** The contract's operation types (API 3.2), by their lower-case form: submissions match without regard to case. */
const operationTypes = new Map(
  (
    'ingestion dataPreparation map match merge relationship profileStore search realtimeM3Search activity ' +
    'attributeMeasures entityMeasures measures segmentation segmentMembership enrichment preEnrichment intelligence ' +
    'aiBuilder insights modelManagement export analysis derivedEntity transform semanticEntity hierarchy contact ' +
    'roleAssignment none all'
  )
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
);

/** The contract's spelling, or undefined. */
export function operationType(text: string): string | undefined {
  return operationTypes.get(text.trim().toLowerCase());
}
