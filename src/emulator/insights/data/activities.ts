import { randomFor } from '../random.js';
import type { Customers, Row } from './customers.js';
import { products, stores } from './names.js';

const HISTORY_MS = 90 * 86_400_000;

interface Kind {
  type: string;
  display: string;
  name: string;
  source: string;
  title: (product: string, store: string) => string;
  description: (product: string, amount: string) => string;
}

const kinds: readonly Kind[] = [
  {
    type: 'OnlinePurchase',
    display: 'Online purchase',
    name: 'Order',
    source: 'ShopOrders_Orders',
    title: (product) => `Ordered ${product}`,
    description: (product, amount) => `1 × ${product}, £${amount}`,
  },
  {
    type: 'StorePurchase',
    display: 'Store purchase',
    name: 'Receipt',
    source: 'StoreSales_Receipts',
    title: (product, store) => `Bought ${product} at ${store}`,
    description: (product, amount) => `1 × ${product}, £${amount}, paid by card`,
  },
  {
    type: 'WebVisit',
    display: 'Website visit',
    name: 'Visit',
    source: 'WebVisits_Visits',
    title: (product) => `Looked at ${product}`,
    description: (product) => `Page /shop/${product.replaceAll(' ', '-')}`,
  },
  {
    type: 'LoyaltyReward',
    display: 'Loyalty reward',
    name: 'Reward',
    source: 'LoyaltyMembers_Rewards',
    title: () => 'Redeemed points',
    description: (_product, amount) => `Voucher of £${amount}`,
  },
  {
    type: 'SupportTicket',
    display: 'Support ticket',
    name: 'Ticket',
    source: 'SupportTickets_Tickets',
    title: (product) => `Asked about "${product}"`,
    description: (product) =>
      `Where is my ${product}? It's late & I'm *not* amused. Call 020 7946 0958 or write to office@example.net.`,
  },
];
const weights = [0, 0, 0, 1, 1, 2, 2, 2, 2, 3, 4];

/** The timeline of all customers over 90 days. Rows are made from the seed when first asked for. */
export class Activities {
  private made: Row[] | undefined;
  private sources: string[] = [];
  private byCustomer: Map<string, Row[]> | undefined;

  constructor(
    private readonly seed: number,
    readonly size: number,
    private readonly startMs: number,
    private readonly customers: Customers,
  ) {}

  all(): Row[] {
    this.made ??= Array.from({ length: this.size }, (_, index) => this.make(index));
    return this.made;
  }

  /** The activities that came in through one source table. */
  fromTable(qualifiedName: string): Row[] {
    return this.all().filter((_, index) => this.sources[index] === qualifiedName);
  }

  ofCustomer(customerId: string): Row[] {
    this.byCustomer ??= groupByCustomer(this.all());
    return this.byCustomer.get(customerId) ?? [];
  }

  private make(index: number): Row {
    const random = randomFor(this.seed, 'activity', index);
    // Squaring makes some customers far busier than others, as in life.
    const customer = this.customers.at(Math.floor(random.next() ** 2 * this.customers.count));
    const kind = kinds[random.pick(weights)] ?? kinds[0];
    if (!kind) throw new RangeError('There is no kind of activity.');
    const product = random.pick(products);
    const amount = (random.int(500, 24_000) / 100).toFixed(2);
    this.sources[index] = kind.source;
    return {
      ActivityId: `act-${String(index + 1).padStart(6, '0')}`,
      CustomerId: customer ? String(customer.CustomerId) : null,
      ActivityTime: new Date(this.startMs - random.int(60_000, HISTORY_MS)).toISOString(),
      ActivityType: kind.type,
      ActivityTypeDisplay: kind.display,
      ActivityName: kind.name,
      Title: kind.title(product, random.pick(stores)),
      Description: kind.description(product, amount),
      URL: kind.type === 'WebVisit' ? `https://shop.alderfinch.example/${index}` : null,
    };
  }
}

function groupByCustomer(rows: Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const id = String(row.CustomerId);
    const group = groups.get(id);
    if (group) group.push(row);
    else groups.set(id, [row]);
  }
  return groups;
}
