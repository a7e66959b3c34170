/** Stored records are frozen, so the text of one stands for as long as the record lives. */
const texts = new WeakMap<object, string>();

/**
 * What `JSON.stringify` makes of a document: an object whose lists hold records. Only records that were not written
 * before are turned into text, so that a write costs what has changed, not what is stored.
 */
export function documentText(data: object): string {
  const members = Object.entries(data).flatMap(([name, value]) => {
    const text = Array.isArray(value) ? `[${value.map(recordText).join(',')}]` : JSON.stringify(value);
    return text === undefined ? [] : `${JSON.stringify(name)}:${text}`;
  });
  return `{${members.join(',')}}`;
}

function recordText(record: unknown): string {
  if (typeof record !== 'object' || record === null || !Object.isFrozen(record))
    return JSON.stringify(record) ?? 'null';
  const known = texts.get(record);
  if (known !== undefined) return known;
  const text = JSON.stringify(record);
  texts.set(record, text);
  return text;
}
