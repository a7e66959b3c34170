import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { renderCard } from '../src/delivery/cards.js';
import { languages } from '../src/delivery/words.js';
import { bundleDesk, type DeskBundle } from '../src/emulator/teams/desk-bundle.js';
import { contextOf, samples } from '../src/gallery/index.js';
import { launchChromium, noChromium } from '../test/fakes/chromium.js';
import { drawMails, mailNames } from './mail-pictures.js';
import { smallPng } from './small-png.js';

/**
 * Draws every sample card in light and dark, 600 and 320 px wide, in every language, into `docs/cards/`: a folder per
 * variant, and in `sheets/` all variants of a card in one picture. `npm run cards [-- name ...]` draws some alone.
 */
const folder = fileURLToPath(new URL('../docs/cards/', import.meta.url));
/** What the desk writes with where Teams' own font is not there. */
const font = 'Noto Sans';
const themes = ['light', 'dark'] as const;
const widths = [600, 320] as const;
const backs = { light: '#f5f5f5', dark: '#1f1f1f' };

// Charts have a fallback; and the renderer's pattern for `lang` remembers where it stopped, so that it refuses every
// second card.
const expected = /Unknown element type "(Chart\.Line|ProgressBar)"|for property "lang"/;

interface Variant {
  theme: (typeof themes)[number];
  width: (typeof widths)[number];
  locale: string;
}

const variants: Variant[] = themes.flatMap((theme) =>
  languages.flatMap((locale) => widths.map((width) => ({ theme, width, locale }))),
);

const nameOf = ({ theme, width, locale }: Variant) => `${locale}-${theme}-${width}`;

function pageOf(bundle: DeskBundle): string {
  // Only the frames of the pictures; `__name` is what tsx calls in functions that are sent to the page.
  const frames = `body{margin:0;background:#fff}.sheet{display:grid;grid-template-columns:624px 344px 624px 344px;width:max-content}
.frame{padding:12px;box-sizing:border-box}.light{background:${backs.light}}.dark{background:${backs.dark}}.frame .card-view{box-shadow:0 0 2px #0003,0 1px 3px #0003}`;
  return `<!doctype html><meta charset="utf-8"><style>${bundle.css}${frames}html,body{height:auto!important;overflow:visible!important;display:block!important}</style><body><script>globalThis.__name=(f)=>f;${bundle.cardJs.replaceAll('</script', '<\\/script')}</script>`;
}

async function shoot(page: Page, selector: string, path: string): Promise<void> {
  writeFileSync(path, smallPng(await page.locator(selector).screenshot()));
}

async function draw(page: Page, name: string): Promise<string[]> {
  const sample = samples[name];
  if (!sample) throw new Error(`no sample ${name}`);
  const cards = variants.map((variant) => ({
    ...variant,
    id: nameOf(variant),
    card: renderCard(sample.content, contextOf(sample, variant.locale)).card,
  }));
  const problems = await page.evaluate((list) => {
    const found: string[] = [];
    const sheet = document.createElement('div');
    sheet.className = 'sheet';
    for (const { id, theme, width, card } of list) {
      const frame = document.createElement('div');
      frame.id = id;
      frame.className = `frame ${theme}`;
      frame.style.width = `${width + 24}px`;
      const { heraldCards } = window as unknown as {
        heraldCards: { drawCard(card: unknown, options: object): HTMLElement };
      };
      const onProblem = (message: string) => found.push(`${id}: ${message}`);
      const view = heraldCards.drawCard(card, { theme, onProblem });
      frame.append(view);
      sheet.append(frame);
    }
    document.body.replaceChildren(sheet);
    for (const frame of sheet.querySelectorAll<HTMLElement>('.frame')) {
      const view = frame.querySelector<HTMLElement>('.card-view');
      if (!view) continue;
      // What sticks out would be cut in Teams.
      const right = view.getBoundingClientRect().right + 1;
      for (const one of view.querySelectorAll<HTMLElement>('*')) {
        const wide = one.getBoundingClientRect().right > right;
        const cutOff = one.closest('button') && one.scrollWidth > one.clientWidth + 1;
        if (wide || cutOff) found.push(`${frame.id}: ${one.tagName} is too wide: ${one.textContent?.slice(0, 40)}`);
      }
    }
    return found;
  }, cards);
  for (const { id } of cards) {
    await shoot(page, `#${id}`, join(folder, id, `${name}.png`));
  }
  await shoot(page, '.sheet', join(folder, 'sheets', `${name}.png`));
  return problems.filter((problem) => !expected.test(problem)).map((problem) => `${name} ${problem}`);
}

function index(): string {
  const rows = Object.keys(samples).map((name) => {
    const links = variants.map((one) => `[${nameOf(one)}](${nameOf(one)}/${name}.png)`).join(' · ');
    return `## ${name}\n\n![${name} in all variants](sheets/${name}.png)\n\n${links}\n`;
  });
  return `# Every card\n\nDrawn by \`npm run cards\` from the samples in \`src/gallery/\`, with the renderer of the desk. Times are those of\nAlmaty. A chart is shown only by clients that have charts; the line of blocks stands for it everywhere.\n\n${rows.join('\n')}${mailIndex()}`;
}

function mailIndex(): string {
  const rows = mailNames.map((name) => `![${name}](${name}.png)`);
  return `\n## E-mail\n\nThe same words as a mail; \`npm run mails\` draws these alone.\n\n${rows.join('\n')}\n`;
}

function sizeBelow(path: string): number {
  return readdirSync(path, { withFileTypes: true }).reduce((sum, one) => {
    const below = join(path, one.name);
    return sum + (one.isDirectory() ? sizeBelow(below) : statSync(below).size);
  }, 0);
}

/** Another font has other widths: the pictures would differ from machine to machine, and prove nothing about what fits. */
async function hasFont(page: Page): Promise<boolean> {
  return page.evaluate((name) => {
    const context = document.createElement('canvas').getContext('2d');
    const widthIn = (families: string) => {
      if (!context) return 0;
      context.font = `40px ${families}`;
      return context.measureText('Іске қосу · Wide words 1,284').width;
    };
    return ['monospace', 'serif'].some((other) => widthIn(`"${name}", ${other}`) !== widthIn(other));
  }, font);
}

async function main(browser: Browser, wanted: string[]): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 2000, height: 900 } });
  await page.setContent(pageOf(await bundleDesk()));
  if (!(await hasFont(page))) {
    console.error(`the font ${font} is not installed, so nothing was drawn: apt-get install fonts-noto-core`);
    process.exitCode = 1;
    return;
  }
  const names = wanted.length > 0 ? wanted : Object.keys(samples);
  if (wanted.length === 0) rmSync(folder, { recursive: true, force: true });
  for (const name of [...variants.map(nameOf), 'sheets']) mkdirSync(join(folder, name), { recursive: true });
  const problems: string[] = [];
  for (const name of names) problems.push(...(await draw(page, name)));
  if (wanted.length === 0) {
    await drawMails(browser, folder);
    writeFileSync(join(folder, 'README.md'), index());
  }
  console.log(
    `${names.length} cards, ${names.length * variants.length} pictures, ${Math.round(sizeBelow(folder) / 1024)} KB`,
  );
  for (const problem of problems) console.log(problem);
}

const browser = await launchChromium();
if (!browser) {
  console.error(noChromium);
  process.exitCode = 1;
} else {
  try {
    await main(browser, process.argv.slice(2));
  } finally {
    await browser.close();
  }
}
