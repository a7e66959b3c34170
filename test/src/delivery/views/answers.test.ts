import assert from 'node:assert/strict';
import { renderCard } from '../../../../src/delivery/cards.js';
import type { Refusal } from '../../../../src/model/card-content.js';

const shown = (refusal: Refusal, locale = 'en') =>
  JSON.stringify(renderCard({ situation: 'refusal', refusal }, { locale, timeZone: 'UTC', nowMs: 0 }).card);

describe('the card of a refusal', () => {
  it('a question is no failure: what is set is told, and what could be is offered', () => {
    const questions: Refusal[] = [
      { key: 'language-missing', facts: { language: 'English' }, suggestions: ['language kk'] },
      { key: 'timezone-missing', facts: { zone: 'UTC' }, suggestions: ['timezone UTC'] },
      { key: 'segment-ambiguous', facts: { text: 'v', count: 2 }, suggestions: ['help'] },
    ];
    for (const question of questions) {
      assert.match(shown(question), /Please choose/);
      assert.doesNotMatch(shown(question), /did not work/);
      assert.match(shown(question, 'kk'), /Таңдаңыз/);
    }
    assert.match(shown({ key: 'segment-unknown', facts: { text: 'v' } }), /did not work/);
  });

  it('says "or" only where an example stands before the buttons', () => {
    const suggestions = ['list'];
    assert.match(shown({ key: 'subscription-number-missing', example: 'test 1', suggestions }), /Or press one/);
    const alone = shown({ key: 'subscription-number-missing', suggestions });
    assert.doesNotMatch(alone, /Or press one/);
    assert.match(alone, /Press one/);
  });
});
