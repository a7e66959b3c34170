import { type Random, randomFor } from '../random.js';
import { awkwardPeople, cities, firstNames, lastNames } from './names.js';

export type Row = Record<string, string | number | boolean | null>;

const DAY_MS = 86_400_000;
const tiers = ['None', 'None', 'Bronze', 'Bronze', 'Silver', 'Gold', 'Platinum'] as const;

/** Unified customers. Rows are made from the seed when first asked for. */
export class Customers {
  private readonly made: Row[] = [];
  private readonly byId = new Map<string, number>();

  constructor(
    private readonly seed: number,
    private size: number,
    private readonly startMs: number,
  ) {}

  get count(): number {
    return this.size;
  }

  /** A unification found new people. */
  grow(by: number): void {
    this.size += by;
  }

  all(): Row[] {
    for (let i = this.made.length; i < this.size; i += 1) {
      const row = this.make(i);
      this.made.push(row);
      this.byId.set(String(row.CustomerId), i);
    }
    return this.made;
  }

  at(index: number): Row | undefined {
    return this.all()[index];
  }

  /** Position of a customer, or undefined. */
  indexOf(customerId: string): number | undefined {
    this.all();
    return this.byId.get(customerId);
  }

  private make(index: number): Row {
    const random = randomFor(this.seed, 'customer', index);
    const [first, last] = awkwardPeople[index] ?? [random.pick(firstNames), random.pick(lastNames)];
    const [city, country] = random.pick(cities);
    const member = random.chance(0.72);
    const spend = Math.round(random.next() ** 3 * 900_000) / 100;
    return {
      CustomerId: random.hex(32),
      FullName: `${first} ${last}`,
      FirstName: first,
      LastName: last,
      EMail: `${mailName(first, last)}.${index}@example.net`,
      Telephone: random.chance(0.8) ? `+44 20 7946 ${String(random.int(0, 9999)).padStart(4, '0')}` : null,
      City: city,
      Country: country,
      BirthDate: random.chance(0.85) ? birthDate(random) : null,
      LoyaltyTier: member ? random.pick(tiers) : 'None',
      LoyaltyPoints: member ? random.int(0, 12_000) : 0,
      TotalSpend: spend,
      LastPurchase: new Date(this.startMs - random.int(0, 400) * DAY_MS - random.int(0, DAY_MS)).toISOString(),
      OptedIn: random.chance(0.64),
      CRMContacts_Contacts_ContactId: random.chance(0.94) ? `CON-${10_000 + index}` : null,
      LoyaltyMembers_Members_MemberId: member ? `MBR-${20_000 + index}` : null,
      PreviousCustomerId: random.chance(0.02) ? random.hex(32) : null,
    };
  }
}

function mailName(first: string, last: string): string {
  const plain = `${first}.${last}`.normalize('NFD').replace(/[^A-Za-z.]/g, '');
  return (plain.replace(/^\.+|\.+$/g, '') || 'customer').toLowerCase();
}

function birthDate(random: Random): string {
  return new Date(Date.UTC(random.int(1940, 2006), random.int(0, 11), random.int(1, 28))).toISOString().slice(0, 10);
}
