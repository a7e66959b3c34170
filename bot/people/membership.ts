/** A segment that may be asked about. */
export interface Candidate {
  /** API name. */
  name: string;
  /** Members at its last evaluation. */
  members: number;
}

export interface Memberships {
  /** API names by whether the customer is a member. */
  known: Map<string, boolean>;
  /** Questions that were asked. */
  asked: number;
}

/** Whether the customer is in any of these; undefined where the question was not answered. */
export type AnyOf = (names: readonly string[]) => Promise<boolean | undefined>;

/** A group that holds this share of the customers is as likely answered yes as no, and so tells the most. */
const evenShare = 0.5;
/** The filter travels in an address, of which 2,000 characters are taken everywhere; a name comes with its call around it. */
const longestNames = 1500;
const aroundName = 45;

/**
 * Which of these segments a customer is in, with few questions: small segments are asked about together, and only a
 * group that is answered with yes is halved. At most `most` questions; what they do not settle stays unknown. A group
 * whose question is not answered is halved as well, so that one bad name spoils no other's answer.
 */
export async function memberships(segments: readonly Candidate[], anyOf: AnyOf, most: number): Promise<Memberships> {
  const known = new Map<string, boolean>();
  let asked = 0;

  /** Settles a group; `sure`: somebody else's no has shown that the answer is yes. */
  async function settle(group: readonly Candidate[], sure: boolean): Promise<boolean | undefined> {
    if (group.length === 0) return false;
    if (!sure) {
      if (asked >= most) return undefined;
      asked += 1;
      const answer = await anyOf(group.map(({ name }) => name));
      if (answer === false) {
        for (const { name } of group) known.set(name, false);
        return false;
      }
      if (answer === undefined && group.length === 1) return undefined;
      if (answer === undefined) return halves(group, false);
    }
    const [only] = group;
    if (group.length === 1 && only) known.set(only.name, true);
    else await halves(group, true);
    return true;
  }

  async function halves(group: readonly Candidate[], sure: boolean): Promise<boolean | undefined> {
    const at = Math.ceil(group.length / 2);
    const first = await settle(group.slice(0, at), false);
    const second = await settle(group.slice(at), sure && first === false);
    if (first === undefined || second === undefined) return first || second || undefined;
    return first || second;
  }

  await Promise.all(grouped(segments).map((group) => settle(group, false)));
  return { known, asked };
}

/**
 * Smallest first, so that many are settled by one no. Nothing free tells how many customers there are; twice the
 * largest segment is near enough for this. Exported for its test.
 */
export function grouped(segments: readonly Candidate[]): Candidate[][] {
  const bySize = [...segments].sort((a, b) => a.members - b.members);
  const all = 2 * Math.max(1, bySize.at(-1)?.members ?? 1);
  const groups: Candidate[][] = [];
  let share = 0;
  let length = 0;
  for (const one of bySize) {
    const own = one.members / all;
    const last = groups.at(-1);
    if (last && share + own <= evenShare && length + one.name.length + aroundName <= longestNames) last.push(one);
    else {
      groups.push([one]);
      share = 0;
      length = 0;
    }
    share += own;
    length += one.name.length + aroundName;
  }
  return groups;
}
