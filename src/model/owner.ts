import type { Person } from './conversation.js';

export const ownedKinds = ['source', 'segment', 'measure'] as const;
export type OwnedKind = (typeof ownedKinds)[number];

/** Who answers for a source, segment or measure: one for each object, connection and Teams tenant. */
export interface Owner {
  v: 1;
  connectionId: string;
  tenantId: string;
  object: { kind: OwnedKind; id: string; name: string };
  /** Mentioned once on the first card of an alert about the object. */
  person?: Person;
  /** Gets the mail of subscriptions that say `email owner`. */
  email?: string;
  setBy: Person;
  setAtMs: number;
}

export type OwnerKey = Pick<Owner, 'connectionId' | 'tenantId'> & { object: { kind: OwnedKind; id: string } };
