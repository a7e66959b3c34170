import assert from 'node:assert/strict';
import { IntlMessageFormat } from 'intl-messageformat';
import { errorCodes } from '../../../src/base/errors.js';
import { languages, say, type WordKey, words } from '../../../src/delivery/words.js';
import en from '../../../src/locales/en.json' with { type: 'json' };
import kk from '../../../src/locales/kk.json' with { type: 'json' };
import { decisionReasons } from '../../../src/model/decision.js';

type Parts = ReturnType<IntlMessageFormat['getAst']>;

/** Names of the facts a text asks for. */
function factsOf(parts: Parts): string[] {
  return parts.flatMap((part) => {
    const own = 'value' in part && part.type !== 0 && typeof part.value === 'string' ? [part.value] : [];
    const below = 'options' in part ? Object.values(part.options).flatMap((one) => factsOf(one.value)) : [];
    return [...own, ...below];
  });
}

const unique = (text: string, language: string) => [
  ...new Set(factsOf(new IntlMessageFormat(text, language, undefined, { ignoreTag: true }).getAst())),
];

describe('words', () => {
  it('both languages have the same texts, in alphabetical order', () => {
    assert.deepEqual(Object.keys(kk), Object.keys(en));
    assert.deepEqual(Object.keys(en), Object.keys(en).sort());
  });

  it('a text asks for the same facts in both languages', () => {
    const plural = (facts: string[]) => facts.filter((fact) => fact !== 'n').sort();
    for (const key of Object.keys(en) as WordKey[]) {
      assert.deepEqual(plural(unique(kk[key], 'kk')), plural(unique(en[key], 'en')), key);
    }
  });

  it('Kazakh is written in Kazakh', () => {
    const foreign = /Customer Insights|Teams|subscribe|unsubscribe|[{}#]|\b(?:plural|select|one|other)\b/g;
    for (const [key, text] of Object.entries(kk)) {
      const own = text.replace(foreign, '').replace(/\{[^{}]*\}/g, '');
      if (/\p{L}/u.test(en[key as WordKey].replace(/\{[^}]*\}/g, ''))) assert.match(own, /\p{Script=Cyrillic}/u, key);
    }
  });

  it('every decision and every error has its sentence', () => {
    for (const language of languages) {
      for (const reason of decisionReasons) assert.ok(say(language, `decision.${reason}`));
      for (const code of errorCodes) assert.ok(say(language, `error.${code}`));
    }
    const errors = Object.keys(en).filter((key) => key.startsWith('error.'));
    assert.deepEqual(errors, errorCodes.map((code) => `error.${code}`).sort());
  });

  it('no suffix is attached to a name that is put in', () => {
    for (const [key, text] of Object.entries(kk)) {
      assert.doesNotMatch(text, /\{(name|names|operation|resource|text|zone|language)\}»?-?\p{L}/u, key);
    }
  });

  it('an unknown language, and a tag that is none, are answered in English', () => {
    for (const tag of ['de-DE', 'zz', '', '../../etc', 'en-!!']) assert.equal(words(tag).language, 'en');
    assert.equal(words('kk-KZ').language, 'kk');
    assert.equal(words('KK').language, 'kk');
  });

  it('plurals follow the number', () => {
    assert.equal(say('en', 'skipped.title', { n: 1 }), '1 step skipped because of it');
    assert.equal(say('en', 'skipped.title', { n: 1200 }), '1,200 steps skipped because of it');
  });

  it('a missing fact is an error with a code', () => {
    assert.throws(() => say('en', 'list.page', { page: '1' }), { code: 'card-invalid' });
  });

  it('a fact cannot carry a mention, a line or an expression into a sentence', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression that must stay text.
    const said = say('en', 'event.object-deleted', { name: 'x\n<at>all</at> ${y} \u202e' });
    assert.equal(said, '“x ‹at›all‹/at› $ {y}” was deleted');
  });
});
