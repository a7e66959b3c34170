import type { BotServices, Role } from '../../bot/services.js';
import type { Clock } from '../base/clock.js';
import { asHeraldError } from '../base/errors.js';
import type { Log } from '../base/log.js';
import type { CallOptions, InsightsClient } from '../insights/port.js';
import type { Person } from '../model/conversation.js';
import type { AssignmentView } from '../model/entity.js';

export interface Roles extends Pick<BotServices['roles'], 'of' | 'isKnownOperator'> {
  /** Customer Insights refused to tell who holds a role, within the time that its answer is kept. */
  areForbidden(connectionId: string): boolean;
}

export interface RolesDeps {
  /** Entra object ids, from the configuration. */
  operators: readonly string[];
  client(connectionId: string): Pick<InsightsClient, 'assignments'>;
  clock: Clock;
  log: Log;
}

/** A changed role takes up to 15 minutes at Customer Insights too (API reference, section 1.2), ms. */
const keptMs = 15 * 60_000;

/** Roles that may start runs and write (API reference, section 1.2). */
const operating: ReadonlySet<string> = new Set(['admin', 'contributor']);

interface Known {
  /** Monotonic, ms. */
  atMs: number;
  /** Object ids; absent where Customer Insights answered 403. */
  operators?: ReadonlySet<string>;
}

/**
 * What somebody may do. The configuration's operators are authoritative and cost no call; who was given a role at
 * Customer Insights directly is asked for and kept for a while. Members of groups cannot be told apart: they are viewers.
 */
export function createRoles({ operators, client, clock, log }: RolesDeps): Roles {
  const named = new Set(operators.map((id) => id.toLowerCase()));
  const answers = new Map<string, Known>();

  function kept(connectionId: string): Known | undefined {
    const known = answers.get(connectionId);
    return known && clock.monotonic() - known.atMs < keptMs ? known : undefined;
  }

  async function ask(connectionId: string, call: CallOptions): Promise<Known | undefined> {
    try {
      const assigned = await client(connectionId).assignments({ ...call, lane: 'chat' });
      return { atMs: clock.monotonic(), operators: operatorsAmong(assigned) };
    } catch (thrown) {
      const { code } = asHeraldError(thrown);
      log.warn({ connection: connectionId, code }, 'roles cannot be read from Customer Insights');
      return code === 'insights-forbidden' ? { atMs: clock.monotonic() } : undefined;
    }
  }

  const isNamed = ({ aadObjectId }: Person) => aadObjectId !== undefined && named.has(aadObjectId.toLowerCase());
  const isAmong = (known: Known | undefined, { aadObjectId }: Person) =>
    aadObjectId !== undefined && known?.operators?.has(aadObjectId.toLowerCase()) === true;

  return {
    async of(person, connectionId, call): Promise<Role> {
      if (isNamed(person)) return 'operator';
      if (person.aadObjectId === undefined) return 'viewer';
      const known = kept(connectionId) ?? (await ask(connectionId, call));
      if (known) answers.set(connectionId, known);
      return isAmong(known, person) ? 'operator' : 'viewer';
    },
    isKnownOperator: (person, connectionId) => isNamed(person) || isAmong(kept(connectionId), person),
    areForbidden: (connectionId) => {
      const known = kept(connectionId);
      return known !== undefined && known.operators === undefined;
    },
  };
}

function operatorsAmong(assigned: readonly AssignmentView[]): ReadonlySet<string> {
  const direct = assigned.filter(
    ({ principalType, roles }) => principalType === 'user' && roles.some((role) => operating.has(role.toLowerCase())),
  );
  return new Set(direct.map(({ principalId }) => principalId.toLowerCase()));
}
