import assert from 'node:assert/strict';
import { domainsOf, inferredPatterns, readLink } from '../../../bot/extension/link-patterns.js';
import { linkPattern } from '../../../src/config/values.js';
import { renderCard } from '../../../src/delivery/cards.js';
import { BotWorld, tenant } from '../../fakes/bot-world.js';
import { compose, elsewhere, found, titles, words } from './compose.js';

const instance = '5f1c0e52-7a3b-4b1e-9c1d-2f6f1f0a8b10';
const foreign = '00000000-0000-4000-8000-0000000000ff';
const home = `https://home.ci.ai.dynamics.com/${instance}`;

describe('links to Customer Insights', () => {
  let world: BotWorld;
  let base: string;

  before(async () => {
    world = new BotWorld();
    world.renew({ render: renderCard });
    const main = { id: 'main', name: 'Alder & Finch', instanceId: instance.toUpperCase(), tenants: [tenant] };
    world.services.connections.visible = (tenantId) => (tenantId === tenant ? [main] : []);
    base = await world.start();
  });
  after(async () => {
    assert.deepEqual(world.calls, []);
    assert.deepEqual(await world.store.conversations(), []);
    await world.stop();
  });

  const paste = (url: unknown, changes = {}) => compose(base, 'queryLink', { url }, changes);

  it('unfold into a live card of a segment, measure or data source', async () => {
    assert.deepEqual(titles(await paste(`${home}/segments/NewCustomers`)), ['New customers']);
    assert.deepEqual(titles(await paste(`${home}/Measures/total%20revenue?tab=1#top`)), ['Total revenue']);
    assert.deepEqual(titles(await paste(`${home}/datasources/src-crm/edit`)), ['Loyalty CRM']);
    const [card] = found(await paste(`${home}/segments/NewCustomers`, { conversation: elsewhere }));
    assert.match(JSON.stringify(card?.content), /310/);
  });

  const refused: [url: unknown, expected: RegExp][] = [
    [`https://home.ci.ai.dynamics.com/${foreign}/segments/NewCustomers`, /not available in this organisation/],
    [`${home}/segments/Nobody`, /no segment “Nobody”/],
    [`${home}/measures/%F0%9F%91%A9`, /no measure “👩”/],
    [`${home}/datasources/%E0%A4%A`, /no data source/],
    [`${home}/segments`, /leads to nothing/],
    ['https://evil.example/segments/NewCustomers', /leads to nothing/],
    [`https://home.ci.ai.dynamics.com.evil.example/${instance}/segments/NewCustomers`, /leads to nothing/],
    [`http://home.ci.ai.dynamics.com/${instance}/segments/NewCustomers`, /leads to nothing/],
    ['not an address', /leads to nothing/],
    [`${home}/segments/${'x'.repeat(5000)}`, /leads to nothing/],
    [7, /could not be read/],
    ['x'.repeat(50_000), /could not be read/],
  ];
  for (const [url, expected] of refused) {
    it(`${String(url).slice(0, 90)} is answered in words`, async () => {
      assert.match(words(await paste(url)), expected);
    });
  }

  it('tell nothing to a person who has not installed the app, and nothing to another tenant', async () => {
    const url = `${home}/segments/NewCustomers`;
    assert.match(words(await compose(base, 'anonymousQueryLink', { url })), /Install the app/);
    const conversation = { ...elsewhere, tenantId: 'tenant-9' };
    const answer = await paste(url, { conversation, channelData: { tenant: { id: 'tenant-9' } } });
    assert.match(words(answer), /not set up for your organisation/);
  });

  it('follow the patterns that the configuration sets', async () => {
    const patterns = [
      'https://ci.example/#/env/{instance}/s/{segment}',
      'https://ci.example/view?m={measure}&e={instance}',
    ];
    assert.deepEqual(readLink(`https://ci.example/#/env/${instance}/s/VIP`, patterns), {
      kind: 'segment',
      name: 'VIP',
      instanceId: instance,
    });
    assert.deepEqual(readLink(`https://ci.example/view?e=${instance}&m=Total%20revenue`, patterns), {
      kind: 'measure',
      name: 'Total revenue',
      instanceId: instance,
    });
    assert.equal(readLink(`${home}/segments/VIP`, patterns), undefined);
    assert.deepEqual(domainsOf(patterns), ['ci.example']);
    const other = new BotWorld();
    other.renew({ render: renderCard, linkPatterns: ['https://ci.example/s/{segment}'] });
    const own = await other.start();
    const answer = await compose(own, 'queryLink', { url: 'https://ci.example/s/NewCustomers' });
    assert.deepEqual(titles(answer), ['New customers']);
    await other.stop();
  });

  it('patterns that could not work are refused at the start', () => {
    for (const one of [...inferredPatterns, 'https://ci.example/s/{segment}'])
      assert.ok(linkPattern.safeParse(one).success, one);
    for (const one of [
      'http://ci.example/{segment}',
      'https://ci.example/',
      'https://{instance}/{segment}',
      'https://a.example/{segment}/{measure}',
      'https://a.example/{segment}/{x}',
      'nothing',
    ]) {
      assert.ok(!linkPattern.safeParse(one).success, one);
    }
  });
});
