/** A data source as configured. Identifiers are fixed, so that stories and documentation can name them. */
export interface SourceDefinition {
  id: string;
  name: string;
  friendlyName: string;
  kind: 'powerQuery' | 'attachCds' | 'datahub' | 'attachCdm';
  /** Tables: name, key column, `activity` where its rows become activities. */
  tables: { name: string; key: string; activity: boolean }[];
  /** Used by the match definition: unification waits for it. */
  matched: boolean;
}

export const sourceDefinitions: readonly SourceDefinition[] = [
  {
    id: '3b0c5d1e-94a7-4f26-8c1d-52e7f0a61b01',
    name: 'CRMContacts',
    friendlyName: 'CRM contacts',
    kind: 'attachCds',
    tables: [{ name: 'Contacts', key: 'ContactId', activity: false }],
    matched: true,
  },
  {
    id: '8a4f6f0e-2b8d-4f0e-9b57-0d9b6e2d1c01',
    name: 'ShopOrders',
    friendlyName: 'Shop orders',
    kind: 'powerQuery',
    tables: [{ name: 'Orders', key: 'OrderId', activity: true }],
    matched: true,
  },
  {
    id: 'c7d9e3a2-5a41-4c3f-8e16-7f2b9a4d5e02',
    name: 'LoyaltyMembers',
    friendlyName: 'Loyalty members',
    kind: 'attachCdm',
    tables: [
      { name: 'Members', key: 'MemberId', activity: false },
      { name: 'Rewards', key: 'RewardId', activity: true },
    ],
    matched: true,
  },
  {
    id: 'e1f2a3b4-7c6d-4e5f-9a8b-0c1d2e3f4a03',
    name: 'StoreSales',
    friendlyName: 'Store sales',
    kind: 'powerQuery',
    tables: [{ name: 'Receipts', key: 'ReceiptId', activity: true }],
    matched: false,
  },
  {
    id: '60d7b8c9-1a2e-4b3c-8d4f-5e6f7a8b9c04',
    name: 'WebVisits',
    friendlyName: 'Website visits',
    kind: 'datahub',
    tables: [{ name: 'Visits', key: 'VisitId', activity: true }],
    matched: false,
  },
  {
    id: '9f8e7d6c-5b4a-4938-a726-150493827105',
    name: 'SupportTickets',
    friendlyName: "Support tickets (Müller's desk)",
    kind: 'powerQuery',
    tables: [{ name: 'Tickets', key: 'TicketId', activity: true }],
    matched: false,
  },
];
