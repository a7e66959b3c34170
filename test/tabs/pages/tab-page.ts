import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Frame, Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface HostWish {
  /** Where the host page is. */
  host: string;
  /** The tab's address. */
  page: string;
  theme?: 'default' | 'dark' | 'contrast';
  locale?: string;
  channel?: string;
  frame?: 'content' | 'settings';
  entity?: string;
  token?: string;
}

/** A page in a browser that keeps what went wrong in it, and where it asked for something. */
export interface Watched {
  page: Page;
  faults: string[];
  asked: string[];
}

export async function watchedPage(browser: Browser, width = 1280): Promise<Watched> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Almaty',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const faults: string[] = [];
  const asked: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    const isOurs = !message.location().url.endsWith('/favicon.ico');
    if (message.type() === 'error' && isOurs) faults.push(message.text());
  });
  page.on('request', (request) => asked.push(request.url()));
  return { page, faults, asked };
}

/** Opens a tab in the frame of a host that speaks as Teams does. */
export async function openInHost(page: Page, { host, ...wish }: HostWish): Promise<Frame> {
  await page.goto(`${host}?${new URLSearchParams(wish as Record<string, string>)}`);
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  assert.ok(frame);
  return frame;
}

/** What the host is told by the page, by function. */
export async function said(page: Page, func: string): Promise<unknown[][]> {
  const all = (await page.evaluate('window.said')) as { func: string; args: unknown[] }[];
  return all.filter((one) => one.func === func).map(({ args }) => args);
}

export async function setTheme(page: Page, frame: Frame, theme: 'default' | 'dark' | 'contrast'): Promise<void> {
  await page.evaluate(`window.tell('themeChange', ['${theme}'])`);
  await frame.locator(`html[data-theme="${theme === 'default' ? 'light' : theme}"]`).waitFor();
}

/** Everything that axe finds wrong, one line each. `colours`: only what another theme can change. */
export async function violations(
  frame: Frame | Page,
  what: 'all' | 'colours' = 'all',
  within = 'html',
): Promise<string[]> {
  const only = what === 'colours' ? "runOnly: ['color-contrast', 'link-in-text-block']," : '';
  if (!(await frame.evaluate('Boolean(window.axe)'))) await frame.evaluate(axe);
  return frame.evaluate(`axe.run('${within}', { ${only} resultTypes: ['violations'] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => id + ': ' + html.slice(0, 200) + ' ' + failureSummary)))`);
}

/** What is wider than the page. */
export async function tooWide(frame: Frame | Page): Promise<string[]> {
  return frame.evaluate(`[...document.querySelectorAll('#root *')]
    .filter((one) => !one.closest('.unseen, svg, .table-scroll') && one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map((one) => one.tagName + '.' + one.className)`);
}

/** Name of what has the focus. */
export async function focused(frame: Frame | Page): Promise<string> {
  return frame.evaluate(
    `document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? ''`,
  );
}
