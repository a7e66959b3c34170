import type { RunReplyContent } from '../model/content/run-reply.js';
import { ann, DAY, NOW, type Sample } from './parts.js';

const called: RunReplyContent = {
  situation: 'run-reply',
  failed: [{ operation: 'ingestion', name: 'Web analytics' }],
  count: 1,
  skipped: { measures: 9, segments: 14, exports: 3 },
  stale: [{ kind: 'segment', id: 'HighValue', name: 'High value, lapsing', atMs: NOW - DAY }],
  sinceVersion: 2,
};

export const runReplySamples: Record<string, Sample> = {
  'run-reply': { content: called, context: { mentions: [ann] } },
  'run-reply-whole': { content: { ...called, failed: [{ operation: 'all', name: '' }], skipped: {}, stale: [] } },
  'run-reply-many': {
    content: {
      ...called,
      failed: [...called.failed, { operation: 'segmentation', name: 'Old winback' }],
      count: 7,
      skipped: {},
    },
  },
};
