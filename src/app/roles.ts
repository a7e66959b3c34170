import type { Role } from '../../bot/services.js';
import type { Person } from '../model/conversation.js';

/** What somebody may do. The configuration's operators are authoritative. */
export function createRoles(operators: readonly string[]) {
  return {
    async of({ aadObjectId }: Person): Promise<Role> {
      return aadObjectId !== undefined && operators.includes(aadObjectId) ? 'operator' : 'viewer';
    },
  };
}
