import type { Row } from '../../src/model/entity.js';
import { readJsonObject } from './json-object.js';
import { failed, type Parsed, parsed, short } from './problem.js';
import { quote } from './tokens.js';

export const createExample =
  'create UnifiedActivity {"ActivityId": "act-1", "CustomerId": "ce75", "ActivityTime": "2026-03-04T16:20:00Z"}';
export const updateExample = 'update Customer ce759201f786d590bf2134bff576c369 {"City": "Braga"}';

/** Longest key of an item. */
const longestId = 200;

/**
 * Characters of a key that go through an address unharmed. A slash, a percent sign, a quote or a line break could be
 * read as something else on the way to the service.
 */
const usableId = /^(?!\.{1,2}$)[\p{L}\p{N}\p{M} ._:@+=~|#,()-]+$/u;

/** What stands behind `create`, exactly as written. Pure; never throws. */
export function readCreate(text: string): Parsed<{ entity: string; item: Row }> {
  const entity = readName(text);
  if (!entity) return failed({ key: 'write-entity-missing', example: createExample });
  if (entity.rest === '') return failed({ key: 'json-missing', example: createExample });
  const item = readJsonObject(entity.rest, createExample);
  return item.ok ? parsed({ entity: entity.name, item: item.value }) : item;
}

/** What stands behind `update`, exactly as written. Pure; never throws. */
export function readUpdate(text: string): Parsed<{ entity: string; id: string; changes: Row }> {
  const entity = readName(text);
  if (!entity) return failed({ key: 'write-entity-missing', example: updateExample });
  const id = readName(entity.rest);
  if (!id) return failed({ key: 'write-id-missing', example: updateExample });
  if (id.name.length > longestId || !usableId.test(id.name)) {
    return failed({ key: 'write-id-unusable', facts: { text: short(id.name) }, example: updateExample });
  }
  if (id.rest === '') return failed({ key: 'json-missing', example: updateExample });
  const changes = readJsonObject(id.rest, updateExample);
  return changes.ok ? parsed({ entity: entity.name, id: id.name, changes: changes.value }) : changes;
}

/** A name up to a blank or the JSON, or in quotes, and what follows it. Undefined where none stands. */
function readName(text: string): { name: string; rest: string } | undefined {
  const quoted = /^"((?:[^"\\]|\\["\\])*)"/s.exec(text);
  const found = quoted ?? /^[^\s{[]+/.exec(text);
  if (!found) return undefined;
  const name = quoted ? (quoted[1] ?? '').replace(/\\(["\\])/g, '$1') : found[0];
  return name.trim() === '' ? undefined : { name, rest: text.slice(found[0].length).trim() };
}

/** A name that reads back as itself. */
export function printName(name: string): string {
  return /^[^\s{["\\]+$/.test(name) ? name : quote(name);
}
