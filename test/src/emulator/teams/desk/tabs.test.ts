import assert from 'node:assert/strict';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { startTeamsEmulator, type TeamsEmulator } from '../../../../../src/emulator/teams/index.js';
import { launchChromium, noChromium } from '../../../../fakes/chromium.js';
import { FakeBot } from '../../../../fakes/fake-bot.js';
import { tabPages } from '../../../../fakes/tab-pages.js';

/** The pages are pretended, the teams-js in them is Microsoft's own. */
describe('desk page: tabs', function () {
  this.timeout(30_000);
  let browser: Browser | undefined;
  let page: Page;
  let teams: TeamsEmulator;
  let bot: FakeBot;
  const faults: string[] = [];

  const placeOf = (name: string) => teams.control.conversations().find((one) => one.name === name)?.id ?? '';
  const open = async (place: string) => {
    await page.getByRole('navigation').getByRole('button', { name: place }).click();
    await page.getByRole('heading', { name: place, level: 1 }).waitFor();
  };
  const tab = (name: string) => page.getByRole('tab', { name, exact: true });
  const frame = (): FrameLocator => page.frameLocator('.tab-frame iframe');
  const setUp = () => page.getByRole('dialog', { name: /^(Add a tab to|Settings of)/ });
  const add = async (title: string) => {
    await page.getByRole('button', { name: 'Add a tab' }).click();
    await setUp().waitFor();
    await frame().getByText('frame settings').waitFor();
    await frame().getByLabel('Title').fill(title);
    await setUp().getByRole('button', { name: 'Save' }).click();
  };
  const options = async (name: string, item: string) => {
    await page.getByRole('button', { name: `Options of ${name}` }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };

  before(async function () {
    browser = await launchChromium();
    if (!browser) {
      console.log(`      ${noChromium}`);
      this.skip();
    }
    bot = await new FakeBot().start();
    teams = await startTeamsEmulator({ botUrl: bot.url, limits: false });
    await teams.control.install(placeOf('Data alerts'));
    bot.onPage = tabPages(new URL(teams.url).origin);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => faults.push(error.message));
    // teams-js asks Microsoft for the list of hosts, which is not to be had here; it has one of its own.
    await context.route('https://res.cdn.office.net/**', (route) => route.fulfill({ json: {} }));
    await page.addInitScript(`window.EventSource = class extends EventSource {
      constructor(url) { super(url); window.deskStream = this; }
    }`);
    await page.goto(`${teams.url}#data-alerts`);
    await page.getByRole('heading', { name: 'Data alerts', level: 1 }).waitFor();
  });
  afterEach(() => assert.deepEqual(faults.splice(0), [], 'no error in the page'));
  after(async () => {
    await browser?.close();
    await teams?.stop();
    await bot?.stop();
  });

  it('a tab is added once its page says that it may be saved, and stands beside the posts', async () => {
    await page.getByRole('button', { name: 'Add a tab' }).click();
    await frame().getByText('frame settings').waitFor();
    assert.equal(await setUp().getByRole('button', { name: 'Save' }).isDisabled(), true);
    assert.equal(
      await frame()
        .getByText(`place ${placeOf('Data alerts')}`)
        .isVisible(),
      true,
    );
    await frame().getByLabel('Title').fill('Numbers');
    await setUp().getByRole('button', { name: 'Save' }).click();
    await frame().getByText('frame content e1').waitFor();
    assert.equal(await tab('Numbers').getAttribute('aria-selected'), 'true');
    const [kept] = teams.control.tabs.all(placeOf('Data alerts'));
    assert.deepEqual([kept?.name, kept?.entityId, kept?.fixed], ['Numbers', 'e1', false]);
  });

  it('its page is told who looks at it, and where', async () => {
    const { team } = teams.control.conversations().find((one) => one.name === 'Data alerts') ?? {};
    await frame().getByText(`Ann Dahl ?entity=e1&title=Numbers&team=${team?.aadGroupId}`).waitFor();
    await frame()
      .getByText(`place ${placeOf('Data alerts')}`)
      .waitFor();
    await frame().getByText('theme default').waitFor();
  });

  it('a change of theme reaches the page live', async () => {
    await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    await frame().getByText('theme dark').waitFor();
    await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    await frame().getByText('theme default').waitFor();
    await page.emulateMedia({ forcedColors: 'active' });
    await frame().getByText('theme contrast').waitFor();
    await page.emulateMedia({ forcedColors: 'none' });
    await frame().getByText('theme default').waitFor();
  });

  it('the posts are one key away, and the tab is there again', async () => {
    await tab('Numbers').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    await page.locator('.pane > .composer').waitFor();
    assert.equal(await page.locator('.tab-frame').count(), 0);
    await tab('Numbers').click();
    await frame().getByText('frame content e1').waitFor();
  });

  it('a lost connection leaves its page as it is', async () => {
    await frame()
      .locator('body')
      .evaluate((body) => body.setAttribute('data-kept', 'yes'));
    const known = page.waitForResponse('**/_control/state');
    await page.evaluate('deskStream.onerror(); deskStream.onopen()');
    await known;
    await page.getByText('Connecting…').waitFor({ state: 'hidden' });
    assert.equal(await frame().locator('body[data-kept]').count(), 1);
    assert.equal(await tab('Numbers').getAttribute('aria-selected'), 'true');
  });

  it('it is set up anew with what was chosen, renamed and removed', async () => {
    await options('Numbers', 'Settings');
    const inside = setUp().frameLocator('iframe');
    await inside.getByText('frame settings e1').waitFor();
    assert.equal(await inside.getByLabel('Title').inputValue(), 'Numbers');
    await inside.getByLabel('Title').fill('Other numbers');
    await setUp().getByRole('button', { name: 'Save' }).click();
    await setUp().waitFor({ state: 'detached' });
    await frame().getByText('title=Other%20numbers').waitFor();
    await options('Numbers', 'Rename');
    await page.getByRole('dialog', { name: 'Rename the tab' }).getByLabel('Name').fill('Board of all');
    await page.keyboard.press('Enter');
    await tab('Board of all').waitFor();
    await options('Board of all', 'Remove');
    await page.getByRole('dialog', { name: 'Remove Board of all?' }).getByRole('button', { name: 'Remove' }).click();
    await page.locator('.pane > .composer').waitFor();
    assert.equal(await tab('Board of all').count(), 0);
    assert.deepEqual(teams.control.tabs.all(placeOf('Data alerts')), []);
  });

  it('a page that cannot save says why, and nothing is added; the app comes with the tab', async () => {
    await open('Data ops');
    await page.getByRole('button', { name: 'Add a tab' }).click();
    await page.getByRole('dialog', { name: 'Add Insights Herald to Data ops?' }).getByText('Cancel').click();
    assert.equal(await setUp().count(), 0);
    await page.getByRole('button', { name: 'Add a tab' }).click();
    await page
      .getByRole('dialog', { name: 'Add Insights Herald to Data ops?' })
      .getByText('Add', { exact: true })
      .click();
    await setUp().getByRole('button', { name: 'Cancel' }).click();
    await add('refuse me');
    await setUp().getByText('Nobody may do that.').waitFor();
    await setUp().getByRole('button', { name: 'Cancel' }).click();
    assert.deepEqual(teams.control.tabs.all(placeOf('Data ops')), []);
  });

  it('a group chat has tabs too', async () => {
    await add('Chat board');
    await frame()
      .getByText(`place ${placeOf('Data ops')}`)
      .waitFor();
  });

  it('the chat with the bot has the tab of the app, which can be neither changed nor removed', async () => {
    await open('Insights Herald');
    await tab('Board').click();
    await frame().getByText('frame content board').waitFor();
    await frame().getByText('place none').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Options of Board' }).count(), 0);
    assert.equal(await page.getByRole('button', { name: 'Add a tab' }).count(), 0);
  });

  it('a tab that somebody adds elsewhere appears', async () => {
    await open('Marketing');
    const contentUrl = `${new URL(bot.url).origin}/tabs/board`;
    teams.control.tabs.add(placeOf('Marketing'), { entityId: 'e2', contentUrl, suggestedDisplayName: 'From Bo' });
    await tab('From Bo').waitFor();
  });

  it('fits 380 px', async () => {
    await page.setViewportSize({ width: 380, height: 700 });
    await tab('From Bo').click();
    await frame().getByText('frame content e2').waitFor();
    const wide = await page.evaluate(`[...document.querySelectorAll('.pane, .pane *')]
      .filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.className)`);
    assert.deepEqual(wide, []);
  });
});
