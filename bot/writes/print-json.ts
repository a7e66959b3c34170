import type { Row } from '../../src/model/entity.js';

/** A row as a line holds it: one blank behind each mark, so that it can be read. */
export function printJson(row: Row): string {
  const entries = Object.entries(row).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{${entries.join(', ')}}`;
}
