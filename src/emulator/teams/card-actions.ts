import type { Json } from './inbound.js';

/** A button of a card with the inputs it sends along, by their ids and first values. */
export interface CardAction {
  type: 'Action.Execute' | 'Action.Submit';
  title: string;
  id?: string;
  verb?: string;
  data: unknown;
  inputs: Record<string, string>;
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Goes through all parts of a card that are drawn: neither fallbacks nor what lies behind a show card. */
function visit(node: unknown, see: (element: Json) => void): void {
  if (Array.isArray(node)) {
    for (const one of node) visit(one, see);
    return;
  }
  if (!isRecord(node)) return;
  if (typeof node.type === 'string') see(node);
  if (node.type === 'Action.ShowCard') return;
  for (const [key, value] of Object.entries(node)) {
    if (!['data', 'fallback', 'refresh', 'msteams', 'authentication'].includes(key)) visit(value, see);
  }
}

function firstValues(card: unknown): Record<string, string> {
  const values: Record<string, string> = {};
  visit(card, (element) => {
    if (typeof element.id !== 'string' || !String(element.type).startsWith('Input.')) return;
    const value = element.value ?? (element.type === 'Input.Toggle' ? (element.valueOff ?? 'false') : undefined);
    if (value !== undefined && value !== '') values[element.id] = String(value);
  });
  return values;
}

/** All buttons of a card in the order of reading; those behind a show card carry the outer inputs too. */
export function actionsOf(card: unknown, outer: Record<string, string> = {}): CardAction[] {
  const inputs = { ...outer, ...firstValues(card) };
  const found: CardAction[] = [];
  visit(card, (element) => {
    if (element.type === 'Action.ShowCard') found.push(...actionsOf(element.card, inputs));
    if (element.type !== 'Action.Execute' && element.type !== 'Action.Submit') return;
    found.push({
      type: element.type,
      title: typeof element.title === 'string' ? element.title : '',
      ...(typeof element.id === 'string' ? { id: element.id } : {}),
      ...(typeof element.verb === 'string' ? { verb: element.verb } : {}),
      data: element.data,
      inputs: element.associatedInputs === 'none' ? {} : inputs,
    });
  });
  return found;
}

/** What a button sends: its data, and the inputs over it. Data that is no object is replaced by the inputs. */
export function pressData(action: CardAction, typed: Record<string, string> = {}): unknown {
  const inputs = { ...action.inputs, ...typed };
  if (isRecord(action.data)) return { ...action.data, ...inputs };
  return Object.keys(inputs).length > 0 || action.data === undefined ? inputs : action.data;
}
