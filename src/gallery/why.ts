import type { WhyContent } from '../model/content/why.js';
import { segmentValue } from './alerts.js';
import { DAY, HOUR, MINUTE, NOW, type Sample } from './parts.js';

const attempt = (seconds: number, outcome: string, status: number) => ({
  atMs: NOW - 30 * MINUTE + seconds * 1000,
  outcome,
  status,
});

const why: WhyContent = {
  situation: 'why',
  subscription: {
    id: 'sub-3-q7Xk2mVb9s',
    number: 3,
    wish: {
      trigger: 'segment-threshold',
      target: { id: 'HighValue', name: 'High value, lapsing' },
      rule: { direction: 'above', value: '2000', runs: 1 },
    },
  },
  rows: [
    {
      atMs: NOW - 30 * MINUTE,
      object: segmentValue.object,
      trigger: 'segment-threshold',
      subscriptions: [3],
      reasons: [
        { reason: 'threshold-crossed', facts: { value: '2104', previous: '1980', threshold: '2000' } },
        { reason: 'own-message' },
        { reason: 'posted' },
      ],
      deliveries: [
        {
          state: 'sent',
          kind: 'post',
          atMs: NOW - 30 * MINUTE + 9000,
          attempts: [attempt(1, 'throttled', 429), attempt(9, 'sent', 201)],
          earlierAttempts: 0,
        },
      ],
    },
    {
      fold: 'threshold-not-crossed',
      n: 12,
      fromMs: NOW - 12 * DAY,
      toMs: NOW - DAY,
      subscriptions: [3],
      last: { reason: 'threshold-not-crossed', facts: { value: '1980', previous: '1975', threshold: '2000' } },
    },
    {
      atMs: NOW - 13 * DAY,
      object: segmentValue.object,
      trigger: 'segment-threshold',
      subscriptions: [3],
      reasons: [
        { reason: 'threshold-crossed', facts: { value: '2210', previous: '1990', threshold: '2000' } },
        { reason: 'held-for-quiet-hours', facts: { until: new Date(NOW - 13 * DAY + 4 * HOUR).toISOString() } },
        { reason: 'posted' },
      ],
      deliveries: [
        { state: 'ambiguous', kind: 'post', atMs: NOW - 13 * DAY + 4 * HOUR, attempts: [], earlierAttempts: 0 },
      ],
    },
  ],
  page: 1,
  more: true,
  lastReadingAtMs: NOW - MINUTE,
};

export const whySamples: Record<string, Sample> = {
  why: { content: why },
  'why-nothing': {
    content: {
      situation: 'why',
      subscription: {
        id: 'sub-3-q7Xk2mVb9s',
        number: 3,
        wish: why.subscription?.wish ?? { trigger: 'unification-completed' },
      },
      rows: [],
      page: 1,
      more: false,
      lastReadingAtMs: NOW - MINUTE,
      standing: {
        kind: 'value',
        object: segmentValue.object,
        value: '1284',
        atMs: NOW - 2 * HOUR,
        crossed: false,
        trend: [],
        active: true,
      },
    },
  },
};
