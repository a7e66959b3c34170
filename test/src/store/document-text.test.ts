import assert from 'node:assert/strict';
import fc from 'fast-check';
import { documentText } from '../../../src/store/document-text.js';

describe('the text of a document', () => {
  const records = fc.array(fc.oneof(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue()));
  const documents = fc.record({ v: fc.nat(), lost: fc.constant(undefined), counters: fc.jsonValue(), rows: records });

  it('is what JSON.stringify makes of it, the first time and again', () => {
    fc.assert(
      fc.property(documents, (document) => {
        for (const row of document.rows) Object.freeze(row);
        const plain = JSON.stringify(document);
        assert.equal(documentText(document), plain);
        assert.equal(documentText(document), plain);
      }),
    );
  });

  it('tells of a record that can still change what it is now', () => {
    const row = { n: 1 };
    assert.equal(documentText({ rows: [row] }), '{"rows":[{"n":1}]}');
    row.n = 2;
    assert.equal(documentText({ rows: [row] }), '{"rows":[{"n":2}]}');
  });
});
