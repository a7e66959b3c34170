import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import type { Stage } from '../../src/demo/stage.js';
import { DeskVisitor } from './desk-visitor.js';

/** From the question to the file, as somebody at the desk sees it; the tests go on where the one before stopped. */
describe('somebody who gathers rows at the desk', function () {
  this.timeout(60_000);
  const visitor = new DeskVisitor();
  let page: Page;
  let stage: Stage;

  before(async function () {
    await visitor.enter(this, {
      place: 'Marketing',
      // Slow enough to watch.
      prepare: ({ insights }) => insights.control.fault({ kind: 'slow', ms: 6000, path: '/data/' }),
    });
    ({ page, stage } = visitor);
  });
  afterEach(() => visitor.sawNoError());
  after(() => visitor.leave());

  const open = (place: string) => visitor.open(place);
  const type = (text: string) => visitor.type(text);
  const card = (text: string | RegExp) => page.locator('.from-bot', { hasText: text }).last();
  const offers = () => page.locator('.file-view.asks');

  it('watches how far it is on one card, which says at last where the file is', async () => {
    await open('Marketing');
    await type('items UnifiedActivity top 300');
    const progress = card('Gathering rows');
    await progress.getByText('of up to 300 rows.').waitFor();
    await progress.getByRole('button', { name: 'Cancel' }).waitFor();
    const id = await progress.getAttribute('data-id');
    const same = page.locator(`[data-id="${id}"]`);
    await same.getByText('Rows gathered').waitFor();
    await same.getByText('offered to Ann Dahl alone').waitFor();
    await same.getByText('Edited').waitFor();
    // The page may be too slow to be seen at each of them.
    const versions = stage.teams.control.messages().find((one) => one.id === id)?.versions ?? [];
    assert.ok(versions.some((one) => one.summary === 'UnifiedActivity: 100 of up to 300 rows.'));
    assert.equal(await offers().count(), 0, 'nothing of it in the channel');
  });

  it('accepts it in the personal chat, and downloads all rows', async () => {
    await open('Insights Herald');
    const offer = offers().last();
    await offer.getByText('300 rows of UnifiedActivity').waitFor();
    await offer.getByRole('button', { name: 'Accept' }).click();
    const link = page.getByRole('link', { name: 'Download' });
    await link.waitFor();
    assert.equal(await offers().count(), 0);
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    assert.match(download.suggestedFilename(), /^UnifiedActivity-[\d-]+\.csv$/);
    const text = await readFile(await download.path(), 'utf8');
    assert.equal(text.charCodeAt(0), 0xfeff);
    assert.equal(text.trimEnd().split('\r\n').length, 301);
  });

  it('declines another, and can have it gathered again', async () => {
    await type('items UnifiedActivity select ActivityId top 150');
    await offers().last().getByRole('button', { name: 'Decline' }).click();
    const declined = card('File declined');
    await declined.getByRole('button', { name: 'Run' }).click();
    await offers().last().getByText('150 rows of UnifiedActivity').waitFor();
  });

  it('cancels one by its button', async () => {
    await type('items UnifiedActivity top 5000');
    await card('of up to 5,000 rows.').getByRole('button', { name: 'Cancel' }).click();
    await card('Gathering cancelled').getByText('There is no file.').waitFor();
  });
});
