import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import en from '../../../src/locales/en.json' with { type: 'json' };
import kk from '../../../src/locales/kk.json' with { type: 'json' };
import { pageWordPrefixes } from '../../../src/tabs/page-words.js';
import { formatOf } from '../../../src/tabs/pages/format.js';

const folder = fileURLToPath(new URL('../../../src/tabs/pages/', import.meta.url));
const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(folder, name), 'utf8'))
  .join('\n');
const isBundled = (key: string) => pageWordPrefixes.some((prefix) => key.startsWith(prefix));
/** Keys as they stand in the sources; what is put in at run time is anything. */
const asked = [...sources.matchAll(/['`]((?:[a-z][\w-]*)\.[\w.${}-]+)['`]/g)].map(([, key = '']) => key);
const patterns = asked.map((key) => new RegExp(`^${key.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '.+')}$`));

describe('words of the pages', () => {
  it('every key that a page asks for is in the bundle', () => {
    const known = Object.keys(en);
    for (const key of asked.filter((one) => !one.includes('$') && known.includes(one))) assert.ok(isBundled(key), key);
  });

  it('every key that is there for the pages is asked for by one', () => {
    const own = Object.keys(en).filter((key) => key.startsWith('tab.'));
    assert.ok(own.length > 100);
    assert.deepEqual(
      own.filter((key) => !patterns.some((pattern) => pattern.test(key))),
      [],
    );
  });

  it('every key that begins with tab. and is asked for exists', () => {
    const missing = asked.filter((key) => key.startsWith('tab.') && !key.includes('$') && !(key in en));
    assert.deepEqual(missing, []);
  });

  it('no page writes HTML', () => {
    assert.doesNotMatch(sources, /innerHTML|outerHTML|insertAdjacentHTML|document\.write/);
  });

  it('Kazakh names its months, in all twelve', () => {
    assert.equal(kk['tab.months'].split(' ').length, 12);
  });
});

describe('numbers and times on the pages', () => {
  const nowMs = Date.UTC(2026, 2, 4, 12, 0);
  const english = formatOf('en-gb', 'UTC', () => nowMs);
  const kazakh = formatOf('kk-KZ', 'Asia/Almaty', () => nowMs);
  const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

  it('numbers keep every digit and are written as the language does', () => {
    assert.equal(english.number('1998120'), '1,998,120');
    assert.equal(english.number('-1250.4'), '−1,250.4');
    assert.equal(english.number('123456789012345678901'), '123,456,789,012,345,678,901');
    assert.equal(english.number('n/a'), 'n/a');
    assert.equal(plain(kazakh.number('1998120.5')), '1 998 120,5');
    assert.equal(english.short(1_250_000), '1.25M');
    assert.equal(english.short(1500), '1,500');
    assert.equal(plain(kazakh.short(12_500)), '12,5 мың');
  });

  it('Kazakh dates do not depend on what the browser knows of Kazakh', () => {
    assert.equal(kazakh.full(nowMs), '4 наурыз, 17:00');
    assert.equal(kazakh.moment(nowMs), '17:00');
    assert.equal(kazakh.age(nowMs - 5 * 60_000), '5 мин бұрын');
    assert.equal(kazakh.age(nowMs + 3 * 3_600_000), '3 сағ кейін');
  });

  it('ages and spans are short', () => {
    assert.equal(english.age(nowMs - 20_000), 'just now');
    assert.equal(english.age(nowMs - 3 * 86_400_000), '3 d ago');
    assert.equal(english.age(nowMs + 9 * 3_600_000), 'in 9 h');
    assert.equal(english.duration(96 * 60_000), '1 h 36 min');
    assert.equal(english.duration(2 * 3_600_000), '2 h');
    assert.equal(english.moment(nowMs - 86_400_000), '3 Mar, 12:00');
  });

  it('an unknown language is English, a tag that is none too', () => {
    for (const tag of ['de-DE', '', 'x!', 'en-!!']) assert.equal(formatOf(tag, 'UTC', () => nowMs).language, 'en');
  });
});
