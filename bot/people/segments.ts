import { asHeraldError, HeraldError } from '../../src/base/errors.js';
import type { SegmentsFact } from '../../src/model/content/people.js';
import type { Filter } from '../../src/model/query.js';
import type { SegmentView } from '../../src/model/reading.js';
import type { Asking } from '../asking.js';
import { byCustomerId } from './by-id.js';
import type { Desk } from './desk.js';
import { memberships } from './membership.js';

/** Questions for one profile at most, and the share of the free calls that they may take together. */
const mostQuestions = 12;
const freeShare = 1 / 8;
/** How long a question may wait for its slot and its answer, ms. Nobody waits for it: the profile is shown already. */
const patienceMs = 15_000;

/** Calls that are about one customer, whatever is shown for them. */
export type Calls = Pick<Asking, 'call' | 'cost'>;

interface Memberships {
  /** What is known without a call. */
  now: SegmentsFact;
  /** Asks about the rest; absent where there is no rest, or no call to spare for it. Never throws. */
  more?: () => Promise<SegmentsFact>;
}

/**
 * The active segments a customer is in. The API has no list of them: each question tells whether the customer is in
 * any of a group (decision 0010). What was asked since a segment was last evaluated is not asked again; what is not
 * settled is counted as unchecked. Never throws: a profile is worth having without its segments.
 */
export async function segmentsOf(customerId: string, desk: Desk, calls: Calls): Promise<Memberships> {
  const segments = await activeSegments(desk, calls);
  if (!segments) return { now: { member: [], checked: 0, unchecked: 0, unread: true } };
  const memory = desk.services.people.membershipsOf(desk.connectionId, customerId);
  const answers = new Map<string, boolean>();
  for (const { name, evaluated } of segments) {
    const remembered = memory.get(name);
    if (evaluated?.value === '0') answers.set(name, false);
    else if (evaluated && remembered?.evaluatedAtMs === evaluated.atMs) answers.set(name, remembered.member);
  }
  const open = segments.filter(({ name }) => !answers.has(name));
  const { limit, used } = desk.client.budget();
  const most = Math.min(mostQuestions, Math.floor((limit - used) * freeShare));
  if (open.length === 0 || most < 1) return { now: factOf(segments, answers) };
  const more = async () => {
    const candidates = open.map(({ name, evaluated }) => ({ name, members: Number(evaluated?.value) || 0 }));
    const { known } = await memberships(candidates, (names) => anyOf(names, customerId, desk, calls), most);
    for (const { name, evaluated } of open) {
      const member = known.get(name);
      if (member === undefined) continue;
      answers.set(name, member);
      if (evaluated) memory.set(name, { evaluatedAtMs: evaluated.atMs, member });
    }
    return factOf(segments, answers);
  };
  return { now: { ...factOf(segments, answers), checking: true }, more };
}

function factOf(segments: readonly SegmentView[], answers: ReadonlyMap<string, boolean>): SegmentsFact {
  const member = segments.filter(({ name }) => answers.get(name) === true);
  return {
    member: member.map(({ name, friendlyName }) => friendlyName || name),
    checked: answers.size,
    unchecked: segments.length - answers.size,
  };
}

/** From the last reading, without a call; undefined where they cannot be read. */
async function activeSegments(
  { connectionId, client, services }: Desk,
  { call }: Calls,
): Promise<SegmentView[] | undefined> {
  const read = services.connections.reading(connectionId)?.segments;
  if (read) return read.filter(({ active }) => active);
  try {
    return (await client.segments({ history: false }, call)).filter(({ active }) => active);
  } catch (thrown) {
    services.log.warn({ err: asHeraldError(thrown), connectionId }, 'a profile without its segments');
    return undefined;
  }
}

async function anyOf(
  names: readonly string[],
  customerId: string,
  desk: Desk,
  { call }: Calls,
): Promise<boolean | undefined> {
  const { shape, client } = desk;
  const members = names.map((segment): Filter => ({ kind: 'member', segment }));
  const [only] = members;
  const either: Filter = members.length === 1 && only ? only : { kind: 'or', parts: members };
  const filter: Filter = { kind: 'and', parts: [byCustomerId(customerId, shape.id), either] };
  const { onWait: _, ...quiet } = call;
  try {
    const { rows } = await client.rows(
      shape.customer.name,
      { filter, select: [shape.id], top: 1 },
      { ...quiet, deadlineMs: patienceMs },
    );
    return rows.length > 0;
  } catch (thrown) {
    if (thrown instanceof HeraldError) return undefined;
    throw thrown;
  }
}
