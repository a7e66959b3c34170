import type { Refusal } from '../../src/model/card-content.js';
import type { AttributeView, EntityView, Row } from '../../src/model/entity.js';
import { type Candidate, matchName } from '../commands/match.js';
import { short } from '../grammar/problem.js';
import { fits, kindOf, type ValueKind } from './edm-value.js';

/** More than these cannot be shown whole on one card, and what is confirmed must be seen. */
export const mostFields = 25;

/** One field to write, under the entity's own spelling. */
export interface FieldValue {
  attribute: AttributeView;
  kind: ValueKind;
  value: unknown;
}

export type Checked = { fields: FieldValue[] } | { problem: Refusal };

/** The fields of a JSON object against an entity's metadata. Names match in any case of letters. Pure. */
export function checkFields(row: Row, entity: EntityView, example: string): Checked {
  const entries = Object.entries(row);
  const refuse = (key: string, facts: Refusal['facts']): Checked => ({ problem: { key, facts: facts ?? {}, example } });
  if (entries.length > mostFields) return refuse('write-too-many-fields', { count: entries.length, limit: mostFields });
  const fields: FieldValue[] = [];
  for (const [name, value] of entries) {
    const attribute = attributeOf(name, entity);
    if (!attribute) return { problem: unknownField(name, entity, example) };
    if (fields.some((one) => one.attribute === attribute)) {
      return refuse('write-field-twice', { field: attribute.name });
    }
    const kind = kindOf(attribute.type);
    if (!fits(value, kind)) {
      return refuse('write-wrong-type', { field: attribute.name, type: kind, text: short(JSON.stringify(value), 40) });
    }
    fields.push({ attribute, kind, value });
  }
  return { fields };
}

function attributeOf(name: string, { attributes }: EntityView): AttributeView | undefined {
  const folded = name.toLowerCase();
  return attributes.find((one) => one.name === name) ?? attributes.find((one) => one.name.toLowerCase() === folded);
}

/** The nearest names are told in words: a line with another field in it would write something else at one press. */
function unknownField(name: string, { name: entity, attributes }: EntityView, example: string): Refusal {
  const candidates: Candidate[] = attributes.map((one) => ({
    id: one.name,
    name: one.friendlyName,
    spellings: [one.name, one.friendlyName],
  }));
  const match = matchName(name, candidates);
  const near = 'found' in match ? [match.found] : 'several' in match ? match.several : match.nearest;
  const names = near.slice(0, 3).map((one) => one.id);
  const facts = { text: short(name), entity, names: names.join(', ') };
  return { key: names.length > 0 ? 'write-field-unknown-near' : 'write-field-unknown', facts, example };
}
