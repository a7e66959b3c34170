import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Why browser tests are left out when they are. */
export const noChromium = 'no Chromium found: set CHROMIUM_PATH to run the tests of pages';

/** Path of a Chromium on this machine: `CHROMIUM_PATH`, else the usual places; undefined when there is none. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : undefined;
  return places.find((path) => existsSync(path));
}

/** Starts it without a window and without traffic of its own; undefined when there is none. */
export async function launchChromium(): Promise<Browser | undefined> {
  const executablePath = findChromium();
  if (!executablePath) return undefined;
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Does something with a Chromium and closes it. Without one it says so, and the process ends with code 1. */
export async function withChromium(work: (browser: Browser) => Promise<void>): Promise<void> {
  const browser = await launchChromium();
  if (!browser) {
    console.error(noChromium);
    process.exitCode = 1;
    return;
  }
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}
