import { z } from 'zod';

/** Parts of one line that look different. */
export interface Run {
  text: string;
  bold: boolean;
  subtle: boolean;
  mono: boolean;
  size: 'small' | 'default' | 'large';
  colour: Colour;
}

export type Colour = 'default' | 'accent' | 'good' | 'warning' | 'attention';
export type Tone = Colour | 'emphasis';

/** What a mail can show of a card: the same words in the same order, without what has to be pressed. */
export type Block = { ruled: boolean } & (
  | { kind: 'line'; heading: boolean; runs: Run[] }
  | { kind: 'facts'; facts: { title: string; value: string }[] }
  | { kind: 'columns'; columns: Block[][] }
  | { kind: 'box'; tone: Tone; blocks: Block[] }
);

const word = z.string().optional().catch(undefined);
const list = z
  .array(z.unknown())
  .optional()
  .catch(undefined)
  .transform((value) => value ?? []);

const element = z.looseObject({
  type: z.string(),
  isVisible: z.unknown().optional(),
  separator: z.unknown().optional(),
  style: word,
  text: word.transform((value) => value ?? ''),
  weight: word,
  size: word,
  color: word,
  fontType: word,
  isSubtle: z.unknown().optional(),
  items: list,
  columns: list,
  inlines: list,
  facts: list,
  fallback: z.unknown().optional(),
});
type Element = z.infer<typeof element>;

const fact = z.object({ title: z.string().catch(''), value: z.string().catch('') });
const body = z.looseObject({ body: list });

/** A card never nests deeper; what does is no card of ours. */
const DEEPEST = 12;

/** Reads a finished adaptive card. Buttons and what the mail has no shape for are left out; their fallback is taken. */
export function blocksOf(card: unknown): Block[] {
  const parsed = body.safeParse(card);
  return parsed.success ? blocksIn(parsed.data.body, DEEPEST) : [];
}

function blocksIn(items: readonly unknown[], depth: number): Block[] {
  return depth === 0 ? [] : items.flatMap((item) => blockOf(item, depth));
}

function blockOf(raw: unknown, depth: number): Block[] {
  const parsed = element.safeParse(raw);
  if (!parsed.success || parsed.data.isVisible === false) return [];
  const one = parsed.data;
  const ruled = one.separator === true;
  switch (one.type) {
    case 'TextBlock': {
      const lines = unescaped(one.text).split(/\r\n|[\r\n]/);
      const heading = one.style === 'heading';
      return filled(
        lines.map((text, i) => ({ kind: 'line', heading, runs: [runOf(one, text)], ruled: ruled && i === 0 })),
      );
    }
    case 'RichTextBlock': {
      const runs = one.inlines.flatMap((inline) => runsOf(inline));
      return filled([{ kind: 'line', heading: false, runs, ruled }]);
    }
    case 'FactSet': {
      const facts = one.facts.flatMap((each) => {
        const { data } = fact.safeParse(each);
        return data ? [{ title: unescaped(data.title), value: unescaped(data.value) }] : [];
      });
      return facts.length > 0 ? [{ kind: 'facts', facts, ruled }] : [];
    }
    case 'ColumnSet': {
      const columns = one.columns.map((column) => blocksIn(element.safeParse(column).data?.items ?? [], depth - 1));
      return columns.some((column) => column.length > 0) ? [{ kind: 'columns', columns, ruled }] : [];
    }
    case 'Container': {
      const blocks = blocksIn(one.items, depth - 1);
      return blocks.length > 0 ? [{ kind: 'box', tone: toneOf(one.style), blocks, ruled }] : [];
    }
    default:
      return blocksIn([one.fallback], depth - 1);
  }
}

function filled(lines: (Block & { kind: 'line' })[]): Block[] {
  return lines.filter(({ runs }) => runs.some(({ text }) => text.trim() !== ''));
}

function runsOf(inline: unknown): Run[] {
  if (typeof inline === 'string') return [runOf({}, inline)];
  const { data } = element.safeParse(inline);
  return data?.type === 'TextRun' ? [runOf(data, data.text)] : [];
}

function runOf(style: Partial<Element>, text: string): Run {
  const size = style.size?.toLowerCase() ?? '';
  return {
    text,
    bold: style.weight?.toLowerCase() === 'bolder',
    subtle: style.isSubtle === true,
    mono: style.fontType?.toLowerCase() === 'monospace',
    size: size === 'small' ? 'small' : size.endsWith('large') ? 'large' : 'default',
    colour: colourOf(style.color),
  };
}

const colours: readonly Colour[] = ['default', 'accent', 'good', 'warning', 'attention'];

function colourOf(name: string | undefined): Colour {
  return colours.find((one) => one === name?.toLowerCase()) ?? 'default';
}

function toneOf(name: string | undefined): Tone {
  return name?.toLowerCase() === 'emphasis' ? 'emphasis' : colourOf(name);
}

/** Where a card would read Markdown its special characters are escaped; a mail reads none. */
function unescaped(text: string): string {
  return text.replace(/\\([!-/:-@[-`{-~])/g, '$1').replace(/<\/?at>/g, '');
}
