import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isPersonal, masked, maskRow, maskText } from '../../../src/delivery/personal.js';

const attributes = [
  { name: 'FullName', semanticType: 'Person.FullName' },
  { name: 'EMail' },
  { name: 'Telephone' },
  { name: 'City' },
  { name: 'BirthDate' },
  { name: 'Note' },
];

describe('personal data', () => {
  const cases: [value: unknown, shown: unknown][] = [
    ['anna@example.com', 'a***@example.com'],
    ["Nadia O'Neil", 'N*** O***'],
    ['Әсел Қайратқызы', 'Ә*** Қ***'],
    ['Bo Berg', '*** B***'],
    ['李', '***'],
    ['12 Rose Lane', '***'],
    ['+44 20 7946 0012', '***'],
    ['1987-04-19', '***'],
    [442079460012, '***'],
    ['jo@example.com', '***@example.com'],
    ['at home @ the old mill', '*** h*** ***'],
    [true, true],
    [null, null],
    ['', ''],
  ];
  for (const [value, shown] of cases) {
    it(`of ${JSON.stringify(value)} others read ${JSON.stringify(shown)}`, () => {
      assert.deepEqual(masked(value), shown);
    });
  }

  it('columns are told by name, by what people call them and by meaning', () => {
    for (const name of [
      'FullName',
      'first_name',
      'EMail',
      'Telephone',
      'BirthDate',
      'DOB',
      'Address1_Street',
      'ZipCode',
    ])
      assert.ok(isPersonal({ name }), name);
    for (const name of ['City', 'Country', 'LoyaltyTier', 'CustomerId', 'TotalSpend', 'ActivityName', 'ProductName'])
      assert.ok(!isPersonal({ name }), name);
    assert.ok(isPersonal({ name: 'col7', friendlyName: 'E-mail of the buyer' }));
    assert.ok(isPersonal({ name: 'col8', semanticType: 'Identity.Person.FullName' }));
  });

  const kept = [
    'Ordered 3 oak benches for £1,240.50 on 2026-03-04T16:20:00Z',
    'act-000123 of ce759201f786d590bf2134bff576c369, MBR-20418, CON-10000',
    '03.04.2026 12:30, 04/03/2026 at 09:15',
    '5f1c0e52-7a3b-4b1e-9c1d-2f6f1f0a8b10',
    'https://shop.alderfinch.example/12345',
    'Room 101, 100% @ noon',
  ];
  for (const text of kept) {
    it(`“${text.slice(0, 40)}” holds nothing to mask`, () => assert.equal(maskText(text), text));
  }

  const phones = [
    '+44 20 7946 0012',
    '+77012501234',
    '0044 20 7946 0012',
    '020 7946 0012',
    '(020) 7946 0012',
    '8 (701) 250-12-34',
    '87012501234',
    '555-123-4567',
    '(555) 123-4567',
  ];
  for (const phone of phones) {
    it(`${phone} is masked in the middle of a text`, () => {
      assert.equal(maskText(`Call ${phone}, please.`), 'Call ***, please.');
    });
  }

  const local = fc.stringMatching(/^[a-z][a-z0-9._-]{3,30}$/);
  const domain = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}\.(?:com|net|kz|co\.uk)$/);
  it('an address is masked wherever it stands in a text, also in a link', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        local,
        domain,
        fc.constantFrom('@', '%40'),
        (text, name, host, at) => {
          const shown = maskText(`${text} ${name}${at}${host} ${text}`);
          assert.ok(!shown.includes(`${name}${at}`), shown);
        },
      ),
    );
    assert.equal(maskText('https://x.example/?u=anna%40example.net&p=1'), 'https://x.example/?u=a***@example.net&p=1');
    assert.equal(maskText('Write to <anna@example.net>.'), 'Write to <a***@example.net>.');
  });

  it('a personal column never shows its value, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 3 }), (value) => {
        fc.pre([...value.trim()].length >= 3 && !/^[\s*]+$/.test(value));
        const row = maskRow({ FullName: value, City: 'Porto' }, attributes);
        assert.notEqual(String(row.FullName).toLowerCase(), value.trim().toLowerCase());
        assert.equal(row.City, 'Porto');
      }),
    );
  });

  it('a name of the row is masked in its texts too, however it is written there', () => {
    const row = maskRow(
      {
        FullName: "Nadia O'Neil",
        EMail: 'nadia@example.net',
        Note: "NADIA O'NEIL (nadia@example.net) rang",
        City: 'Porto',
      },
      attributes,
    );
    assert.deepEqual(row, {
      FullName: 'N*** O***',
      EMail: 'n***@example.net',
      Note: 'N*** O*** (n***@example.net) rang',
      City: 'Porto',
    });
  });

  it('a known value is masked exactly where it stands as whole words, overlaps and marks of other scripts included', () => {
    const bits = fc.array(fc.constantFrom('a', 'A', '1', '-', ' ', 'ſ', 's', 'Қ', 'қ', '𝒜', '\u0345', '😀', '.'), {
      minLength: 1,
      maxLength: 12,
    });
    const known = bits.map((some) => some.join('').trim()).filter((one) => [...one].length >= 3 && !/[.$]/.test(one));
    fc.assert(
      fc.property(bits, known, bits, (before, one, after) => {
        const text = [...before, one, ...after].join('');
        const whole = new RegExp(`(?<![\\p{L}\\p{N}])${one}(?![\\p{L}\\p{N}])`, 'giu');
        assert.equal(maskText(text, [one]), maskText(text.replace(whole, String(masked(one)))));
      }),
      { numRuns: 400 },
    );
  });

  it('lists and objects in a row are looked through', () => {
    const row = maskRow(
      { Contacts: [{ EMail: 'anna@example.net', kind: 'home', note: 'or 020 7946 0012' }] },
      attributes,
    );
    assert.deepEqual(row, { Contacts: [{ EMail: 'a***@example.net', kind: 'home', note: 'or ***' }] });
  });

  it('takes a long text without taking long, and never throws', () => {
    for (const odd of [
      '@'.repeat(100_000),
      'a'.repeat(100_000),
      '0 '.repeat(50_000),
      '+'.repeat(100_000),
      'a.'.repeat(50_000),
    ]) {
      assert.ok(maskText(odd, ['aaa', '(((', '\\']).length <= 5000);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => void maskText(a, [b])),
    );
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (row) => void maskRow(row, attributes)));
  });
});
