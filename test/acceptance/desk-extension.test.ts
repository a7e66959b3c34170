import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { Stage } from '../../src/demo/stage.js';
import { DeskVisitor } from './desk-visitor.js';

/** The extension at the desk with the real product behind it: the tests go on where the one before stopped. */
describe('somebody who uses the box beside the composer', function () {
  this.timeout(60_000);
  const visitor = new DeskVisitor();
  let page: Page;
  let stage: Stage;

  before(async function () {
    await visitor.enter(this, {
      // Not faster: the product gives up what Teams would not wait for, by the same clock.
      speed: 1,
      place: 'Marketing',
      prepare: ({ teams: { control } }) =>
        control.install(control.conversations().find(({ name }) => name === 'Marketing')?.id ?? ''),
    });
    ({ page, stage } = visitor);
  });
  afterEach(() => visitor.sawNoError());
  after(() => visitor.leave());

  const field = () => visitor.field();
  const box = () => page.getByRole('dialog', { name: 'Insights Herald' });
  const draft = () => page.getByRole('group', { name: 'Card of this message' });
  const open = async (tab: string) => {
    await page.locator('.pane > .composer').getByRole('button', { name: 'Use Insights Herald' }).click();
    await box().getByRole('tab', { name: tab }).click();
  };
  /** Teams waits for five seconds; on a slow machine a person types it again. */
  const seek = async (text: string, found: Locator) => {
    for (let turn = 1; turn < 3; turn += 1) {
      await box().getByRole('combobox').fill(text);
      const isThere = found.waitFor({ timeout: 12_000 }).then(() => true);
      if (await isThere.catch(() => false)) return;
      await box().getByRole('combobox').fill('');
    }
    await box().getByRole('combobox').fill(text);
    await found.waitFor();
  };
  const mine = (text: string | RegExp): Locator => page.locator('.message.mine', { hasText: text }).last();

  it('finds a segment at once, sends its card, and watches the segment from the card', async () => {
    await open('Segments');
    await seek('vip', box().locator('.box-body:not([aria-busy]) [role=option]:first-child', { hasText: 'VIP' }));
    await page.keyboard.press('Enter');
    await draft().getByText('VIP', { exact: true }).waitFor();
    await field().press('Enter');
    await mine('Not watched here yet').getByRole('button', { name: 'Run' }).first().click();
    await page.locator('.from-bot').getByText('Subscription 1').first().waitFor();
    const [sent] = stage.teams.control.messages().filter(({ from }) => !from.bot);
    assert.equal(sent?.text, undefined);
  });

  it('finds a customer by words; what is inserted into a channel hides personal values', async () => {
    await open('Customers');
    await seek('Nadia', box().getByRole('option').first());
    await box().getByRole('option').first().click();
    await draft().locator('.card-view').waitFor();
    assert.equal((await draft().innerText()).toLowerCase().includes('nadia'), false);
    await draft().getByRole('button', { name: 'Remove the card' }).click();
  });

  it('is told in words where nothing was found', async () => {
    await open('Customers');
    await seek('Nobodyatall', box().getByText(/Nobodyatall/));
    await page.keyboard.press('Escape');
  });

  it('opens “Watch this” on a message with the segment that it names', async () => {
    const { control } = stage.teams;
    const place = control.conversations().find(({ name }) => name === 'Marketing');
    await control.say(place?.id ?? '', 'Have you seen how Churn risk moves?', { mention: false, from: 'Bo Berg' });
    const message = page.locator('.message', { hasText: 'Have you seen' });
    await message.hover();
    await message.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Watch this' }).click();
    const dialog = page.getByRole('dialog', { name: 'Watch this' });
    await dialog.getByLabel('What should be watched?').waitFor();
    assert.equal(await dialog.getByLabel('Which segment?').locator('option:checked').textContent(), 'Churn risk');
    await dialog.getByLabel('Threshold (digits').fill('1,5');
    await dialog.getByRole('button', { name: 'Subscribe', exact: true }).click();
    await dialog.getByText('“1,5” is not a plain number.').waitFor();
    await dialog.getByLabel('Threshold (digits').fill('500');
    await dialog.getByRole('button', { name: 'Subscribe', exact: true }).click();
    await dialog.getByText('Subscription 2').first().waitFor();
    await page.keyboard.press('Escape');
  });

  it('shares a number with its trend', async () => {
    await page.locator('.pane > .composer').getByRole('button', { name: 'Use Insights Herald' }).click();
    await box().getByRole('button', { name: 'Share a number' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share a number' });
    const choice = dialog.getByLabel('Which segment or measure?');
    const label = await choice.locator('option', { hasText: 'Total revenue' }).first().textContent();
    await choice.selectOption({ label: label ?? '' });
    await dialog.getByRole('button', { name: 'Put into the message' }).click();
    await draft().getByText('Total revenue').first().waitFor();
    await field().fill('This is where we stand');
    await field().press('Enter');
    await mine('This is where we stand').getByText('Total revenue').first().waitFor();
  });

  it('a link of Customer Insights unfolds into a live card, one to another environment into words', async () => {
    const address = (instance: string) => `https://home.ci.ai.dynamics.com/${instance}/segments/VIP `;
    await field().fill(address(stage.insights.instanceId));
    await draft().getByText('VIP', { exact: true }).first().waitFor();
    await field().press('Enter');
    await mine('home.ci.ai.dynamics.com').locator('.card-view').waitFor();
    await field().fill(address('11111111-2222-4333-8444-555555555555'));
    await page.locator('.composer-note').waitFor();
    assert.equal(await draft().isVisible(), false);
  });
});
