import { randomFor } from '../random.js';
import type { InstanceState, SegmentState } from '../state.js';
import type { Row } from './customers.js';
import type { SegmentScore } from './segments.js';

/**
 * Who is in a segment: customers are put in one order per segment, and its members are the first of them. So the
 * member count, the segment's table and `IsMemberOfSegment` always agree, whatever count a story sets.
 */
export class Memberships {
  private readonly ranks = new Map<string, { size: number; order: string[]; rank: Map<string, number> }>();

  constructor(private readonly instance: InstanceState) {}

  /** Undefined for a segment that does not exist. */
  test(name: string): ((customerId: string) => boolean) | undefined {
    const segment = this.instance.segments.get(name);
    if (!segment) return undefined;
    const { rank } = this.rankOf(segment);
    return (customerId) => (rank.get(customerId) ?? Number.POSITIVE_INFINITY) < segment.members;
  }

  members(segment: SegmentState): string[] {
    return this.rankOf(segment).order.slice(0, segment.members);
  }

  private rankOf(segment: SegmentState) {
    const { name, score } = segment.definition;
    const known = this.ranks.get(name);
    const rows = this.instance.customers.all();
    if (known?.size === rows.length) return known;
    const scored = rows.map((row, index) => ({
      id: String(row.CustomerId),
      score: scoreOf(score, row, randomFor(this.instance.seed, 'rank', name, index).next()),
    }));
    const order = scored.sort((a, b) => b.score - a.score).map(({ id }) => id);
    const made = { size: rows.length, order, rank: new Map(order.map((id, rank) => [id, rank])) };
    this.ranks.set(name, made);
    return made;
  }
}

function scoreOf(score: SegmentScore, row: Row, noise: number): number {
  const last = Date.parse(String(row.LastPurchase));
  switch (score) {
    case 'spend':
      return Number(row.TotalSpend);
    case 'lapsing':
      return Number(row.TotalSpend) > 500 ? -last : -last - 1e13;
    case 'recent':
      return last;
    case 'points':
      return Number(row.LoyaltyPoints);
    case 'random':
      return noise;
  }
}
