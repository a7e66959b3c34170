import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { scaledClock } from '../src/base/clock.js';
import { createLog } from '../src/base/log.js';
import { seatAudience } from '../src/demo/audience.js';
import { setStage } from '../src/demo/stage.js';
import { withChromium } from '../test/fakes/chromium.js';
import { smallPng } from './small-png.js';

/**
 * Takes the README's pictures into `docs/pictures/`: the story is told fast by the real product, then the desk is opened
 * at the card that failed and recovered, and one card of a crossed threshold is taken alone.
 */
const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
const STORY_SPEED = 6;
const LONGEST_WAIT_MS = 60_000;

function keep(name: string, picture: Buffer): void {
  const small = smallPng(picture);
  writeFileSync(join(folder, name), small);
  console.log(`${name} ${Math.round(small.length / 1024)} KB`);
}

async function main(browser: Browser): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const stage = await setStage({ clock: scaledClock(STORY_SPEED), log: createLog('error'), deskPort: 0 });
  try {
    await seatAudience(stage.teams);
    const shown = (summary: RegExp) =>
      stage.teams.control.waitFor((one) => summary.test(one.summary ?? ''), LONGEST_WAIT_MS);
    const told = stage.story.begin();
    await shown(/Full refresh failed.*CRM contacts$/);
    // Right after the failure, so that both stand on one page.
    stage.insights.control.setSegment('Vip', 2046);
    await shown(/VIP/);
    await told;
    const recovered = await shown(/^\S+ Recovered.*CRM contacts recovered/);
    const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, colorScheme: 'light' });
    await page.goto(stage.teams.url);
    const card = page.locator(`[data-id="${recovered.id}"]`);
    await card.waitFor();
    await card.evaluate((element) => element.closest('.thread')?.scrollIntoView({ block: 'start' }));
    await page.locator('.pill').waitFor({ state: 'hidden' });
    keep('desk.png', await page.screenshot({ animations: 'disabled' }));
    const crossed = page.locator('.message', { hasText: 'Above the threshold · Segment' }).locator('.card-view');
    keep('alert-card.png', await crossed.screenshot({ animations: 'disabled' }));
  } finally {
    await stage.stop();
  }
}

await withChromium(main);
