import assert from 'node:assert/strict';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type DemoPanel, startTeamsEmulator, type TeamsEmulator } from '../../../../../src/emulator/teams/index.js';
import { launchChromium, noChromium } from '../../../../fakes/chromium.js';
import { callConnector, FakeBot } from '../../../../fakes/fake-bot.js';

const acted: string[] = [];
const panel: DemoPanel = {
  state: () => ({
    story: { title: 'The night', running: true, steps: [{ title: 'A source fails', state: 'now' }] },
    budget: {
      limit: 100,
      used: 3,
      windowMs: 60_000,
      usedByLane: { chat: 1, polling: 2 },
      freeAtMs: [10_000, 20_000, 30_000],
      nowMs: 5_000,
      pausedUntilMs: 17_000,
    },
    sources: [
      { id: 's1', name: 'Orders', state: 'updated' },
      { id: 's2', name: 'Visits', state: 'updateFailed' },
      { id: 's3', name: 'Tickets', state: 'updating' },
    ],
    segments: [{ name: 'g1', friendlyName: 'Loyal', members: 1984 }],
    measures: [{ name: 'm1', friendlyName: 'Basket', value: 5.5 }],
    teamsFault: 'Teams answers 429',
  }),
  act: async (action, value) => {
    acted.push(`${action} ${value ?? ''}`.trim());
    return `Did ${action}`;
  },
};

describe('desk page', function () {
  this.timeout(60_000);
  let browser: Browser | undefined;
  let context: BrowserContext;
  let page: Page;
  let teams: TeamsEmulator;
  let bot: FakeBot;
  let ids: Record<string, string>;
  const faults: string[] = [];
  const card = (title: string, more: object[] = [], actions: object[] = []) => ({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          version: '1.5',
          body: [{ type: 'TextBlock', text: title, wrap: true }, ...more],
          actions,
        },
      },
    ],
  });
  const post = (place: string, activity: unknown, method = 'POST', id = '') =>
    callConnector(
      teams.serviceUrl,
      method,
      `conversations/${encodeURIComponent(ids[place] ?? place)}/activities${id}`,
      activity,
    );
  const open = async (place: string) => {
    await page.getByRole('navigation').getByRole('button', { name: place }).click();
    await page.getByRole('heading', { name: place, level: 1 }).waitFor();
  };
  const write = (label = 'Start a post in Data alerts') => page.getByRole('textbox', { name: label });

  before(async function () {
    browser = await launchChromium();
    if (!browser) {
      console.log(`      ${noChromium}`);
      this.skip();
    }
  });
  beforeEach(async () => {
    assert.ok(browser);
    bot = await new FakeBot().start();
    teams = await startTeamsEmulator({ botUrl: bot.url, panel, limits: false });
    ids = Object.fromEntries(teams.control.conversations().map((one) => [one.name, one.id]));
    for (const id of Object.values(ids)) await teams.control.install(id);
    context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(`${teams.url}#data-alerts`);
    await write().waitFor();
  });
  afterEach(async () => {
    await context.close();
    await teams.stop();
    await bot.stop();
    assert.deepEqual(faults.splice(0), [], 'no error in the page');
  });
  after(() => browser?.close());

  it('a new card appears and an edit changes it in place, without reload', async () => {
    const { body } = await post('Data alerts', card('Refresh failed'));
    await page.getByText('Refresh failed').waitFor();
    assert.equal(await page.getByText('Edited').isVisible(), false);
    await post('Data alerts', card('Recovered'), 'PUT', `/${body.id}`);
    await page.getByText('Recovered').waitFor();
    assert.equal(await page.getByText('Refresh failed').count(), 0);
    assert.equal(await page.locator('.message.flash').count(), 1);
    assert.equal(await page.getByText('Edited').isVisible(), true);
    await post('Data alerts', undefined, 'DELETE', `/${body.id}`);
    await page.getByText('This message has been deleted.').waitFor();
  });

  it('what is typed reaches the bot with a mention; its reply stands in the same thread', async () => {
    bot.onActivity = async ({ type, conversation }) => {
      if (type === 'message') await post(conversation.id, { type: 'message', text: 'At your **service**' });
      return undefined;
    };
    await write().fill('help');
    await write().press('Enter');
    await page.locator('.thread .replies strong', { hasText: 'service' }).waitFor();
    assert.equal(bot.received.at(-1)?.text, '<at>Insights Herald</at> help');
    assert.equal(await write().inputValue(), '');
    await page.getByRole('button', { name: 'Reply' }).click();
    await write('Reply').fill('list');
    await write('Reply').press('Enter');
    await page.locator('.replies .mine', { hasText: 'list' }).waitFor();
    assert.equal(await page.locator('.thread').count(), 1);
  });

  it('without the mention the bot is not told', async () => {
    bot.received.length = 0;
    await page.getByRole('button', { name: '@Insights Herald', exact: true }).click();
    await write().fill('only for people');
    await write().press('Enter');
    await page.locator('.message', { hasText: 'only for people' }).waitFor();
    assert.deepEqual(bot.received, []);
  });

  it('@ offers the members by keyboard, arrow-up brings back what was sent', async () => {
    await write().pressSequentially('status mention @ai');
    await page.getByRole('option', { name: 'Aigerim Sadykova' }).waitFor();
    await write().press('Tab');
    assert.equal(await write().inputValue(), 'status mention @Aigerim Sadykova ');
    await write().press('Enter');
    await page.locator('.message .mention', { hasText: 'Aigerim Sadykova' }).waitFor();
    await write().pressSequentially('list');
    await write().press('Enter');
    await write().press('ArrowUp');
    await write().press('ArrowUp');
    assert.equal(await write().inputValue(), 'status mention @Aigerim Sadykova');
    await write().press('ArrowDown');
    assert.equal(await write().inputValue(), 'list');
  });

  it('a press shows the answer, and an error leaves what was typed', async () => {
    const input = { type: 'Input.Text', id: 'why', label: 'Why' };
    await post('Data alerts', card('Alert', [input], [{ type: 'Action.Execute', title: 'Snooze', verb: 'snooze' }]));
    bot.onActivity = () => ({
      body: { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'x', message: 'Too late' } },
    });
    await page.getByLabel('Why').fill('holiday');
    await page.getByRole('button', { name: 'Snooze' }).click();
    await page.getByText('Too late').waitFor();
    assert.equal(await page.getByLabel('Why').inputValue(), 'holiday');
    const replacing = card('Snoozed until tomorrow').attachments[0]?.content;
    bot.onActivity = () => ({
      body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: replacing },
    });
    await page.getByRole('button', { name: 'Snooze' }).click();
    await page.getByText('Snoozed until tomorrow').waitFor();
    assert.equal(await page.getByText('Too late').isVisible(), false);
  });

  it('when the desk does not answer, that is said and what was typed stays', async () => {
    await page.route('**/_control/say', (route) => route.abort());
    await write().fill('list');
    await write().press('Enter');
    await page.getByText('The desk does not answer. Is the demo still running?').waitFor();
    assert.equal(await write().inputValue(), 'list');
    // The browser reports the broken request as well.
    assert.equal(faults.splice(0).length, 1);
  });

  it('a dialog opens, checks its inputs, submits and closes', async () => {
    const content = card('Why?', [{ type: 'Input.Text', id: 'why', label: 'Reason', isRequired: true }]).attachments[0]
      ?.content;
    Object.assign(content ?? {}, { actions: [{ type: 'Action.Submit', title: 'Save' }] });
    bot.onActivity = ({ name }) =>
      name === 'task/fetch'
        ? { body: { task: { type: 'continue', value: { title: 'A reason', card: { content } } } } }
        : undefined;
    const action = { type: 'Action.Submit', title: 'Explain', data: { msteams: { type: 'task/fetch' } } };
    await post('Data alerts', card('Alert', [], [action]));
    await page.getByRole('button', { name: 'Explain' }).click();
    const dialog = page.getByRole('dialog', { name: 'A reason' });
    await dialog.getByRole('button', { name: 'Save' }).click();
    assert.equal(await dialog.isVisible(), true);
    await dialog.getByLabel('Reason').fill('because');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual((bot.received.at(-1)?.value as { data: unknown } | undefined)?.data, { why: 'because' });
  });

  it('hostile text stays text', async () => {
    const evil = '<img src=x onerror="document.title=1"> <script>document.title=2</script> [x](javascript:alert(1))';
    await teams.control.say(ids['Data alerts'] ?? '', evil, { from: 'Bo Berg', mention: false });
    await post('Data alerts', { type: 'message', text: evil });
    await post('Data alerts', card(evil, [{ type: 'FactSet', facts: [{ title: evil, value: evil }] }]));
    await page.locator('.card-view').waitFor();
    assert.equal(await page.locator('.timeline :is(img, script, a)').count(), 0);
    assert.equal(await page.title(), 'Desk');
  });

  it('messages elsewhere are counted until they are read', async () => {
    await post('Data ops', { type: 'message', text: 'one' });
    await post('Data ops', { type: 'message', text: 'two' });
    await page.getByLabel('2 unread').waitFor();
    assert.equal(await page.title(), '(2) Desk');
    await page.reload();
    await page.getByLabel('2 unread').waitFor();
    await open('Data ops');
    assert.equal(await page.getByLabel('2 unread').count(), 0);
    assert.equal(await page.title(), 'Desk');
  });

  it('the newest post is in sight, and one who reads above is told of it instead', async () => {
    for (let i = 0; i < 30; i += 1) await post('Data alerts', { type: 'message', text: `post ${i}` });
    await page.getByText('post 29').waitFor();
    await page.waitForFunction(() => {
      const box = document.querySelector('.timeline');
      return box && box.scrollTop > 0 && box.scrollHeight - box.scrollTop - box.clientHeight < 2;
    });
    await page.locator('.timeline').hover();
    await page.mouse.wheel(0, -5_000);
    await page.waitForFunction(() => document.querySelector('.timeline')?.scrollTop === 0);
    await post('Data alerts', { type: 'message', text: 'late news' });
    await page.getByRole('button', { name: '↓ New message' }).click();
    await page.getByRole('button', { name: '↓ New message' }).waitFor({ state: 'hidden' });
  });

  it('an edit out of sight is told at the top, until the reader goes there or writes', async () => {
    const { body } = await post('Data alerts', card('Refresh failed'));
    for (let i = 0; i < 30; i += 1) await post('Data alerts', { type: 'message', text: `post ${i}` });
    await page.getByText('post 29').waitFor();
    const pill = page.getByRole('button', { name: '↑ A card was updated' });
    await post('Data alerts', card('Recovered'), 'PUT', `/${body.id}`);
    await pill.waitFor();
    const [told, frame] = [await pill.boundingBox(), await page.locator('.timeline').boundingBox()];
    assert.ok(told && frame && told.y - frame.y < frame.height / 4);
    await write().fill('good');
    await write().press('Enter');
    await pill.waitFor({ state: 'hidden' });
    await post('Data alerts', card('Recovered for good'), 'PUT', `/${body.id}`);
    await pill.click();
    await page.getByText('Recovered for good').waitFor();
    await pill.waitFor({ state: 'hidden' });
  });

  it('the panel tells of story and budget, and its levers act', async () => {
    await page.getByText('Paused for 12 s').waitFor();
    assert.equal(await page.locator('.slots .lane-polling').count(), 2);
    assert.equal(await page.getByText('Teams answers 429').isVisible(), true);
    const moods = page.locator('.rows .dot').evaluateAll((dots) => dots.map((one) => one.className));
    assert.deepEqual(await moods, ['dot good', 'dot bad', 'dot busy']);
    for (const name of ['Fail Orders', 'Recover Visits', 'Push Loyal over its threshold', 'Start full refresh']) {
      await page.getByRole('button', { name }).click();
    }
    await page.getByLabel('New value of Basket').fill('9');
    await page.getByRole('button', { name: 'Set Basket' }).click();
    await page.getByRole('button', { name: 'Make Teams answer 429 for 30 seconds' }).click();
    await page.getByRole('button', { name: 'Restart story' }).click();
    await page.getByText('Did restart-story').waitFor();
    assert.deepEqual(acted.splice(0), [
      'fail-source s1',
      'recover-source s2',
      'push-segment g1',
      'start-full-refresh',
      'set-measure m1=9',
      'throttle-teams',
      'restart-story',
    ]);
  });

  it('the theme is switched with its cards and kept', async () => {
    await post('Data alerts', card('Alert'));
    await page.locator('.card-view[data-theme="light"]').waitFor();
    await page.getByRole('button', { name: 'Switch between light and dark' }).click();
    await page.locator('.card-view[data-theme="dark"]').waitFor();
    await page.reload();
    await page.locator('.card-view[data-theme="dark"]').waitFor();
  });

  for (const width of [320, 600]) {
    it(`nothing overflows at ${width} px and everything can be reached`, async () => {
      await page.setViewportSize({ width, height: 700 });
      const actions = ['Acknowledge', 'Snooze', 'Why', 'Open in Customer Insights'].map((title) => ({
        type: 'Action.Submit',
        title,
      }));
      await post('Data alerts', card(`A long line ${'x'.repeat(80)} without any blank in it`, [], actions));
      await page.locator('.card-view').waitFor();
      const wide =
        await page.evaluate(`[...document.querySelectorAll('.pane, .timeline, .thread, .card-view, .composer')]
        .filter((one) => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth)
        .map((one) => one.className)`);
      assert.deepEqual(wide, []);
      await page.getByRole('button', { name: 'Conversations' }).click();
      await open('Data ops');
      await page.getByRole('button', { name: 'Story and controls' }).click();
      await page.getByRole('button', { name: 'Restart story' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Restart story' }).waitFor({ state: 'hidden' });
    });
  }
});
