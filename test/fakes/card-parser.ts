import { createRequire } from 'node:module';

interface ParseEvent {
  message: string;
}

/** The part of the renderer that works without a page. Its module entry does not load in Node, the distributed file does. */
interface Renderer {
  AdaptiveCard: new () => { parse(card: unknown, context: unknown): void };
  SerializationContext: new (version: unknown) => { eventCount: number; getEventAt(index: number): ParseEvent };
  Versions: { v1_5: unknown };
}

const { AdaptiveCard, SerializationContext, Versions }: Renderer = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
);

/** What the renderer does not understand of a card: unknown elements, wrong values. */
export function parseProblems(card: unknown): string[] {
  const context = new SerializationContext(Versions.v1_5);
  new AdaptiveCard().parse(card, context);
  const messages = Array.from({ length: context.eventCount }, (_, i) => context.getEventAt(i).message);
  // Its pattern for `lang` is global and remembers where it stopped: every second card would be refused.
  return messages.filter((message) => !message.includes('property "lang"'));
}

/** Every object of a card with a `type`, however deep; `data` is not part of the card. */
export function elementsOf(node: unknown): Record<string, unknown>[] {
  if (Array.isArray(node)) return node.flatMap(elementsOf);
  if (typeof node !== 'object' || node === null) return [];
  const below = Object.entries(node).flatMap(([key, value]) => (key === 'data' ? [] : elementsOf(value)));
  return 'type' in node && typeof node.type === 'string' ? [{ ...node }, ...below] : below;
}
