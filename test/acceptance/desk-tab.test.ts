import assert from 'node:assert/strict';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { scaledClock } from '../../src/base/clock.js';
import { createLog } from '../../src/base/log.js';
import { seatAudience } from '../../src/demo/audience.js';
import { type Stage, setStage } from '../../src/demo/stage.js';
import { launchChromium, noChromium } from '../fakes/chromium.js';

/** The tab at the desk with the real product behind it: the tests go on where the one before stopped. */
describe('somebody who puts the board beside the posts', function () {
  this.timeout(60_000);
  let browser: Browser | undefined;
  let stage: Stage;
  let page: Page;
  const faults: string[] = [];

  before(async function () {
    browser = await launchChromium();
    if (!browser) {
      console.log(`      ${noChromium}`);
      this.skip();
    }
    stage = await setStage({ clock: scaledClock(12), log: createLog('silent'), deskPort: 0 });
    await seatAudience(stage.teams);
    const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${stage.teams.url}#data-alerts`);
    await page.getByRole('heading', { name: 'Data alerts', level: 1 }).waitFor();
  });
  afterEach(() => assert.deepEqual(faults.splice(0), [], 'no error in the page'));
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  const frame = (): FrameLocator => page.frameLocator('.tab-frame iframe');
  const colours = () =>
    frame()
      .locator('html')
      .evaluate((root) => getComputedStyle(root).colorScheme);

  it('sets it up in the dialog and sees it beside the posts', async () => {
    await page.getByRole('button', { name: 'Add a tab' }).click();
    const save = page.getByRole('dialog', { name: 'Add a tab to Data alerts' }).getByRole('button', { name: 'Save' });
    await frame().getByText('What to show').waitFor();
    await save.click();
    await frame().getByText('Nothing is wrong').waitFor();
    const [tab] = stage.teams.control.tabs.all().filter(({ fixed }) => !fixed);
    assert.ok(tab && new URL(tab.contentUrl).searchParams.get('entity') === tab.entityId);
  });

  it('sees an alert on it when it opens, without reload', async () => {
    await page.getByRole('button', { name: 'Push VIP over its threshold' }).click();
    await frame().getByText('VIP').first().waitFor();
    await frame().getByText('Nothing is wrong').waitFor({ state: 'detached' });
  });

  it('sees it follow the theme', async () => {
    assert.match(await colours(), /light/);
    await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    await frame().locator('html[data-theme="dark"]').waitFor();
  });

  it('has the same board for all conversations in the chat with the bot', async () => {
    await page.getByRole('navigation').getByRole('button', { name: 'Insights Herald' }).click();
    await page.getByRole('tab', { name: 'Board' }).click();
    await frame().getByText('All conversations').waitFor({ state: 'attached' });
    await frame().getByText('VIP').first().waitFor();
  });
});
