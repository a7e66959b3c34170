import assert from 'node:assert/strict';
import type { Browser, Frame, Page } from 'playwright-core';
import { paths } from '../../../src/tabs/paths.js';
import { launchChromium, noChromium } from '../../fakes/chromium.js';
import { channel, sampleData } from './board-samples.js';
import { focused, openInHost, said, violations, watchedPage } from './tab-page.js';
import { type StandIn, startStandIn } from './tab-stand-in.js';

/** What can be changed, by keyboard alone. */
describe('the dialogs of the tab', function () {
  this.timeout(30_000);
  let browser: Browser | undefined;
  let server: StandIn;
  let page: Page;
  let frame: Frame;

  before(async function () {
    browser = await launchChromium();
    if (!browser) {
      console.log(`      ${noChromium}`);
      this.skip();
    }
    server = await startStandIn();
    page = (await watchedPage(browser)).page;
    frame = await openInHost(page, { host: `${server.url}/host`, page: '/tabs/board', channel });
    await frame.getByText('47', { exact: true }).waitFor();
  });
  beforeEach(() => {
    server.writes.length = 0;
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const press = (key: string) => page.keyboard.press(key);
  const openFor = async (button: string, number: number) => {
    await frame.getByRole('button', { name: `${button}, subscription #${number}` }).focus();
    await press('Enter');
    await frame.getByRole('dialog').waitFor();
  };

  /** The stream may tell of a change before its dialog has its answer. */
  const closed = () => frame.getByRole('dialog').waitFor({ state: 'detached' });

  it('every control of the board is reached by Tab, in the order in which it stands, and shows the focus', async () => {
    await frame.evaluate('document.activeElement?.blur()');
    await frame.locator('body').click({ position: { x: 2, y: 2 } });
    const reached: string[] = [];
    for (let i = 0; i < 60 && !reached.includes('Remove, subscription #7'); i += 1) {
      await press('Tab');
      reached.push(await focused(frame));
      const outline = await frame.evaluate('getComputedStyle(document.activeElement).outlineStyle');
      assert.equal(outline, 'solid', reached.at(-1));
    }
    const wanted = [
      'Edit, subscription #1',
      'Snooze, subscription #1',
      'Remove, subscription #1',
      'Resume, subscription #4',
      'Remove, subscription #7',
    ];
    const places = wanted.map((name) => reached.indexOf(name));
    assert.ok(
      places.every((at) => at >= 0),
      reached.join(' | '),
    );
    assert.deepEqual(
      places,
      [...places].sort((a, b) => a - b),
    );
  });

  it('Escape closes without a change, and the focus goes back to the button', async () => {
    for (const button of ['Edit', 'Snooze', 'Remove']) {
      await openFor(button, 3);
      await press('Escape');
      await closed();
      assert.equal(await focused(frame), `${button}, subscription #3`);
    }
    assert.deepEqual(server.writes, []);
  });

  it('a rule is changed; what is wrong is said and kept', async () => {
    await openFor('Edit', 3);
    const value = frame.getByLabel('Threshold or percent');
    await value.fill('2,5');
    await press('Enter');
    await frame.getByRole('alert').getByText('“2,5” is not a plain number').waitFor();
    assert.equal(await value.inputValue(), '2,5');
    await value.fill('2500');
    await press('Enter');
    await frame.getByText('Segment “VIP”: above 2,500').waitFor();
    await frame.getByText('Subscription #3 was changed.').waitFor();
    await closed();
    const rule = { direction: 'above', value: '2500', runs: 1 };
    assert.deepEqual(server.writes, [{ path: paths.edit, body: { conversation: channel, id: 's3', rule } }]);
    assert.equal(await focused(frame), 'Edit, subscription #3');
  });

  it('a refusal of the server is said in the dialog, which stays', async () => {
    await openFor('Edit', 3);
    server.refuse = { status: 409, code: 'rule-exists' };
    await frame.getByLabel('Threshold or percent').press('Enter');
    await frame.getByRole('alert').getByText('Another subscription here already watches for the same.').waitFor();
    server.refuse = undefined;
    await press('Escape');
  });

  it('it is snoozed for as long as is chosen, and resumed', async () => {
    await openFor('Snooze', 1);
    await press('ArrowDown');
    await press('Enter');
    await frame.getByRole('button', { name: 'Resume, subscription #1' }).waitFor();
    await closed();
    assert.deepEqual(server.writes[0]?.body.until, { kind: 'tomorrow' });
    assert.equal(await focused(frame), 'Resume, subscription #1');
    await press('Enter');
    await frame.getByRole('button', { name: 'Snooze, subscription #1' }).waitFor();
    assert.deepEqual(
      server.writes.map(({ path }) => path),
      [paths.snooze, paths.resume],
    );
  });

  it('it is removed after it was said what that means, and not by an Enter too many', async () => {
    await openFor('Remove', 7);
    await frame.getByText('This cannot be undone.').waitFor();
    assert.equal(await focused(frame), 'Keep it');
    await press('Enter');
    await closed();
    assert.deepEqual(server.writes, []);
    await openFor('Remove', 7);
    await press('Tab');
    assert.equal(await focused(frame), 'Remove #7');
    await press('Enter');
    await frame.getByRole('heading', { name: /Summer visitors/ }).waitFor({ state: 'detached' });
    await closed();
    assert.deepEqual(server.writes, [{ path: paths.remove, body: { conversation: channel, id: 's7' } }]);
    assert.match(await focused(frame), /^Subscriptions/);
  });

  it('axe finds nothing in them', async () => {
    server.data = sampleData(Date.now());
    for (const button of ['Edit', 'Snooze', 'Remove']) {
      await openFor(button, 2);
      assert.deepEqual(await violations(frame, 'all', 'dialog'), []);
      await press('Escape');
    }
  });
});

describe('the configuration page', function () {
  this.timeout(30_000);
  let browser: Browser | undefined;
  let server: StandIn;
  let page: Page;
  let frame: Frame;

  before(async function () {
    browser = await launchChromium();
    if (!browser) this.skip();
    server = await startStandIn();
    page = (await watchedPage(browser, 700)).page;
    frame = await openInHost(page, { host: `${server.url}/host`, page: '/tabs/configure', channel, frame: 'settings' });
    await frame.getByRole('heading', { name: 'Set up the board' }).waitFor();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const isValid = (valid: boolean) =>
    page.waitForFunction(
      `window.said.filter(({ func }) => func === 'settings.setValidityState').at(-1)?.args[0] === ${valid}`,
    );
  const save = async (answer: 'settings.save.success' | 'settings.save.failure') => {
    const before = (await said(page, answer)).length;
    await page.evaluate(`window.tell('settings.save', [{}])`);
    await page.waitForFunction(`window.said.filter(({ func }) => func === '${answer}').length > ${before}`);
    return (await said(page, answer)).at(-1);
  };

  it('can be saved as it opens, and not while nothing is chosen', async () => {
    await isValid(true);
    const boxes = frame.locator('input[name="part"]');
    for (const box of await boxes.all()) await box.uncheck();
    await isValid(false);
    await frame.getByRole('alert').getByText('Choose at least one part to show.').waitFor();
    await frame.getByLabel(/^Trends/).check();
    await frame.getByLabel('Only these:').check();
    await frame.getByRole('alert').getByText('Choose at least one segment or measure.').waitFor();
    await frame.getByLabel('Find a segment or measure').fill('vip');
    assert.equal(await frame.locator('input[name="object"]').count(), 1);
    await frame.getByLabel(/^VIP/).check();
    await isValid(true);
  });

  it('says why it was not saved, to Teams too', async () => {
    server.refuse = { status: 503, code: 'store-write-failed' };
    const [reason] = (await save('settings.save.failure')) ?? [];
    assert.match(String(reason), /could not be stored/);
    await frame.getByRole('alert').getByText('The change could not be stored.').waitFor();
    server.refuse = undefined;
  });

  it("is saved under the server's own entity id", async () => {
    await save('settings.save.success');
    const chosen = { connectionId: 'production', shows: ['values'], objects: [{ kind: 'segment', id: 'Vip' }] };
    assert.deepEqual(server.writes.at(-1)?.body, { conversation: channel, chosen });
    const [config] = (await said(page, 'settings.setSettings')).at(-1) ?? [];
    const address = `${server.url}/tabs/board?entity=e1`;
    assert.deepEqual(config, {
      entityId: 'e1',
      contentUrl: address,
      websiteUrl: address,
      suggestedDisplayName: 'Board',
    });
  });

  it('outside Teams it says where tabs are set up', async () => {
    await page.goto(`${server.url}/tabs/configure`);
    await page.getByText('A tab is set up in Teams').waitFor();
  });
});
