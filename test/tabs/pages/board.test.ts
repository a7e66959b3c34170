import assert from 'node:assert/strict';
import type { Browser, Frame, Page } from 'playwright-core';
import { launchChromium, noChromium } from '../../fakes/chromium.js';
import { budget, channel, emptyData, sampleAbout, sampleData } from './board-samples.js';
import { focused, openInHost, said, setTheme, type Watched, watchedPage } from './tab-page.js';
import { partEvent, type StandIn, startStandIn } from './tab-stand-in.js';

/** Every state of the board, against a server that says what a test wants. */
describe('the board page', function () {
  this.timeout(30_000);
  let browser: Browser | undefined;
  let server: StandIn;
  let watched: Watched;
  let page: Page;
  let frame: Frame;

  before(async function () {
    browser = await launchChromium();
    if (!browser) {
      console.log(`      ${noChromium}`);
      this.skip();
    }
    server = await startStandIn();
    watched = await watchedPage(browser);
    page = watched.page;
  });
  beforeEach(() => {
    server.data = sampleData(Date.now());
    server.refuse = undefined;
    server.silent = false;
    server.writes.length = 0;
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  const open = async (wish: object = {}) => {
    frame = await openInHost(page, { host: `${server.url}/host`, page: '/tabs/board', channel, ...wish });
    return frame;
  };
  const board = async (wish: object = {}) => {
    await open(wish);
    await frame.getByText('47', { exact: true }).waitFor();
  };

  it('shows all parts, tells Teams so, and never a fault', async () => {
    await board();
    for (const name of ['Open alerts', 'Runs', 'Trends', 'Call budget', 'Subscriptions'])
      await frame.getByRole('region', { name, exact: true }).waitFor();
    await frame.getByText('The column "order_total" was not found').waitFor();
    await frame.getByRole('img', { name: /^Total revenue: 20 evaluations from/ }).waitFor();
    assert.equal((await said(page, 'appInitialization.success')).length, 1);
    assert.deepEqual(watched.faults, []);
  });

  it('speaks to its own server alone, and carries the token in a header', () => {
    assert.deepEqual(
      watched.asked.filter((one) => !one.startsWith(server.url)),
      [],
    );
    const api = server.asked.filter(({ address }) => address.startsWith('/tabs/api/'));
    assert.ok(api.length >= 2);
    for (const { address, authorization } of api) {
      assert.match(authorization ?? '', /^Bearer token-\d+$/);
      assert.doesNotMatch(address, /token/i);
    }
  });

  it('follows the theme and the language of Teams', async () => {
    await board({ theme: 'dark', locale: 'kk-kz' });
    assert.equal(await frame.locator('html').getAttribute('lang'), 'kk');
    await frame.getByRole('heading', { name: 'Ашық ескертулер' }).waitFor();
    await setTheme(page, frame, 'contrast');
    assert.equal(await frame.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(0, 0, 0)');
    await setTheme(page, frame, 'default');
  });

  it('changes in place what the stream tells, and leaves open what is open', async () => {
    await board();
    await frame.evaluate('window.sameVisit = true');
    const run = frame.locator('.run details').first();
    await run.locator('summary').click();
    const [first, ...others] = sampleData(Date.now()).alerts;
    assert.ok(first);
    server.tell(
      partEvent('alerts', [{ ...first, id: 'new', object: { ...first.object, name: 'Newcomer' } }, first, ...others]),
    );
    server.tell(partEvent('budget', budget(Date.now(), 81)));
    await frame.getByRole('heading', { name: 'Newcomer' }).waitFor();
    await frame.getByText('81', { exact: true }).waitFor();
    await frame.getByText('2 open alerts').waitFor();
    assert.equal(await run.getAttribute('open'), '');
    assert.equal(await frame.evaluate('window.sameVisit'), true);
  });

  it('keeps the focus where it is while its row is drawn anew', async () => {
    await board();
    await frame.getByRole('button', { name: 'Edit, subscription #3' }).focus();
    const changed = (server.data.subscriptions ?? []).map((one) => ({ ...one, createdBy: 'Somebody Else' }));
    server.tell(partEvent('subscriptions', changed));
    await frame.getByText('by Somebody Else').first().waitFor();
    assert.equal(await focused(frame), 'Edit, subscription #3');
  });

  it('says when it is cut off, keeps what it showed, and comes back by itself', async () => {
    await board();
    await frame.getByText(/^Live · last update \d+ s ago$/).waitFor();
    server.refuse = { status: 503, code: 'keys-unavailable' };
    server.cut();
    await frame.getByText('The connection was lost.').first().waitFor();
    await frame.getByText(/^Not connected · last update/).waitFor();
    await frame.getByText('47', { exact: true }).waitFor();
    server.refuse = undefined;
    await frame.getByRole('button', { name: 'Try now' }).click();
    await frame.getByText(/^Live · /).waitFor();
    assert.equal(await frame.getByText('The connection was lost.').count(), 0);
    // The browser itself tells of what was cut and refused.
    assert.ok(watched.faults.splice(0).every((one) => /Failed to load resource|ERR_INCOMPLETE_CHUNKED/.test(one)));
  });

  it('asks for a fresh token and comes back at once when the old one has ended', async () => {
    await board();
    const asked = server.asked.length;
    server.tell({ kind: 'end', reason: 'token-expired' });
    server.cut();
    await frame.getByText(/^Live · /).waitFor();
    while (server.asked.length === asked) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.notEqual(server.asked.at(-1)?.authorization, server.asked.at(asked - 1)?.authorization);
    watched.faults.length = 0;
  });

  it('says what is missing where there is nothing, and what to do', async () => {
    server.data = structuredClone(emptyData);
    await open();
    for (const words of ['Nothing is wrong', 'There were no runs yet', 'Nothing is watched here yet', 'All is well'])
      await frame.getByText(words, { exact: true }).waitFor();
  });

  it('has its place ready while it waits, and says that it loads', async () => {
    server.silent = true;
    await open();
    await frame.locator('.skeleton').first().waitFor();
    await frame.getByText('Connecting', { exact: true }).waitFor();
    assert.equal(await frame.locator('.board').getAttribute('aria-busy'), 'true');
  });

  it('says why it cannot be shown, and tries again when asked', async () => {
    server.refuse = { status: 403, code: 'conversation-forbidden' };
    await open();
    await frame.getByRole('heading', { name: 'The board cannot be shown' }).waitFor();
    await frame.getByText('You are no member of this conversation').waitFor();
    server.refuse = undefined;
    await frame.getByRole('button', { name: 'Try again' }).click();
    await frame.getByText('47', { exact: true }).waitFor();
    watched.faults.length = 0;
  });

  it('says when Customer Insights cannot be read', async () => {
    await board();
    server.tell({ kind: 'health', health: { polling: 'failing', lastReadingAtMs: Date.now() - 60_000 } });
    await frame.getByText('Customer Insights cannot be read').waitFor();
  });

  it('lets the personal tab choose among conversations', async () => {
    await board({ channel: '' });
    await frame.getByText('2 conversations').waitFor();
    await frame.getByLabel('Conversation').selectOption({ label: 'Marketing' });
    await frame.locator('.where', { hasText: 'Marketing' }).waitFor();
    const last = server.asked.at(-1)?.address ?? '';
    assert.equal(new URL(last, server.url).searchParams.get('conversation'), '19:marketing@thread.v2');
  });

  it('text of others stays text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const [first] = sampleData(Date.now()).alerts;
    assert.ok(first);
    server.data.alerts = [
      { ...first, object: { ...first.object, name }, failure: { message: name, attempts: 1, skipped: [name] } },
    ];
    await open();
    await frame.getByRole('heading', { name, exact: true }).waitFor();
    assert.equal(await frame.locator('img').count(), 0);
    assert.deepEqual(watched.faults, []);
  });

  it('outside Teams it can be read and not changed, or says where it belongs', async () => {
    await page.goto(`${server.url}/tabs/board`);
    await page.getByText('You are outside Teams.').waitFor();
    await page.getByText('47', { exact: true }).waitFor();
    assert.equal(await page.getByRole('button', { name: /Edit|Snooze|Remove/ }).count(), 0);
    assert.equal(server.asked.at(-1)?.authorization, undefined);
    await page.goto(`${server.url}/tabs/board?local=0`);
    await page.getByText('This page is a tab of a channel').waitFor();
    assert.deepEqual(watched.faults, []);
  });

  it('a board of one part has no empty column', async () => {
    await board();
    server.tell({ kind: 'hello', ...sampleAbout(Date.now(), channel), shows: ['budget'] });
    await frame.getByRole('region', { name: 'Open alerts' }).waitFor({ state: 'hidden' });
    const [wide, all] = await Promise.all([
      frame.locator('.part-budget').boundingBox(),
      frame.locator('.board').boundingBox(),
    ]);
    assert.equal(wide?.width, all?.width);
  });
});
