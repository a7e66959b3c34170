import type { Draft } from './draft.js';
import type { ProfilesKnown } from './happening.js';
import type { Look } from './look.js';

/** The count of unified customers, once per unification, after the profile store step that followed the merge. */
export function followProfiles(look: Look, draft: Draft): ProfilesKnown[] {
  const { unification } = draft;
  const { profiles } = look.reading;
  if (!unification || unification.counted || !profiles) return [];
  const storedMs = profileStoreSuccess(look);
  if (storedMs === undefined || storedMs <= unification.atMs || profiles.atMs < storedMs) return [];
  draft.unification = { ...unification, counted: true };
  const { id: unificationId, atMs: unifiedAtMs } = unification;
  return [{ unificationId, unifiedAtMs, atMs: storedMs, profiles: profiles.count }];
}

function profileStoreSuccess(look: Look): number | undefined {
  const times = (look.reading.nodes ?? [])
    .filter((node) => node.operation === 'profileStore' && node.lastSuccessAtMs !== undefined)
    .map((node) => node.lastSuccessAtMs ?? 0);
  return times.length > 0 ? Math.max(...times) : undefined;
}
