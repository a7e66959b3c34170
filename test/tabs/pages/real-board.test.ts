import assert from 'node:assert/strict';
import type { Browser, Frame, Page } from 'playwright-core';
import { scaledClock } from '../../../src/base/clock.js';
import { createLog } from '../../../src/base/log.js';
import { seatAudience } from '../../../src/demo/audience.js';
import { type Stage, setStage } from '../../../src/demo/stage.js';
import { deskUserId } from '../../../src/emulator/teams/index.js';
import { paths } from '../../../src/tabs/paths.js';
import { launchChromium, noChromium } from '../../fakes/chromium.js';
import { FakeEntra } from '../../fakes/entra.js';
import { type HostServer, startHost } from './host-page.js';
import { openInHost, said, tooWide, violations, type Watched, watchedPage } from './tab-page.js';

const tenantId = '6f0c6a3e-4d0b-4f57-9d53-1d1e6a0c7b25';

/** The pages before the real product, in a frame of another origin and outside of one; each goes on where the last stopped. */
describe('the tab before the real product', function () {
  this.timeout(60_000);
  const clock = scaledClock(12);
  let browser: Browser | undefined;
  let entra: FakeEntra;
  let host: HostServer;
  let stage: Stage;
  let watched: Watched;
  let page: Page;
  let frame: Frame;
  let channel: string;
  let own: string;

  before(async function () {
    browser = await launchChromium();
    if (!browser) {
      console.log(`      ${noChromium}`);
      this.skip();
    }
    [entra, host] = await Promise.all([FakeEntra.open(), startHost()]);
    const env = { TAB_KEYS_URL: entra.keysUrl, TAB_HOST_ORIGINS: host.origin };
    stage = await setStage({ clock, log: createLog('silent'), deskPort: 0, env });
    channel = await seatAudience(stage.teams);
    own = `http://127.0.0.1:${stage.app.address().port}`;
    watched = await watchedPage(browser);
    page = watched.page;
    page.setDefaultTimeout(30_000);
  });
  afterEach(() => assert.deepEqual(watched.faults.splice(0), [], 'no fault in the page'));
  after(async () => {
    await browser?.close();
    await stage?.stop();
    await Promise.all([entra?.close(), host?.stop()]);
  });

  const token = () =>
    entra.token({ tenantId, objectId: deskUserId, name: 'Ann Dahl', nowMs: clock.now(), lifeSeconds: 86_400 });
  const open = async (path: string, wish: object = {}) => {
    const address = { host: host.origin, page: `${own}${path}`, channel, token: await token(), ...wish };
    frame = await openInHost(page, address);
  };

  it('a board is set up, saved by the product and shown under its entity id', async () => {
    await open(paths.configure, { frame: 'settings' });
    await frame.getByLabel(/^Call budget/).uncheck();
    await page.evaluate(`window.tell('settings.save', [{}])`);
    await page.waitForFunction(`window.said.some(({ func }) => func === 'settings.save.success')`);
    const [config] = (await said(page, 'settings.setSettings')).at(-1) as [{ entityId: string; contentUrl: string }];
    assert.ok(config.contentUrl.startsWith(`${own}${paths.board}?entity=`));
    await open(config.contentUrl.slice(own.length), { entity: config.entityId });
    await frame.getByRole('region', { name: 'Subscriptions' }).getByText('Segment “VIP”: above 2,000').waitFor();
    assert.equal(await frame.getByRole('region', { name: 'Call budget' }).count(), 0);
  });

  it('an alert arrives without reload, and the segment shows its new number', async () => {
    await frame.getByText('Nothing is wrong').waitFor();
    await frame.evaluate('window.sameVisit = true');
    stage.insights.control.setSegment('Vip', 2046);
    await frame.getByText('2,046 members, above the threshold of 2,000.').waitFor();
    await frame.getByRole('region', { name: 'Trends' }).getByText('2,046', { exact: true }).first().waitFor();
    await frame.getByText(/^Live · last update/).waitFor();
    assert.equal(await frame.evaluate('window.sameVisit'), true);
  });

  it('a subscription is changed, snoozed and removed, and the product knows', async () => {
    const row = (number: number) => frame.locator('.subscription', { hasText: `#${number}` });
    const of = (number: number) =>
      stage.app.subscriptions(stage.insights.instanceId).then((all) => all.find((one) => one.number === number));
    await row(5).getByRole('button', { name: /^Edit/ }).click();
    await frame.getByLabel('Threshold or percent').fill('1950000');
    await frame.getByRole('button', { name: 'Save' }).click();
    await row(5).getByText('above 1,950,000').waitFor();
    assert.equal((await of(5))?.rule?.value, '1950000');
    await row(7)
      .getByRole('button', { name: /^Snooze/ })
      .click();
    await frame.getByRole('dialog').getByRole('button', { name: 'Snooze' }).click();
    await row(7)
      .getByText(/Snoozed by Ann Dahl/)
      .waitFor();
    assert.ok((await of(7))?.snooze);
    await row(2)
      .getByRole('button', { name: /^Remove/ })
      .click();
    await frame.getByRole('button', { name: 'Remove #2' }).click();
    await row(2).waitFor({ state: 'detached' });
    assert.equal(await of(2), undefined);
  });

  it('axe finds nothing, and nothing is too wide at 320 px', async () => {
    assert.deepEqual(await violations(frame), []);
    await page.setViewportSize({ width: 320, height: 900 });
    assert.deepEqual(await tooWide(frame), []);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('the page spoke to its own server alone', () => {
    const elsewhere = watched.asked.filter((one) => ![own, host.origin].some((known) => one.startsWith(known)));
    assert.deepEqual(elsewhere, []);
    for (const one of watched.asked.filter((address) => address.startsWith(own))) assert.doesNotMatch(one, /eyJ/);
  });

  it('outside Teams everything can be read and nothing changed', async () => {
    await page.goto(`${own}${paths.board}?locale=en`);
    await page.getByText('You are outside Teams.').waitFor();
    await page.getByText('2,046 members, above the threshold of 2,000.').waitFor();
    assert.equal(await page.getByRole('button', { name: /Edit|Snooze|Remove/ }).count(), 0);
    assert.deepEqual(await violations(page), []);
  });

  it('the gallery draws the cards of the product in both languages', async () => {
    await page.goto(`${own}${paths.gallery}?locale=kk&theme=dark`);
    await page.locator('.card-view[data-theme="dark"][lang="kk"]').first().waitFor();
  });
});
