export interface MeasureDefinition {
  name: string;
  displayName: string;
  kind: 'entity' | 'attribute';
  /** The value without dimensions, a decimal string; absent for the others. */
  value?: string;
  /** SQL measures tell by another flag that they are scalar (API 2.7). */
  manual?: boolean;
  dimensions?: { field: string; alias: string; bucket: 'none' | 'day' | 'month' | 'year' }[];
  aggregate: { operation: 'sum' | 'avg' | 'count' | 'countDistinct' | 'max'; field: string };
  /** The source table or system table it is made from. */
  base: string;
}

export const measureDefinitions: readonly MeasureDefinition[] = [
  {
    name: 'TotalRevenue',
    displayName: 'Total revenue',
    kind: 'entity',
    value: '1823404.55',
    aggregate: { operation: 'sum', field: 'o.Amount' },
    base: 'ShopOrders_Orders',
  },
  {
    name: 'AverageOrderValue',
    displayName: 'Average order value',
    kind: 'entity',
    value: '84.37',
    aggregate: { operation: 'avg', field: 'o.Amount' },
    base: 'ShopOrders_Orders',
  },
  {
    name: 'ActiveCustomers',
    displayName: 'Active customers (30 days)',
    kind: 'entity',
    value: '2946',
    aggregate: { operation: 'countDistinct', field: 'a.CustomerId' },
    base: 'UnifiedActivity',
  },
  {
    name: 'PointsOutstanding',
    displayName: 'Loyalty points outstanding',
    kind: 'entity',
    value: '14730255',
    aggregate: { operation: 'sum', field: 'm.Points' },
    base: 'LoyaltyMembers_Members',
  },
  {
    name: 'MarginChange',
    displayName: "Margin change, this week's stores",
    kind: 'entity',
    value: '-1250.40',
    aggregate: { operation: 'sum', field: 'r.MarginDelta' },
    base: 'StoreSales_Receipts',
  },
  {
    name: 'ReturnRate',
    displayName: 'Return rate %',
    kind: 'entity',
    value: '3.82',
    manual: true,
    aggregate: { operation: 'avg', field: 'o.Returned' },
    base: 'ShopOrders_Orders',
  },
  {
    name: 'LifetimeSpend',
    displayName: 'Lifetime spend',
    kind: 'attribute',
    aggregate: { operation: 'sum', field: 'o.Amount' },
    base: 'ShopOrders_Orders',
  },
  {
    name: 'RevenueByCity',
    displayName: 'Revenue by city',
    kind: 'entity',
    dimensions: [{ field: 'c.City', alias: 'City', bucket: 'none' }],
    aggregate: { operation: 'sum', field: 'o.Amount' },
    base: 'ShopOrders_Orders',
  },
  {
    name: 'OrdersByMonth',
    displayName: 'Orders by month',
    kind: 'entity',
    dimensions: [{ field: 'o.OrderDate', alias: 'Month', bucket: 'month' }],
    aggregate: { operation: 'count', field: 'o.OrderId' },
    base: 'ShopOrders_Orders',
  },
];
