import assert from 'node:assert/strict';
import type { Browser, Locator, Page } from 'playwright-core';
import { scaledClock } from '../../src/base/clock.js';
import { createLog } from '../../src/base/log.js';
import { type Stage, setStage } from '../../src/demo/stage.js';
import { launchChromium, noChromium } from '../fakes/chromium.js';

/** The real product behind the desk, and one person in front of it. */
export class DeskVisitor {
  page!: Page;
  stage!: Stage;
  private browser: Browser | undefined;
  private readonly faults: string[] = [];

  /**
   * Skips the tests of `suite` and says so where there is no Chromium. `prepare` comes before the page is opened;
   * `place`: the conversation that is open at first, by its name.
   */
  async enter(
    suite: Mocha.Context,
    options: { speed?: number; place?: string; prepare?: (stage: Stage) => unknown } = {},
  ): Promise<void> {
    this.browser = await launchChromium();
    if (!this.browser) {
      console.log(`      ${noChromium}`);
      suite.skip();
    }
    this.stage = await setStage({ clock: scaledClock(options.speed ?? 12), log: createLog('silent'), deskPort: 0 });
    await options.prepare?.(this.stage);
    const context = await this.browser.newContext({ viewport: { width: 1360, height: 900 }, reducedMotion: 'reduce' });
    this.page = await context.newPage();
    this.page.setDefaultTimeout(45_000);
    this.page.on('pageerror', (error) => this.faults.push(error.message));
    this.page.on('console', (message) => message.type() === 'error' && this.faults.push(message.text()));
    await this.page.goto(this.stage.teams.url);
    await this.open(options.place ?? 'Data alerts');
  }

  async leave(): Promise<void> {
    await this.browser?.close();
    await this.stage?.stop();
  }

  /** Throws when the page met an error since the last time. */
  sawNoError(): void {
    assert.deepEqual(this.faults.splice(0), [], 'no error in the page');
  }

  async open(place: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('button', { name: place }).click();
    await this.page.getByRole('heading', { name: place, level: 1 }).waitFor();
  }

  field(): Locator {
    return this.page.locator('.pane > .composer textarea');
  }

  async type(text: string): Promise<void> {
    await this.field().fill(text);
    await this.field().press('Enter');
  }
}
