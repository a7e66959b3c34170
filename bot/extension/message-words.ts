import { Parser } from 'htmlparser2';
import { z } from 'zod';

/** More than anybody writes; what is beyond is not looked through. */
const longestText = 30_000;
const mostAttachments = 10;

const attachment = z.looseObject({ contentType: z.string(), content: z.unknown().optional() });
const shape = z.looseObject({
  subject: z.string().nullish().catch(undefined),
  body: z
    .looseObject({ contentType: z.string().nullish().catch(undefined), content: z.string() })
    .nullish()
    .catch(undefined),
  attachments: z.array(z.unknown()).nullish().catch(undefined),
});

/** Their contents are no words of the message. */
const silent = new Set(['script', 'style', 'attachment']);
/** These stand inside a word or a sentence; every other element ends it. */
const inline = new Set(['a', 'at', 'b', 'code', 'em', 'font', 'i', 's', 'span', 'strong', 'sub', 'sup', 'u']);

/** The words of a message that an action of the extension was opened on, cards in it included. Never throws. */
export function messageWords(payload: unknown): string {
  const parsed = shape.safeParse(payload);
  if (!parsed.success) return '';
  const { subject, body, attachments } = parsed.data;
  const isText = body?.contentType?.toLowerCase() === 'text';
  const cards = (attachments ?? []).slice(0, mostAttachments).map(cardWords);
  return [subject ?? '', isText ? (body?.content ?? '') : htmlWords(body?.content ?? ''), ...cards]
    .join('\n')
    .slice(0, longestText);
}

function htmlWords(html: string): string {
  const words: string[] = [];
  let hidden = 0;
  const edge = (name: string) => {
    if (!inline.has(name)) words.push(' ');
  };
  const parser = new Parser({
    onopentag(name) {
      if (silent.has(name)) hidden += 1;
      edge(name);
    },
    ontext(text) {
      if (hidden === 0) words.push(text);
    },
    onclosetag(name) {
      if (silent.has(name)) hidden -= 1;
      edge(name);
    },
  });
  parser.end(html.slice(0, longestText));
  return words.join('');
}

/** What an adaptive card shows as text. Teams sends it as JSON in a string. */
function cardWords(given: unknown): string {
  const parsed = attachment.safeParse(given);
  if (!parsed.success || !parsed.data.contentType.startsWith('application/vnd.microsoft.card.')) return '';
  const { content } = parsed.data;
  const found: string[] = [];
  const visit = (node: unknown, depth: number): void => {
    if (depth > 30 || found.length > 500) return;
    if (Array.isArray(node)) for (const one of node) visit(one, depth + 1);
    else if (typeof node === 'object' && node !== null) {
      for (const [key, value] of Object.entries(node)) {
        if (typeof value !== 'string') visit(value, depth + 1);
        else if (key === 'text' || key === 'title' || key === 'value') found.push(value);
      }
    }
  };
  visit(typeof content === 'string' ? jsonOf(content) : content, 0);
  return found.join('\n');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.slice(0, longestText * 4));
  } catch {
    return undefined;
  }
}
