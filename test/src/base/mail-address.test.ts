import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readMailAddress, readMailDomain } from '../../../src/base/mail-address.js';

describe('a mail address', () => {
  it('is one plain address, with its domain in lower case and in ASCII', () => {
    assert.deepEqual(readMailAddress('Ann.O+x@Contoso.COM'), { address: 'Ann.O+x@contoso.com', domain: 'contoso.com' });
    assert.equal(readMailAddress('ann@bücher.example')?.address, 'ann@xn--bcher-kva.example');
  });

  const none = [
    ...['', 'ann', '@contoso.com', 'ann@', 'ann@contoso', 'a b@contoso.com', 'ann@@contoso.com', '.ann@contoso.com'],
    ...['ann.@contoso.com', 'a..n@contoso.com', '"ann"@contoso.com', 'ann@[127.0.0.1]', 'ann@127.0.0.1', 'ann@-x.com'],
    ...['Ann <ann@contoso.com>', 'ann@contoso.com,bo@contoso.com', 'ann@contoso.com\r\nBcc: x@y.zz', 'а@contoso.com'],
    ...['ann@contoso.com.', 'ann@contoso..com', `${'a'.repeat(65)}@contoso.com`, `a@${'b.'.repeat(130)}com`],
  ];
  for (const text of none) {
    it(`is not ${JSON.stringify(text.slice(0, 40))}`, () => assert.equal(readMailAddress(text), undefined));
  }

  it('never holds a character that a header or an envelope could take for its own', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.string({ unit: 'binary', maxLength: 30 }),
        (a, b) => {
          for (const text of [`${a}@${b}`, `${a}@contoso.com`, `ann@${b}`, a]) {
            const read = readMailAddress(text);
            if (read) assert.match(read.address, /^[\x21-\x7e]+$/);
            if (read) assert.doesNotMatch(read.address, /[<>,;:"()[\]\\\s]/);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('a domain has two labels at least', () => {
    assert.equal(readMailDomain('Contoso.com'), 'contoso.com');
    assert.equal(readMailDomain('com'), undefined);
  });
});
