import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { scaledClock } from '../src/base/clock.js';
import { createLog } from '../src/base/log.js';
import { seatAudience } from '../src/demo/audience.js';
import { type Stage, setStage } from '../src/demo/stage.js';
import { bundlePages } from '../src/tabs/bundle.js';
import { paths } from '../src/tabs/paths.js';
import { withChromium } from '../test/fakes/chromium.js';
import { startHost } from '../test/tabs/pages/host-page.js';
import { openInHost } from '../test/tabs/pages/tab-page.js';
import { smallPng } from './small-png.js';

/**
 * Takes pictures of the tab into `docs/screens/`, as Teams would frame it: the real product in the middle of the demo's
 * story, in every theme, wide and narrow. Says how large the pages' files are.
 */
const folder = fileURLToPath(new URL('../docs/screens/', import.meta.url));
const STORY_SPEED = 6;
const TALLEST = 1700;
const LONGEST_WAIT_MS = 120_000;

interface Picture {
  name: string;
  page: string;
  theme?: 'default' | 'dark' | 'contrast';
  locale?: string;
  width?: number;
  frame?: 'content' | 'settings';
  /** Pressed before the picture is taken. */
  press?: string;
  height?: number;
}

const pictures: Picture[] = [
  { name: 'board-light', page: paths.board },
  { name: 'board-dark', page: paths.board, theme: 'dark' },
  { name: 'board-contrast', page: paths.board, theme: 'contrast' },
  { name: 'board-320', page: paths.board, width: 320 },
  { name: 'board-kk-dark-700', page: paths.board, theme: 'dark', locale: 'kk', width: 700 },
  { name: 'edit-light', page: paths.board, press: '.subscription:nth-child(4) .edit', width: 900, height: 900 },
  { name: 'configure-light', page: paths.configure, frame: 'settings', width: 700 },
  { name: 'gallery-dark', page: paths.gallery, theme: 'dark', height: 1200 },
];

async function take(browser: Browser, stage: Stage, host: string, channel: string, entity: string, one: Picture) {
  const { name, page: path, press, width = 1280, height, ...wish } = one;
  const page = await browser.newPage({ viewport: { width, height: 900 }, reducedMotion: 'reduce' });
  const address = `http://127.0.0.1:${stage.app.address().port}${path}`;
  const query = path === paths.board ? `?entity=${entity}` : '';
  const token = await stage.teams.control.token();
  const frame = await openInHost(page, { host, page: address + query, channel, token, entity, ...wish });
  await frame.locator('.budget-number, fieldset, .card-view').first().waitFor();
  if (press) await frame.locator(press).click();
  const tall = Number(await frame.evaluate(`document.querySelector('.page').getBoundingClientRect().height`));
  await page.setViewportSize({ width, height: height ?? Math.min(TALLEST, Math.ceil(tall)) });
  await frame.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  const picture = smallPng(await page.screenshot({ animations: 'disabled' }));
  writeFileSync(join(folder, `${name}.png`), picture);
  console.log(`${name}.png ${Math.round(picture.length / 1024)} KB`);
  await page.close();
}

/** Sets a tab up as its configuration page does. */
async function setUpTab(stage: Stage, channel: string): Promise<string> {
  const origin = `http://127.0.0.1:${stage.app.address().port}`;
  const shows = ['alerts', 'runs', 'values', 'subscriptions', 'budget'];
  const response = await fetch(origin + paths.configuration, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await stage.teams.control.token()}`,
      'content-type': 'application/json',
      origin,
    },
    body: JSON.stringify({ conversation: channel, chosen: { connectionId: stage.insights.instanceId, shows } }),
  });
  const saved = (await response.json()) as { entityId: string };
  return saved.entityId;
}

async function main(browser: Browser): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const host = await startHost();
  const env = { TAB_HOST_ORIGINS: host.origin };
  const stage = await setStage({ clock: scaledClock(STORY_SPEED), log: createLog('error'), deskPort: 0, env });
  try {
    const channel = await seatAudience(stage.teams);
    const entity = await setUpTab(stage, channel);
    stage.insights.control.setSegment('Vip', 2046);
    void stage.story.begin();
    // The board itself tells when there is something to see.
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${stage.app.address().port}${paths.board}?locale=en`);
    await page.getByText('Refresh failed').first().waitFor({ timeout: LONGEST_WAIT_MS });
    await page.close();
    for (const one of pictures) await take(browser, stage, host.origin, channel, entity, one);
  } finally {
    await stage.stop();
    await host.stop();
  }
}

for (const { name, text } of await bundlePages()) {
  const size = (bytes: number) => `${(bytes / 1024).toFixed(1)} KB`;
  console.log(`${name} ${size(Buffer.byteLength(text))}, gzip ${size(gzipSync(text).length)}`);
}
await withChromium(main);
