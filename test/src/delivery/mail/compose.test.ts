import assert from 'node:assert/strict';
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { renderCard } from '../../../../src/delivery/cards.js';
import { composeMail } from '../../../../src/delivery/mail/compose.js';
import { mailFoot } from '../../../../src/delivery/mail/foot.js';
import { contextOf, samples } from '../../../../src/gallery/index.js';
import type { Alert } from '../../../../src/model/alert.js';

const told = Object.entries(samples).filter(([, { content }]) =>
  ['alert', 'notice', 'catch-up'].includes(content.situation),
);

/** What a card says to a reader, without its buttons and charts. */
function wordsOf(card: unknown): string[] {
  if (Array.isArray(card)) return card.flatMap(wordsOf);
  if (typeof card !== 'object' || card === null) return [];
  const node = card as Record<string, unknown>;
  if (node.type === 'ActionSet' || node.type === 'Chart.Line') return [];
  const own = ['text', 'title', 'value'].flatMap((key) => (typeof node[key] === 'string' ? [String(node[key])] : []));
  return [...own, ...['body', 'items', 'columns', 'inlines', 'facts'].flatMap((key) => wordsOf(node[key]))];
}

const flat = (text: string) =>
  text
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
const unescaped = (html: string) =>
  html
    .replace(/<style>.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

describe('a mail', () => {
  for (const [name, sample] of told) {
    for (const locale of ['en', 'kk']) {
      it(`says what the card says: ${name} (${locale})`, () => {
        const { mentions: _, ...context } = contextOf(sample, locale);
        const card = renderCard(sample.content, context);
        const mail = composeMail(card, { language: locale, foot: ['Why & how'] });
        assert.equal(mail.subject, card.summary);
        for (const part of [flat(mail.text), flat(unescaped(mail.html))]) {
          for (const said of wordsOf(card.card)) assert.ok(part.includes(flat(said)), `${said} is not in ${part}`);
          assert.match(part, /Why & how/);
        }
        assert.match(mail.html, new RegExp(`<html lang="${locale}">`));
        // Nothing is loaded, nothing can be followed, nothing runs.
        assert.doesNotMatch(mail.html, /<(img|a|script|link|iframe|form|object)\b|url\(|https?:|@import|\son\w+=/i);
      });
    }
  }

  it('tells in the words of the conversation how to get no more of them', () => {
    const context = { locale: 'en', timeZone: 'UTC', nowMs: 0 };
    const channel = { type: 'channel', name: 'Data <alerts>', team: { id: 't', name: 'Ops\r\nBcc: x' } } as const;
    assert.deepEqual(mailFoot([3, 5], channel, context), [
      'This e-mail belongs to subscriptions 3 and 5 in the channel “Data <alerts>” of the team “Ops Bcc: x” in Microsoft Teams.',
      'To get no more of them, write “unsubscribe 3” to Insights Herald there. Replies are not read.',
    ]);
    assert.match(mailFoot([1], { type: 'groupChat' }, context)[0] ?? '', /a group chat/);
    assert.match(mailFoot([1], { type: 'personal' }, { ...context, locale: 'kk' })[0] ?? '', /жеке чат/);
  });

  const named = (name: string) => {
    const { content } = samples['source-failed'] ?? assert.fail();
    assert.ok(content.situation === 'alert');
    const alerts = content.alerts.map((one): Alert => {
      const object = { ...one.object, name };
      const error = { code: name, message: name };
      return { ...one, object, observation: { ...one.observation, object, error } as Alert['observation'] };
    });
    const context = { locale: 'en', timeZone: 'UTC', nowMs: Date.UTC(2026, 2, 4) };
    return composeMail(renderCard({ situation: 'alert', alerts }, context), { language: 'en', foot: [name] });
  };
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc
      .array(
        fc.constantFrom('\r\n', '\n', '\r', 'Bcc: eve@evil.test', '<b>', '"', '\u2028', '\u0000', 'жа', '🙂', ' '),
        {
          maxLength: 20,
        },
      )
      .map((all) => all.join('')),
  );

  it('no name can add a header, a recipient or an element', async function () {
    this.timeout(60_000);
    const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
    const plain = await headersOf(named('Loyalty CRM'));
    async function headersOf(mail: { subject: string; html: string; text: string }) {
      const sent = await transport.sendMail({ from: 'herald@contoso.com', to: 'ann@contoso.com', ...mail });
      const parsed = await simpleParser(sent.message as Buffer);
      return { names: [...parsed.headers.keys()].sort(), to: parsed.to, subject: parsed.subject };
    }
    await fc.assert(
      fc.asyncProperty(hostile, async (name) => {
        const mail = named(name);
        assert.doesNotMatch(mail.subject, /[\p{Cc}\u2028\u2029]/u);
        const got = await headersOf(mail);
        assert.deepEqual(got.names, plain.names);
        assert.deepEqual(got.to, plain.to);
        const tags = (html: string) => [...html.matchAll(/<(\w+)/g)].map(([, tag]) => tag);
        const known = new Set(tags(named('x').html));
        assert.ok(tags(mail.html).every((tag) => known.has(tag)));
      }),
      { numRuns: 100 },
    );
  });
});
