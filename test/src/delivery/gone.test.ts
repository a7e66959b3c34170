import assert from 'node:assert/strict';
import { renderCard } from '../../../src/delivery/cards.js';
import { gone } from '../alerts/happenings.js';

describe('the card of an object that is gone', () => {
  for (const reason of ['deleted', 'recreated'] as const) {
    for (const locale of ['en', 'kk']) {
      it(`names what was ${reason} in the language ${locale}`, () => {
        const observation = gone('segment', 'Loyal customers', 1, reason);
        const context = { locale, timeZone: 'UTC', nowMs: 0 };
        const { card, summary } = renderCard({ situation: 'notice', observation }, context);
        assert.ok(summary.includes('Loyal customers'));
        assert.ok(JSON.stringify(card).includes('Loyal customers'));
      });
    }
  }
});
