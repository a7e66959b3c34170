import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { seatAudience } from '../../src/demo/audience.js';
import type { Stage } from '../../src/demo/stage.js';
import { DeskVisitor } from './desk-visitor.js';

/** One visitor, one page, the real product: the tests go on where the one before stopped. */
describe('a visitor at the desk', function () {
  this.timeout(30_000);
  const visitor = new DeskVisitor();
  let page: Page;
  let stage: Stage;

  before(async function () {
    await visitor.enter(this, { prepare: ({ teams }) => seatAudience(teams) });
    ({ page, stage } = visitor);
  });
  afterEach(() => visitor.sawNoError());
  after(() => visitor.leave());

  const open = (place: string) => visitor.open(place);
  const field = () => visitor.field();
  const type = (text: string) => visitor.type(text);
  const card = (text: string | RegExp): Locator => page.locator('.from-bot', { hasText: text }).last();
  const lever = (name: string) => page.getByRole('button', { name, exact: true }).click();
  /** The thread that began with these words. */
  const thread = (text: string): Locator => page.locator('.thread', { hasText: text }).last();

  it('finds the subscribed channel open, in the time of its cards', async () => {
    await thread('subscribe refresh-failed all').getByText('✔︎ Subscription 7').waitFor();
    await page.getByText('Show 9 earlier replies').waitFor();
  });

  it('subscribes by typing, mentions a colleague with the helper, and is told how things stand', async () => {
    await open('Marketing');
    await field().pressSequentially('subscribe segment "High value, lapsing" above 2000 mention @bo');
    await page.getByRole('option', { name: 'Bo Berg' }).waitFor();
    await field().press('Tab');
    await field().press('Enter');
    const answer = thread('High value').locator('.replies .from-bot');
    await answer.getByText('1,284 members.').waitFor();
    await answer.getByText('Bo Berg').waitFor();
    await answer.getByText('Threshold 2,000 not crossed.').waitFor();
  });

  it('is shown a mistake on the form with everything kept, corrects it and is subscribed', async () => {
    await page.locator('.composer-bar').getByRole('button', { name: 'subscribe' }).click();
    await field().press('Enter');
    const form = card('What should be watched?');
    await form.getByLabel('What should be watched?').selectOption('measure-threshold');
    await form.getByText('Threshold of a segment or measure').click();
    await form.getByLabel('Which measure?').selectOption({ label: 'Total revenue' });
    await form.getByLabel('Threshold (digits').fill('1,5');
    await form.getByRole('button', { name: 'Subscribe', exact: true }).click();
    await form.getByText('“1,5” is not a plain number.').waitFor();
    assert.equal(await form.getByLabel('Threshold (digits').inputValue(), '1,5');
    assert.equal(await form.getByLabel('Which measure?').inputValue(), 'TotalRevenue');
    await form.getByLabel('Threshold (digits').fill('1950000');
    await form.getByRole('button', { name: 'Subscribe', exact: true }).click();
    await page.getByText('Measure “Total revenue”: above 1,950,000').first().waitFor();
  });

  it('tests and ends subscriptions with the buttons of the list', async () => {
    const asked = page.locator('.thread', { has: page.locator('.text', { hasText: /^Insights Herald list$/ }) });
    await type('list');
    const list = asked.nth(0).locator('.replies .from-bot');
    await list.getByText('Measure “Total revenue”: above 1,950,000').waitFor();
    await list.getByRole('button', { name: 'Test' }).first().click();
    await card('TEST · This is what the alert looks like.').waitFor();
    await list.getByRole('button', { name: 'Unsubscribe' }).first().click();
    await page.getByText('Subscription 1 has ended.').waitFor();
    await type('list');
    const shorter = asked.nth(1).locator('.replies .from-bot');
    await shorter.getByText('Measure “Total revenue”: above 1,950,000').waitFor();
    assert.equal(await shorter.getByText('High value').count(), 0);
  });

  it('sees a segment that was pushed over arrive as a card, without reload', async () => {
    await open('Data alerts');
    await page.evaluate('window.sameVisit = true');
    await lever('Push VIP over its threshold');
    await card('Above the threshold · Segment').getByText('VIP', { exact: true }).waitFor();
    assert.equal(await page.evaluate('window.sameVisit'), true);
  });

  it('pushes a segment beyond the threshold that is watched, however far', async () => {
    await open('Marketing');
    await type('subscribe segment "New this month" above 3000');
    await thread('New this month').getByText('Threshold 3,000 not crossed.').waitFor();
    await lever('Push New this month over its threshold');
    await page.getByText('New this month now has 3,060 members, above the threshold of 3,000.').waitFor();
    await card('3,060 members, above the threshold of 3,000.').waitFor();
    await open('Data alerts');
  });

  it('sees why a source failed, says who is on it, and sees the same card turn green and its thread told', async () => {
    await lever('Fail CRM contacts');
    const failed = card('Refresh failed · Data source');
    await failed.getByText('The source did not answer.').waitFor();
    await failed.getByText('Last success').waitFor();
    const id = await failed.getAttribute('data-id');
    const same = page.locator(`[data-id="${id}"]`);
    await same.getByRole('button', { name: 'Details' }).click();
    const dialog = page.getByRole('dialog', { name: 'Alert details' });
    await dialog.getByText('The source did not answer.').waitFor();
    await page.keyboard.press('Escape');
    await same.getByRole('button', { name: 'Snooze', exact: true }).click();
    await same.getByRole('button', { name: '4 hours' }).click();
    await same.getByText('Refresh failed, snoozed').waitFor();
    await same.getByText(/Snoozed by .+ until/).waitFor();
    await same.getByRole('button', { name: 'Seen', exact: true }).click();
    await same.getByText(/Seen by .+ until/).waitFor();
    const told = page.locator('.thread', { has: same }).locator('.replies .from-bot');
    await told.getByText('Somebody is on it').waitFor();
    await lever('Recover CRM contacts');
    await same.getByText('✔︎ Recovered · Data source').waitFor();
    await same.getByText('Edited').waitFor();
    await told.getByText(/Over since .+ had seen it/).waitFor();
    assert.equal(await told.count(), 2);
  });

  it('replies in a thread and is answered there', async () => {
    const alert = page.locator('.thread', { hasText: 'Recovered · Data source' });
    await alert.getByRole('button', { name: 'Reply' }).click();
    await alert.getByRole('textbox', { name: 'Reply' }).fill('status');
    await alert.getByRole('textbox', { name: 'Reply' }).press('Enter');
    await alert.locator('.replies').getByText('Call budget').waitFor();
  });

  it('is understood in the group chat and in the personal chat', async () => {
    await open('Data ops');
    await type('subscribe unification');
    await card('Unification completes').getByText('✔︎ Subscription 1').waitFor();
    await open('Insights Herald');
    await type('list');
    await card('There are none yet.').waitFor();
  });

  it('finds a customer whose name is masked in the channel, and opens the whole profile alone', async () => {
    await open('Marketing');
    await type('customer MBR-20000');
    const profile = card('Personal values are masked here.');
    await profile.getByText('N*** O***').waitFor();
    assert.equal(await page.getByText("Nadia O'Neil").count(), 0);
    await profile.getByRole('button', { name: 'Open full profile' }).click();
    const dialog = page.getByRole('dialog', { name: 'Customer profile' });
    await dialog.getByText("Nadia O'Neil").waitFor();
    await dialog.getByText('nadia.oneil.0@example.net').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    assert.equal(await page.getByText("Nadia O'Neil").count(), 0);
    await open('Insights Herald');
  });

  it('gets an answer to what is no command, and to far too much of it', async () => {
    await type('frobnicate the lot');
    await card('“frobnicate” is not a command.').getByRole('button', { name: 'help', exact: true }).click();
    await card('Type a command.').waitFor();
    await type(`subscribe segment ${'very '.repeat(2000)}long above 5`);
    await card('This text is longer than 2000 characters').waitFor();
    await page.getByRole('button', { name: 'See more' }).click();
  });

  it('sees the calls that a refresh costs', async () => {
    const used = Number(await page.locator('.gauge-number strong').textContent());
    await lever('Start full refresh');
    await page.waitForFunction(
      (before) => Number(document.querySelector('.gauge-number strong')?.textContent) > before,
      used,
    );
  });

  it('makes Teams answer 429, and every post arrives afterwards, once', async () => {
    await open('Data alerts');
    const refused = () => stage.teams.control.requests().filter(({ status }) => status === 429).length;
    await lever('Make Teams answer 429 for 30 seconds');
    await type('list');
    await page.locator('.teams-fault').waitFor();
    await page.getByLabel('New value of Total revenue').fill('1960000');
    await lever('Set Total revenue');
    await card('Above the threshold · Measure').getByText('1,960,000', { exact: true }).waitFor();
    await thread('Insights Herald list').locator('.replies').getByText('Subscriptions of this conversation').waitFor();
    assert.ok(refused() > 0, 'Teams refused at first');
    assert.equal(await thread('Insights Herald list').locator('.replies .from-bot').count(), 1);
    assert.equal(await page.locator('.from-bot', { hasText: 'Above the threshold · Measure' }).count(), 1);
    await page.locator('.teams-fault').waitFor({ state: 'hidden' });
  });

  it('switches the theme of page and cards', async () => {
    const before = await page.locator('.card-view').last().getAttribute('data-theme');
    await lever('Switch between light and dark');
    await page
      .locator(`.card-view[data-theme="${before === 'dark' ? 'light' : 'dark'}"]`)
      .last()
      .waitFor();
    assert.equal(await page.locator(`.card-view[data-theme="${before}"]`).count(), 0);
  });

  it('reaches everything on a page of 400 px, and nothing sticks out', async () => {
    await page.setViewportSize({ width: 400, height: 800 });
    for (const place of ['Marketing', 'Insights Herald', 'Data alerts']) {
      await lever('Conversations');
      await open(place);
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('.pane *')]
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('[hidden]'))
          .map((one) => one.className),
      );
      assert.deepEqual(wide, [], place);
    }
    await lever('Story and controls');
    await page.getByRole('button', { name: 'Fail CRM contacts' }).waitFor();
    await page.keyboard.press('Escape');
    await type('status');
    await thread('status').locator('.replies').getByText('Last reading').waitFor();
  });
});
