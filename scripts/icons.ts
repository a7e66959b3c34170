import { readFileSync, writeFileSync } from 'node:fs';
import { launchChromium, noChromium } from '../test/fakes/chromium.js';

/**
 * Draws `manifest/icon.svg` as the two icons of a Teams app (Teams reference 5.5): in colour, 192 px with the symbol in
 * the inner 96, and the outline, 32 px, white on nothing.
 */
const manifest = new URL('../manifest/', import.meta.url);
const symbol = readFileSync(new URL('icon.svg', manifest), 'utf8');
const { accentColor } = JSON.parse(readFileSync(new URL('manifest.json', manifest), 'utf8')) as { accentColor: string };

const icons = [
  { file: 'color.png', size: 192, inner: 96, back: accentColor },
  { file: 'outline.png', size: 32, inner: 28, back: 'transparent' },
];

const browser = await launchChromium();
if (!browser) throw new Error(noChromium);
for (const { file, size, inner, back } of icons) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>body{margin:0;height:${size}px;display:grid;place-items:center;background:${back}}svg{width:${inner}px}</style>${symbol}`,
  );
  writeFileSync(new URL(file, manifest), await page.screenshot({ omitBackground: true }));
}
await browser.close();
