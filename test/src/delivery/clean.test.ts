import assert from 'node:assert/strict';
import fc from 'fast-check';
import { markdownToHtml, markMentions } from '../../../src/browser/markdown.js';
import { clean, escapeMarkdown, mentionName } from '../../../src/delivery/clean.js';

const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<at>',
        '</at>',
        '<AT id="0">',
        '[x](http://a.b)',
        '**',
        '_',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression that must stay text.
        '${x}',
        '{{DATE()}}',
        '\u202e',
        '\u2066',
      ),
      fc.constantFrom(
        '\n',
        '\r\n- ',
        '\u2028',
        '1. ',
        '# ',
        '`',
        '\\',
        '&lt;',
        'https://a.b',
        '\u200b',
        '\u0000',
        '\u00ad',
      ),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

const invisible = /[\p{Cc}\p{Zl}\p{Zp}]|[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u200b\ufeff]/u;

describe('clean', () => {
  it('leaves one line without control, bidi or zero-width characters', () => {
    fc.assert(fc.property(nasty, (text) => !invisible.test(clean(text))));
  });

  it('leaves no mention and no template expression', () => {
    fc.assert(fc.property(nasty, (text) => !/<\s*\/?\s*at\b|\$\{|\{\{|\}\}/i.test(clean(text))));
  });

  it('keeps to the limit as people count characters, whatever is piled up', () => {
    const characters = new Intl.Segmenter('en', { granularity: 'grapheme' });
    fc.assert(
      fc.property(nasty, fc.integer({ min: 1, max: 40 }), (text, limit) => {
        const short = clean(text, limit);
        assert.ok([...characters.segment(short)].length <= limit);
        assert.ok(short.length <= limit * 4 + 1);
      }),
    );
    assert.ok(clean(`a${'\u0301'.repeat(5000)}`, 10).length <= 41);
  });

  it('changes nothing when it is applied again', () => {
    fc.assert(fc.property(nasty, (text) => assert.equal(clean(clean(text, 60), 60), clean(text, 60))));
  });

  it('leaves names of every script and emoji as they are', () => {
    for (const name of ['Әсем Нұрлан', '顧客 データ', 'מקור נתונים', 'Ventes – été', '👩‍👩‍👧 Families', 'a_b*c [1]']) {
      assert.equal(clean(name), name);
    }
  });
});

describe('escapeMarkdown', () => {
  it('lets no Markdown, link or mention come out of any text', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const html = markdownToHtml(markMentions(escapeMarkdown(text), new Set([text, '<at>x</at>'])));
        assert.doesNotMatch(html, /<(?!\/?p>)/);
      }),
    );
  });

  it('shows the text that was meant', () => {
    const html = markdownToHtml(escapeMarkdown('Dana_S. *[ops]* 1. a & b'));
    assert.equal(html.trim(), '<p>Dana_S. *[ops]* 1. a &amp; b</p>');
  });
});

describe('mentionName', () => {
  it('never ends the tag it stands in and is never empty', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        assert.doesNotMatch(mentionName(text), /[<>*_[\]`]/);
        assert.notEqual(mentionName(text), '');
      }),
    );
  });
});
