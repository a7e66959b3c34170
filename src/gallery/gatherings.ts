import { NOW, type Sample } from './parts.js';

const asked = {
  command: 'items UnifiedActivity where ActivityType = "Purchase" order by ActivityTime desc top 5000',
  entity: 'UnifiedActivity',
  person: 'Aigerim Bekova',
  rows: 1200,
  cost: { calls: 12, limit: 100 },
};
const gathering = { situation: 'gathering', id: 'g1', wanted: 5000, ...asked } as const;
const gathered = { situation: 'gathered', ...asked } as const;

export const gatheringSamples: Record<string, Sample> = {
  gathering: { content: gathering },
  'gathering-waits': {
    content: { ...gathering, rows: 4100, cost: { calls: 41, limit: 100 }, nextCallAtMs: NOW + 12_000 },
  },
  gathered: { content: { ...gathered, end: 'offered', rows: 5000, cost: { calls: 50, limit: 100 } } },
  'gathered-cancelled': { content: { ...gathered, end: 'cancelled', by: 'Chidi Okafor' } },
  'gathered-failed': {
    content: { ...gathered, end: 'failed', error: { code: 'insights-unavailable', reference: '4F1C02AB' } },
  },
  'gathered-no-chat': { content: { ...gathered, end: 'no-chat', rows: 0, cost: { calls: 0, limit: 100 } } },
  'gathered-expired': { content: { ...gathered, end: 'expired' } },
};
