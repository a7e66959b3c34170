import { isOddId, longestId } from './odd-id.js';
import { printPlain } from './print-items.js';
import { failed, type Parsed, parsed, short } from './problem.js';
import { Scanner, Trouble } from './scanner.js';
import { quote } from './tokens.js';

export interface ItemWish {
  entity: string;
  /** Exactly as written: ids may hold anything. */
  id: string;
}

/** Everything behind the word `item`, untidied: the entity, and the rest is the id. Never throws. */
export function readItem(text: string): Parsed<ItemWish> {
  const scanner = new Scanner(text);
  try {
    const entity = (scanner.quoted() ?? scanner.next(/\S+/uy) ?? '').trim();
    const rest = scanner.text.slice(scanner.at).trim();
    if (entity === '') return failed({ key: 'items-entity-missing', suggestions: ['entities', 'items Customer'] });
    const id = unquoted(rest);
    const example = `item ${printPlain(entity)} <id>`;
    if (id === '') return failed({ key: 'item-id-missing', example });
    if (isOddId(id)) return failed({ key: 'id-odd', facts: { text: short(id), limit: longestId }, example });
    return parsed({ entity, id });
  } catch (thrown) {
    if (!(thrown instanceof Trouble)) throw thrown;
    return failed({
      key: 'filter-quote-open',
      facts: { at: thrown.at + 1, near: text.slice(thrown.at, thrown.at + 24) },
    });
  }
}

/** Quotes around the whole id are not part of it; any other quotes are. */
function unquoted(text: string): string {
  const scanner = new Scanner(text);
  try {
    const content = scanner.quoted();
    return content !== undefined && scanner.at === scanner.text.length ? content : scanner.text;
  } catch (thrown) {
    if (thrown instanceof Trouble) return scanner.text;
    throw thrown;
  }
}

export function printItem({ entity, id }: ItemWish): string {
  return `item ${printPlain(entity)} ${/^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u.test(id) ? id : quote(id)}`;
}
