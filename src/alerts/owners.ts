import type { ObjectRef, Observation } from '../model/observation.js';
import type { OwnedKind, Owner } from '../model/owner.js';

const kindOfGroup: Partial<Record<string, OwnedKind>> = { segments: 'segment', measures: 'measure' };

/** What of an observation somebody can own: the object, or the segment or measure that a step computes. */
function ownedBy(observation: Observation): { kind: OwnedKind; id: string } | undefined {
  const { object } = observation;
  if (observation.trigger === 'step-failed') {
    const kind = kindOfGroup[observation.group];
    // Steps are named `operation/identifier`.
    return kind && { kind, id: object.id.slice(object.id.indexOf('/') + 1) };
  }
  return isOwned(object) ? { kind: object.kind, id: object.id } : undefined;
}

function isOwned(object: ObjectRef): object is ObjectRef & { kind: OwnedKind } {
  return object.kind === 'source' || object.kind === 'segment' || object.kind === 'measure';
}

/** Who answers for what was observed, in the eyes of one Teams tenant. */
export function ownerOf(owners: readonly Owner[], observation: Observation, tenantId: string): Owner | undefined {
  const owned = ownedBy(observation);
  return (
    owned &&
    owners.find(
      ({ object, connectionId, ...owner }) =>
        owner.tenantId === tenantId &&
        connectionId === observation.connectionId &&
        object.kind === owned.kind &&
        object.id === owned.id,
    )
  );
}
