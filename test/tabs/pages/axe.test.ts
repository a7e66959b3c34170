import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, noChromium } from '../../fakes/chromium.js';
import { channel, emptyData, sampleData } from './board-samples.js';
import { openInHost, setTheme, tooWide, violations, watchedPage } from './tab-page.js';
import { type StandIn, startStandIn } from './tab-stand-in.js';

/** Themes are changed by the host, widths by the window: one page of each kind is enough. */
describe('axe and widths', function () {
  this.timeout(40_000);
  let browser: Browser | undefined;
  let server: StandIn;
  let page: Page;
  let faults: string[];

  before(async function () {
    browser = await launchChromium();
    if (!browser) {
      console.log(`      ${noChromium}`);
      this.skip();
    }
    server = await startStandIn();
    ({ page, faults } = await watchedPage(browser));
  });
  afterEach(() => {
    server.refuse = undefined;
    server.data = sampleData(Date.now());
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const open = (name: string, wish: object = {}) =>
    openInHost(page, {
      host: `${server.url}/host`,
      page: `/tabs/${name}`,
      channel,
      frame: name === 'configure' ? 'settings' : 'content',
      ...wish,
    });

  const openBoard = async (wish: object = {}) => {
    const frame = await open('board', wish);
    await frame.locator('.budget-number').waitFor();
    // One of each kind: runs with their steps, a chart as a table, the calls as a table.
    await frame.evaluate(`for (const one of ['.run', '.value', '.part-budget'])
      document.querySelector(one + ' details').open = true`);
    return frame;
  };

  it('the board has no violation in any theme', async () => {
    const frame = await openBoard();
    assert.deepEqual(await violations(frame), []);
    for (const theme of ['dark', 'contrast'] as const) {
      await setTheme(page, frame, theme);
      assert.deepEqual(await violations(frame, 'colours'), [], theme);
    }
  });

  for (const locale of ['en-gb', 'kk-kz']) {
    it(`the board (${locale}) fits into any width, and has no violation at 320 px`, async () => {
      const frame = await openBoard({ locale });
      for (const width of [1600, 1280, 1000, 700, 400, 320]) {
        await page.setViewportSize({ width, height: 900 });
        await frame.locator('.line-chart').first().waitFor();
        assert.deepEqual(await tooWide(frame), [], `${width} px`);
      }
      assert.deepEqual(await violations(frame), [], '320 px');
      await page.setViewportSize({ width: 1280, height: 900 });
    });
  }

  it('long names, huge numbers and hundreds of rows stay inside 320 px', async () => {
    const long = `${'Ünïcode🎈'.repeat(40)} <b>&amp;`;
    const { alerts, values, subscriptions, ...rest } = sampleData(Date.now());
    const [alert, value, subscription] = [alerts[0], values.values?.[0], subscriptions[2]];
    assert.ok(alert && value && subscription);
    const huge = value.trend.map(({ atMs }, i) => ({ atMs, value: `${i}${'9'.repeat(30)}.5` }));
    server.data = {
      ...rest,
      alerts: Array.from({ length: 200 }, (_, i) => ({
        ...alert,
        id: `a${i}`,
        object: { ...alert.object, name: long },
      })),
      values: { values: [{ ...value, name: long, value: huge.at(-1)?.value ?? '', trend: huge }], more: 0 },
      subscriptions: Array.from({ length: 300 }, (_, i) => ({
        ...subscription,
        id: `s${i}`,
        number: i,
        createdBy: long,
        target: { id: long, name: long },
      })),
    };
    await page.setViewportSize({ width: 320, height: 900 });
    const frame = await open('board');
    await frame.locator('.line-chart').waitFor();
    await frame.getByText('#299', { exact: true }).waitFor();
    assert.deepEqual(await tooWide(frame), []);
    assert.deepEqual(faults, []);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('an empty board, and one that cannot be shown, have no violation', async () => {
    server.data = structuredClone(emptyData);
    let frame = await open('board');
    await frame.getByText('Nothing is wrong').waitFor();
    assert.deepEqual(await violations(frame), []);
    server.refuse = { status: 403, code: 'conversation-forbidden' };
    frame = await open('board', { theme: 'dark' });
    await frame.locator('.plain-page').waitFor();
    assert.deepEqual(await violations(frame), []);
    faults.length = 0;
  });

  it('the configuration page has no violation in any theme and fits into 320 px', async () => {
    const frame = await open('configure');
    await frame.getByLabel('Only these:').check();
    assert.deepEqual(await violations(frame), []);
    for (const theme of ['dark', 'contrast'] as const) {
      await setTheme(page, frame, theme);
      assert.deepEqual(await violations(frame, 'colours'), [], theme);
    }
    await page.setViewportSize({ width: 320, height: 900 });
    assert.deepEqual(await tooWide(frame), []);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('the gallery draws what is near, finds by name, and has no violation', async () => {
    const frame = await open('gallery');
    await frame.locator('.sample .card-view').first().waitFor();
    const [drawn, all] = await Promise.all([frame.locator('.card-view').count(), frame.locator('.sample').count()]);
    assert.ok(drawn < all / 2, `${drawn} of ${all} drawn at once`);
    await frame.getByLabel('Find by name').fill('quota');
    assert.ok((await frame.locator('.sample:visible').count()) < 5);
    await frame.getByLabel('Find by name').fill('segment');
    assert.deepEqual(await violations(frame), []);
    for (const theme of ['dark', 'contrast'] as const) {
      await setTheme(page, frame, theme);
      await frame.locator(`.card-view[data-theme="${theme}"]`).first().waitFor();
      assert.deepEqual(await violations(frame, 'colours'), [], theme);
    }
    await frame.getByLabel('Theme').selectOption('light');
    await frame.locator('.card-view[data-theme="light"]').first().waitFor();
    await frame.getByLabel('Language').selectOption('kk');
    await frame.locator('.card-view[lang="kk"]').first().waitFor();
    assert.deepEqual(faults, []);
  });

  it('would find one', async () => {
    const frame = await open('board');
    await frame.locator('.budget-number').waitFor();
    await frame.evaluate(
      `document.querySelector('#root').append(document.createElement('img'), document.createElement('button'))`,
    );
    assert.deepEqual(
      (await violations(frame)).map((one) => one.split(':')[0]),
      ['button-name', 'image-alt'],
    );
  });
});
