import assert from 'node:assert/strict';
import { renderCard } from '../../../../src/delivery/cards.js';
import { contextOf, samples } from '../../../../src/gallery/index.js';
import { MINUTE, NOW } from '../../../../src/gallery/parts.js';
import type { RunContent } from '../../../../src/model/content/run.js';

const base: RunContent = {
  situation: 'run',
  connectionId: 'main',
  jobId: 'j1',
  operation: 'all',
  submission: 'scheduled',
  status: 'running',
  submittedAtMs: NOW - 60 * MINUTE,
  groups: [],
  current: [],
  failed: [],
};

function words(over: Partial<RunContent>, locale = 'en'): string {
  const content = { ...base, ...over };
  return JSON.stringify(renderCard(content, contextOf({ content }, locale)).card);
}

const ended = (minutes: number, over: Partial<RunContent> = {}) =>
  words({ status: 'successful', endedAtMs: NOW, submittedAtMs: NOW - minutes * MINUTE, lastMs: 98 * MINUTE, ...over });

describe('the card of a run', () => {
  it('says how long the run took against the last successful one', () => {
    assert.match(ended(110), /after 1 h 50 min, 12% longer than the last successful one \(1 h 38 min\)/);
    assert.match(ended(49), /50% shorter than/);
    assert.match(ended(98), /as long as the last successful one/);
    assert.match(ended(245), /2\.5 times as long as/);
    assert.match(words({ status: 'successful', endedAtMs: NOW }), /after 1 h\./);
  });

  it('does not call a failed run slow or fast', () => {
    assert.match(ended(20, { status: 'failed' }), /after 20 min\. The last successful one took 1 h 38 min/);
  });

  it('says when a run should be done, and when it should have been', () => {
    assert.match(words({ lastMs: 98 * MINUTE }), /about 08:48 if it takes as long as the last successful one/);
    assert.match(words({ lastMs: 30 * MINUTE }), /longer than the last successful one took \(30 min\)/);
    assert.doesNotMatch(words({}), /last successful/);
  });

  it('is not red for a failure that a retry may still mend', () => {
    const failure = { operation: 'segmentation', name: 'Old' };
    assert.match(words({ failed: [failure] }), /● Running/);
    assert.match(words({ failed: [{ ...failure, skipped: { exports: 1 } }] }), /with failures.*1 export/);
  });

  it('has a bar for clients that draw one, and text for the others', () => {
    const sample = samples['run-late'];
    assert.ok(sample);
    const { card } = renderCard(sample.content, contextOf(sample, 'en'));
    const text = JSON.stringify(card);
    assert.match(text, /"type":"ProgressBar".*"value":72,"max":118.*"fallback":\{"type":"RichTextBlock"/);
    assert.match(text, /72 of 118 done, 8 running/);
  });

  it('offers no button for a run that nobody here started', () => {
    assert.doesNotMatch(words({}), /run-cancel/);
    const { submission: _, ...asked } = base;
    assert.match(JSON.stringify(renderCard(asked, contextOf({ content: asked }, 'en')).card), /run-cancel/);
  });
});
