import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allowedLocation } from '../../../src/storage/location.js';
import { isPublicAddress } from '../../../src/storage/public-address.js';

const patterns = ['*.blob.core.windows.net', 'files.example.net'];

describe('a location', () => {
  for (const good of [
    'https://contoso.blob.core.windows.net/data/part-00000.csv?sv=1&sig=x',
    'https://CONTOSO.Blob.Core.Windows.Net/a',
    'https://contoso.z1.blob.core.windows.net/a',
    'https://contoso.blob.core.windows.net:443/a',
    'https://files.example.net/a',
  ]) {
    it(`${good} is fetched`, () => assert.ok(allowedLocation(good, patterns) instanceof URL));
  }

  const bad: [location: string, reason: string][] = [
    ['http://contoso.blob.core.windows.net/a', 'not-https'],
    ['ftp://contoso.blob.core.windows.net/a', 'not-https'],
    ['file:///etc/passwd', 'not-https'],
    ['data:text/csv,a', 'not-https'],
    ['/etc/passwd', 'not-https'],
    ['', 'not-https'],
    ['https://user@contoso.blob.core.windows.net/a', 'not-https'],
    ['https://contoso.blob.core.windows.net:secret@evil.example/a', 'not-https'],
    ['https://contoso.blob.core.windows.net@evil.example/a', 'not-https'],
    ['https://evil.example/a', 'host'],
    ['https://contoso.blob.core.windows.net.evil.example/a', 'host'],
    ['https://evilblob.core.windows.net/a', 'host'],
    ['https://blob.core.windows.net/a', 'host'],
    ['https://.blob.core.windows.net/a', 'host'],
    ['https://contoso.blob.core.windows.net./a', 'host'],
    ['https://evil.example/contoso.blob.core.windows.net', 'host'],
    ['https://evil.example#contoso.blob.core.windows.net', 'host'],
    ['https://evil.example\\contoso.blob.core.windows.net', 'host'],
    ['https://contoso.blob.core.windows.net:8443/a', 'host'],
    ['https://contoso.blob.core.windows.net:22/a', 'host'],
    ['https://sub.files.example.net/a', 'host'],
    ['https://localhost/a', 'host'],
    ['https://127.0.0.1/a', 'host'],
    ['https://2130706433/a', 'host'],
    ['https://0x7f.1/a', 'host'],
    ['https://[::1]/a', 'host'],
    ['https://[::ffff:169.254.169.254]/a', 'host'],
  ];
  for (const [location, reason] of bad) {
    it(`${location || 'nothing'} is not (${reason})`, () => assert.equal(allowedLocation(location, patterns), reason));
  }

  it('never leads anywhere but to https on a host that a pattern names, whatever is written', () => {
    const piece = fc.constantFrom(
      'https://',
      'http://',
      'a.blob.core.windows.net',
      'evil.example',
      '@',
      ':',
      '/',
      '\\',
      '#',
      '?',
      '.',
      '[::1]',
      '443',
      '%2e',
      '\t',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
        const url = allowedLocation(pieces.join(''), patterns);
        if (!(url instanceof URL)) return;
        assert.equal(url.protocol, 'https:');
        assert.match(url.hostname, /^([a-z0-9-]+\.)+blob\.core\.windows\.net$/);
        assert.deepEqual([url.port, url.username, url.password], ['', '', '']);
      }),
    );
  });
});

describe('an address is public', () => {
  const yes = ['8.8.8.8', '20.60.1.1', '172.32.0.1', '100.128.0.1', '2603:1030::1', '2a00:1450::1'];
  const no = [
    ...['0.0.0.0', '127.0.0.1', '127.255.255.254', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '100.64.0.1', '100.127.255.255', '192.0.0.1', '198.18.0.1', '224.0.0.1', '240.0.0.1'],
    ...['255.255.255.255', '203.0.113.5', '::', '::1', '::ffff:8.8.8.8', '::ffff:127.0.0.1', '::127.0.0.1'],
    ...['fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1'],
    ...['2001:db8::1', 'localhost', '', '1.2.3', '8.8.8.8.8'],
  ];
  for (const address of yes) it(`${address} is`, () => assert.equal(isPublicAddress(address), true));
  for (const address of no) it(`${address || 'nothing'} is not`, () => assert.equal(isPublicAddress(address), false));
});
