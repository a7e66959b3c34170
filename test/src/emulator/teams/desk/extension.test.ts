import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startTeamsEmulator, type TeamsEmulator } from '../../../../../src/emulator/teams/index.js';
import { type BoxItem, boxAnswer } from '../../../../fakes/box-answers.js';
import { launchChromium, noChromium } from '../../../../fakes/chromium.js';
import { callConnector, FakeBot, type Incoming } from '../../../../fakes/fake-bot.js';

interface Query {
  commandId: string;
  parameters: { name: string; value: string }[];
  queryOptions: { skip: number; count: number };
}

const link = 'https://home.ci.ai.dynamics.com/some/segments/vip';

describe('desk page: messaging extension', function () {
  this.timeout(30_000);
  let browser: Browser | undefined;
  let context: BrowserContext;
  let page: Page;
  let teams: TeamsEmulator;
  let bot: FakeBot;
  const faults: string[] = [];

  const invokes = (name: string) => bot.received.filter((one) => one.name === `composeExtension/${name}`);
  const queries = () => invokes('query').map(({ value }) => value as Query);
  const write = () => page.locator('.pane > .composer textarea');
  const box = () => page.getByRole('dialog', { name: 'Insights Herald' });
  const openBox = async () => {
    await page.locator('.pane > .composer').getByRole('button', { name: 'Use Insights Herald' }).click();
    await box().waitFor();
  };
  const open = async (place: string) => {
    await page.getByRole('navigation').getByRole('button', { name: place }).click();
    await page.getByRole('heading', { name: place, level: 1 }).waitFor();
  };
  const draft = () => page.getByRole('group', { name: 'Card of this message' });
  const answer = (items: BoxItem[]) => {
    bot.onActivity = ({ name }) => (name?.startsWith('composeExtension/') ? boxAnswer(items) : undefined);
  };
  const placeOf = (name: string) => teams.control.conversations().find((one) => one.name === name)?.id ?? '';

  before(async function () {
    browser = await launchChromium();
    if (!browser) {
      console.log(`      ${noChromium}`);
      this.skip();
    }
    bot = await new FakeBot().start();
    teams = await startTeamsEmulator({ botUrl: bot.url, limits: false, extensionDeadlineMs: 300 });
    for (const one of teams.control.conversations()) {
      if (one.name !== 'Data ops') await teams.control.install(one.id);
    }
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  });
  beforeEach(async () => {
    bot.received.length = 0;
    bot.onActivity = () => undefined;
    await page.goto(`${teams.url}#marketing`);
    await open('Data alerts');
  });
  afterEach(async () => {
    await page.goto('about:blank');
    assert.deepEqual(faults.splice(0), [], 'no error in the page');
  });
  after(async () => {
    await browser?.close();
    await teams?.stop();
    await bot?.stop();
  });

  it('offers the search commands of the manifest; what costs a call waits for words', async () => {
    answer([{ title: 'VIP', text: '1,284 members' }]);
    await openBox();
    const tabs = await box().getByRole('tab').allTextContents();
    assert.deepEqual(tabs, ['Customers', 'Segments', 'Measures', 'Sources', 'Alerts']);
    await box().getByText('Name, e-mail address or another word of the profile').waitFor();
    assert.deepEqual(queries(), []);
    const button = page.locator('.pane > .composer').getByRole('button', { name: 'Use Insights Herald' });
    await button.click();
    assert.equal(await box().count(), 0, 'the same button closes it');
    await button.click();
    await box().getByRole('tab', { name: 'Segments' }).click();
    await box().getByRole('option', { name: 'VIP' }).waitFor();
    assert.deepEqual(queries(), [
      {
        commandId: 'segments',
        parameters: [{ name: 'initialRun', value: 'true' }],
        queryOptions: { skip: 0, count: 25 },
      },
    ]);
  });

  it('asks when typing pauses, not for every letter', async () => {
    answer([{ title: 'Found' }]);
    await openBox();
    await page.keyboard.type('ann smith', { delay: 15 });
    await box().getByRole('option', { name: 'Found' }).waitFor();
    assert.deepEqual(
      queries().map(({ parameters }) => parameters[0]),
      [{ name: 'text', value: 'ann smith' }],
    );
  });

  it('an answer to older words is dropped, and Enter waits for the newer one', async () => {
    let answerOld = (): void => undefined;
    bot.onActivity = ({ value }) =>
      new Promise((resolve) => {
        const old = (value as Query).parameters[0]?.value === 'old';
        const give = () => resolve(boxAnswer([{ title: old ? 'Old' : 'New' }]));
        if (old) answerOld = give;
        else give();
      });
    await openBox();
    await page.keyboard.type('old');
    while (queries().length === 0) await page.waitForTimeout(10);
    await page.keyboard.type('er');
    answerOld();
    await page.keyboard.press('Enter');
    await box().getByRole('option', { name: 'New' }).waitFor();
    assert.equal(await box().getByRole('option', { name: 'Old' }).count(), 0);
    assert.equal(await draft().isVisible(), false);
  });

  it('fetches more at the end of the list, by scrolling and by keyboard', async () => {
    bot.onActivity = ({ value }) => {
      const { skip, count } = (value as Query).queryOptions;
      const all = Array.from({ length: 60 }, (_, i) => ({ title: `Segment ${i + 1}` }));
      return boxAnswer(all.slice(skip, skip + count));
    };
    await openBox();
    await box().getByRole('tab', { name: 'Segments' }).click();
    await box().getByRole('option', { name: 'Segment 25' }).waitFor();
    await box().locator('.box-body').hover();
    await page.mouse.wheel(0, 5_000);
    await box().getByRole('option', { name: 'Segment 50' }).waitFor();
    await box().getByRole('combobox').focus();
    for (let i = 0; i < 50; i += 1) await page.keyboard.press('ArrowDown');
    await box().getByRole('option', { name: 'Segment 60' }).waitFor();
    assert.deepEqual(
      queries().map(({ queryOptions }) => queryOptions.skip),
      [0, 25, 50],
    );
    assert.equal(await box().getByRole('button', { name: 'Show more' }).isVisible(), false);
  });

  it('inserts the chosen card as a message of the person; its buttons answer in place', async () => {
    answer([{ title: 'VIP', card: { body: 'VIP has 1,284 members', button: 'Refresh' } }]);
    await openBox();
    await box().getByRole('tab', { name: 'Measures' }).click();
    await box().getByRole('option', { name: 'VIP' }).waitFor();
    await page.keyboard.press('Enter');
    await draft().getByText('VIP has 1,284 members').waitFor();
    await page.keyboard.press('Enter');
    const mine = page.locator('.message.mine', { hasText: 'VIP has 1,284 members' });
    await mine.waitFor();
    assert.equal(await draft().isVisible(), false);
    const [sent] = teams.control.messages(placeOf('Data alerts')).slice(-1);
    assert.deepEqual([sent?.from.name, sent?.text], ['Ann Dahl', undefined]);
    assert.equal(bot.received.filter(({ type }) => type === 'message').length, 0);

    const fresh = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: '1,300 members now' }] };
    bot.onActivity = () => ({
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: fresh },
    });
    await mine.getByRole('button', { name: 'Refresh' }).click();
    await page.locator('.message.mine', { hasText: '1,300 members now' }).waitFor();
    const pressed = bot.received.at(-1);
    assert.deepEqual([pressed?.name, pressed?.replyToId], ['adaptiveCard/action', sent?.id]);
    const change = await callConnector(
      teams.serviceUrl,
      'PUT',
      `conversations/${encodeURIComponent(placeOf('Data alerts'))}/activities/${sent?.id}`,
      { type: 'message', text: 'mine now' },
    );
    assert.equal(change.status, 403, 'a bot cannot edit what a person inserted');
  });

  it('asks the bot about a chosen result that has a tap, and inserts what it answers', async () => {
    bot.onActivity = ({ name }) =>
      name === 'composeExtension/selectItem'
        ? boxAnswer([{ title: 'Ann', card: { body: 'The profile of Ann' } }])
        : boxAnswer([{ title: 'Ann', tap: { kind: 'customer', id: '7' } }]);
    await openBox();
    await page.keyboard.type('ann');
    await box().getByRole('option', { name: 'Ann' }).click();
    await draft().getByText('The profile of Ann').waitFor();
    assert.deepEqual(invokes('selectItem')[0]?.value, { kind: 'customer', id: '7' });
    await draft().locator('..').getByRole('button', { name: 'Remove the card' }).click();
    assert.equal(await draft().isVisible(), false);
  });

  it('shows words of the bot, and an error when it is late or broken', async () => {
    bot.onActivity = () => ({ body: { composeExtension: { type: 'message', text: 'Keep typing' } } });
    await openBox();
    await page.keyboard.type('a');
    await box().getByText('Keep typing').waitFor();
    bot.onActivity = () => ({ status: 500, body: {} });
    await page.keyboard.type('b');
    await box().getByText('Unable to reach the app. Try again.').waitFor();
    bot.onActivity = () => new Promise(() => undefined);
    await page.keyboard.type('c');
    await box().getByText('Searching…').waitFor();
    await box().getByText('Unable to reach the app. Try again.').waitFor();
  });

  it('where the bot is not, it asks whether it may come along with a card that has buttons', async () => {
    answer([{ title: 'VIP', card: { body: 'VIP of the chat', button: 'Refresh' } }]);
    await open('Data ops');
    await openBox();
    await box().getByRole('tab', { name: 'Alerts' }).click();
    await box().getByRole('option', { name: 'VIP' }).click();
    await write().press('Enter');
    const question = page.getByRole('dialog', { name: 'Add Insights Herald to Data ops?' });
    await question.getByRole('button', { name: 'Cancel' }).click();
    await draft().getByText('VIP of the chat').waitFor();
    await write().press('Enter');
    await question.getByRole('button', { name: 'Add and send' }).click();
    await page.locator('.message.mine', { hasText: 'VIP of the chat' }).waitFor();
    assert.equal(teams.control.conversations().find((one) => one.name === 'Data ops')?.installed, true);
  });

  const form = (title: string, text: string) => ({
    body: {
      task: {
        type: 'continue',
        value: {
          title,
          card: {
            contentType: 'application/vnd.microsoft.card.adaptive',
            content: {
              type: 'AdaptiveCard',
              version: '1.5',
              body: [
                { type: 'TextBlock', text, wrap: true },
                { type: 'Input.Text', id: 'number', label: 'Threshold' },
              ],
              actions: [{ type: 'Action.Submit', title: 'Go', data: { step: 1 } }],
            },
          },
        },
      },
    },
  });

  it('opens the form of an action, shows it again with what is wrong, and inserts its card', async () => {
    bot.onActivity = ({ name }) => (name === 'composeExtension/fetchTask' ? form('A number', 'Which one?') : undefined);
    await openBox();
    await box().getByRole('button', { name: 'Share a number' }).click();
    const dialog = page.getByRole('dialog', { name: 'A number' });
    await dialog.getByLabel('Threshold').fill('x');
    bot.onActivity = () => form('A number', 'x is no number');
    await dialog.getByRole('button', { name: 'Go' }).click();
    await dialog.getByText('x is no number').waitFor();
    answer([{ title: 'Revenue', card: { body: 'Revenue is 1,950,000' } }]);
    await dialog.getByLabel('Threshold').fill('9');
    await dialog.getByRole('button', { name: 'Go' }).click();
    await draft().getByText('Revenue is 1,950,000').waitFor();
    assert.equal(await dialog.count(), 0);
    assert.deepEqual(invokes('fetchTask')[0]?.value, {
      commandId: 'share',
      commandContext: 'compose',
      context: { theme: 'default' },
    });
    const submitted = invokes('submitAction').at(-1)?.value as { data: unknown } | undefined;
    assert.deepEqual(submitted?.data, { step: 1, number: '9' });
  });

  it('a late form is sent twice more, then the dialog says so and keeps what was typed', async () => {
    bot.onActivity = ({ name }) => (name === 'composeExtension/fetchTask' ? form('A number', 'Which one?') : undefined);
    await openBox();
    await box().getByRole('button', { name: 'Share a number' }).click();
    const dialog = page.getByRole('dialog', { name: 'A number' });
    await dialog.getByLabel('Threshold').fill('12');
    bot.onActivity = () => new Promise(() => undefined);
    await dialog.getByRole('button', { name: 'Go' }).click();
    await dialog.getByText('Unable to reach the app. Try again.').waitFor();
    assert.equal(invokes('submitAction').length, 3);
    assert.equal(await dialog.getByLabel('Threshold').inputValue(), '12');
  });

  it('begins an action from a message with that message, words and card', async () => {
    await teams.control.say(placeOf('Data alerts'), 'VIP & co. fell', { mention: false, from: 'Bo Berg' });
    bot.onActivity = ({ name }) =>
      name === 'composeExtension/fetchTask'
        ? { body: { task: { type: 'message', value: 'There is nothing to watch.' } } }
        : undefined;
    const message = page.locator('.message', { hasText: 'VIP & co. fell' });
    await message.hover();
    await message.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Watch this' }).click();
    await page.getByRole('dialog', { name: 'Watch this' }).getByText('There is nothing to watch.').waitFor();
    const invoke = invokes('fetchTask')[0] as Incoming;
    const value = invoke.value as { commandContext: string; messagePayload: Record<string, unknown> };
    const id = await message.getAttribute('data-id');
    assert.equal(value.commandContext, 'message');
    assert.deepEqual(value.messagePayload.body, { contentType: 'html', content: '<div>VIP &amp; co. fell</div>' });
    assert.equal(invoke.conversation.id, `${placeOf('Data alerts')};messageid=${id}`);
    assert.equal((value.messagePayload.from as { user: { displayName: string } }).user.displayName, 'Bo Berg');
  });

  it('unfurls a pasted link of the app, and no other', async () => {
    answer([{ title: 'VIP', card: { body: 'VIP, live' } }]);
    await write().fill('see https://example.com/a and ');
    await write().pressSequentially(`${link} `);
    await draft().getByText('VIP, live').waitFor();
    assert.deepEqual(
      invokes('queryLink').map(({ value }) => value),
      [{ url: link }],
    );
    await write().press('Enter');
    const mine = page.locator('.message.mine', { hasText: link });
    await mine.getByText('VIP, live').waitFor();
    assert.equal(bot.received.filter(({ type }) => type === 'message').length, 0, 'a link is no command');
  });

  it('a link without a preview is told in words and sent all the same', async () => {
    bot.onActivity = ({ name }) =>
      name ? { body: { composeExtension: { type: 'message', text: 'That environment is not ours' } } } : undefined;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate((text) => navigator.clipboard.writeText(text), link);
    await write().press('Control+v');
    await page.getByText('That environment is not ours').waitFor();
    await write().press('Enter');
    await page.locator('.message.mine .text', { hasText: link }).last().waitFor();
  });

  it('works by keyboard alone and fits 380 px', async () => {
    answer([{ title: 'VIP', text: 'A long text '.repeat(20), card: { body: 'VIP by keyboard' } }]);
    await page.setViewportSize({ width: 380, height: 700 });
    await write().focus();
    await page.getByRole('button', { name: 'Use Insights Herald' }).first().focus();
    await page.keyboard.press('Enter');
    await box().waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await box().getByRole('option', { name: 'VIP' }).waitFor();
    const wide = await page.evaluate(`[...document.querySelectorAll('.box, .box *')]
      .filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.className)`);
    assert.deepEqual(wide, []);
    await page.keyboard.press('Escape');
    assert.equal(await box().count(), 0);
    assert.equal(await page.evaluate('document.activeElement.tagName'), 'TEXTAREA');
    await page.setViewportSize({ width: 1280, height: 800 });
  });
});
