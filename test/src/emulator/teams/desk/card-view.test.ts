import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { bundleDesk } from '../../../../../src/emulator/teams/desk-bundle.js';
import { launchChromium, noChromium } from '../../../../fakes/chromium.js';

const text = (value: string, more: object = {}) => ({ type: 'TextBlock', text: value, wrap: true, ...more });

describe('card view', function () {
  this.timeout(60_000);
  let browser: Browser | undefined;
  let page: Page;

  before(async function () {
    browser = await launchChromium();
    if (!browser) {
      console.log(`      ${noChromium}`);
      this.skip();
    }
    const { css, cardJs } = await bundleDesk();
    page = await browser.newPage();
    await page.setContent(`<style>${css}</style><div id="stage"></div>`);
    await page.addScriptTag({ content: cardJs });
  });
  after(() => browser?.close());

  /** Draws a card and returns what was told; presses collect in `presses`. */
  async function draw(body: unknown[], card: object = {}, theme = 'light'): Promise<string[]> {
    const content = JSON.stringify({ type: 'AdaptiveCard', version: '1.5', body, ...card });
    const problems = await page.evaluate(`(() => {
      const problems = [];
      window.presses = [];
      const onAction = (press) => window.presses.push(press);
      const options = { theme: '${theme}', onAction, onProblem: (problem) => problems.push(problem) };
      document.getElementById('stage').replaceChildren(heraldCards.drawCard(${content}, options));
      return problems;
    })()`);
    return problems as string[];
  }
  const presses = () => page.evaluate('window.presses') as Promise<{ verb?: string; data: unknown }[]>;
  const count = (selector: string) => page.locator(`#stage ${selector}`).count();
  const shown = () => page.locator('#stage').innerText();

  it('draws bold, italic, lists and links, and leaves all other Markdown and HTML as typed', async () => {
    await draw([
      text('**b** _i_ [l](https://a.test) # h `c` ~~s~~ ![x](https://a.test/x.png) <b>t</b>\n\n- one\n- two'),
    ]);
    for (const [selector, times] of Object.entries({ strong: 1, em: 1, 'a[href="https://a.test"]': 1, li: 2 })) {
      assert.equal(await count(selector), times, selector);
    }
    assert.equal(await count(':is(h1, code, s, img, b)'), 0);
    assert.match(await shown(), /# h `c` ~~s~~ !x <b>t<\/b>/);
  });

  it('keeps links and buttons to the web', async () => {
    await draw([
      text('[a](javascript:alert(1)) [b](data:text/html,x)'),
      {
        type: 'RichTextBlock',
        inlines: [
          { type: 'TextRun', text: 'run', selectAction: { type: 'Action.OpenUrl', url: 'javascript:alert(1)' } },
        ],
      },
    ]);
    assert.equal(await count('a[href]'), 0);
  });

  it('shows a declared mention as one and any other tag as text', async () => {
    const entities = [{ type: 'mention', text: '<at>Ann</at>', mentioned: { id: '29:x', name: 'Ann' } }];
    await draw([text('<at>Ann</at> and <at>Bob</at>')], { msteams: { entities } });
    assert.deepEqual(await page.locator('#stage .mention').allInnerTexts(), ['Ann']);
    assert.match(await shown(), /Ann and <at>Bob<\/at>/);
  });

  it('never reads Markdown in a RichTextBlock', async () => {
    await draw([{ type: 'RichTextBlock', inlines: ['**plain** <i>x</i>'] }]);
    assert.match(await shown(), /\*\*plain\*\* <i>x<\/i>/);
  });

  it('draws the fallback of an unknown element, and tells of one without', async () => {
    const problems = await draw([
      { type: 'Chart.Line', fallback: text('numbers') },
      { type: 'Badge', text: 'gone' },
    ]);
    assert.equal(await shown(), 'numbers');
    assert.equal(problems.filter((problem) => problem.includes('Badge')).length, 1);
  });

  it('shows fallbackText for a card newer than 1.5 and for one without version', async () => {
    await draw([text('new')], { version: '1.9', fallbackText: 'too new' });
    assert.equal(await shown(), 'too new');
    await draw([text('old')], { version: undefined });
    assert.equal(await shown(), 'This card cannot be shown.');
  });

  describe('number inputs', () => {
    const form = (input: object) =>
      draw([{ type: 'Input.Number', id: 'n', label: 'N', ...input }], {
        actions: [{ type: 'Action.Execute', title: 'Go', verb: 'go', data: {} }],
      });
    const press = async (typed?: string) => {
      if (typed !== undefined) await page.locator('#stage input').pressSequentially(typed);
      await page.getByRole('button', { name: 'Go' }).click();
      return (await presses()).map((one) => one.data);
    };

    it('an empty optional one with bounds lets the button through and is left out', async () => {
      await form({ min: 1, max: 9 });
      assert.deepEqual(await press(), [{}]);
    });

    it('an empty required one holds the button back, with or without bounds', async () => {
      for (const bounds of [{}, { min: 1, max: 9 }]) {
        await form({ isRequired: true, errorMessage: 'Say how many', ...bounds });
        assert.deepEqual(await press(), []);
        assert.match(await shown(), /Say how many/);
      }
    });

    it('a number outside its bounds and half a number are held back, one inside passes', async () => {
      await form({ min: 1, max: 9 });
      assert.deepEqual(await press('12'), []);
      await form({});
      assert.deepEqual(await press('-'), []);
      await form({ min: 1, max: 9 });
      assert.deepEqual(await press('0005'), [{ n: '5' }]);
    });
  });

  it('ToggleVisibility and ShowCard work without the bot', async () => {
    await draw([text('hidden', { id: 'more', isVisible: false })], {
      actions: [
        { type: 'Action.ToggleVisibility', title: 'More', targetElements: ['more'] },
        { type: 'Action.ShowCard', title: 'Open', card: { type: 'AdaptiveCard', body: [text('inside')] } },
      ],
    });
    assert.equal(await page.getByText('hidden').isVisible(), false);
    await page.getByRole('button', { name: 'More' }).click();
    assert.equal(await page.getByText('hidden').isVisible(), true);
    await page.getByRole('button', { name: 'Open' }).click();
    assert.equal(await page.getByText('inside').isVisible(), true);
    assert.deepEqual(await presses(), []);
  });

  for (const theme of ['light', 'dark', 'contrast']) {
    it(`text of every colour on every container style is readable in the ${theme} theme`, async () => {
      const styles = ['default', 'emphasis', 'accent', 'good', 'warning', 'attention'];
      const colors = ['default', 'accent', 'good', 'warning', 'attention'];
      const items = colors.flatMap((color) => [text('x', { color }), text('x', { color, isSubtle: true })]);
      await draw(
        styles.map((style) => ({ type: 'Container', style, items })),
        {},
        theme,
      );
      const worst = await page.evaluate(`(() => {
        const light = (rgb) => {
          const [r, g, b] = rgb.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
            .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const back = (node) => {
          const color = getComputedStyle(node).backgroundColor;
          return color === 'rgba(0, 0, 0, 0)' ? back(node.parentElement) : color;
        };
        return Math.min(...[...document.querySelectorAll('#stage .ac-textBlock')].map((node) => {
          const pair = [light(getComputedStyle(node).color), light(back(node))].sort((a, b) => b - a);
          return (pair[0] + 0.05) / (pair[1] + 0.05);
        }));
      })()`);
      assert.ok(Number(worst) >= 4.5, `contrast ${worst}`);
    });
  }
});
