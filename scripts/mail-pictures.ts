import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { renderCard } from '../src/delivery/cards.js';
import { composeMail } from '../src/delivery/mail/compose.js';
import { mailFoot } from '../src/delivery/mail/foot.js';
import { languages } from '../src/delivery/words.js';
import { contextOf, samples } from '../src/gallery/index.js';
import { launchChromium, noChromium } from '../test/fakes/chromium.js';
import { smallPng } from './small-png.js';

/** Draws some sample mails in light and dark and in every language: `npm run mails [-- folder]`. */
const home = fileURLToPath(new URL('../docs/cards/', import.meta.url));
const shown = ['source-failed', 'segment-above', 'source-recovered'];
const themes = ['light', 'dark'] as const;
const place = { type: 'channel', name: 'Data alerts', team: { id: 't', name: 'Customer data' } } as const;

const nameOf = (name: string, locale: string, theme: string) => `mail-${name}-${locale}-${theme}`;

/** Files without their ending. */
export const mailNames = shown.flatMap((name) =>
  languages.flatMap((locale) => themes.map((theme) => nameOf(name, locale, theme))),
);

export async function drawMails(browser: Browser, folder: string): Promise<number> {
  mkdirSync(folder, { recursive: true });
  let count = 0;
  for (const name of shown) {
    const sample = samples[name];
    if (!sample) throw new Error(`no sample ${name}`);
    for (const locale of languages) {
      const { mentions: _, subscriptionNumbers: __, ...context } = contextOf(sample, locale);
      const foot = mailFoot([3], place, context);
      const { html } = composeMail(renderCard(sample.content, context), { language: locale, foot });
      for (const theme of themes) {
        const page = await browser.newPage({ viewport: { width: 660, height: 300 }, colorScheme: theme });
        await page.setContent(html);
        const picture = await page.screenshot({ fullPage: true });
        writeFileSync(join(folder, `${nameOf(name, locale, theme)}.png`), smallPng(picture));
        await page.close();
        count += 1;
      }
    }
  }
  return count;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const browser = await launchChromium();
  if (!browser) {
    console.error(noChromium);
    process.exitCode = 1;
  } else {
    try {
      console.log(`${await drawMails(browser, process.argv[2] ?? home)} mails`);
    } finally {
      await browser.close();
    }
  }
}
