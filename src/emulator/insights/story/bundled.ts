import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Scenario } from './scenario.js';
import { parseScenario } from './schema.js';

const folder = fileURLToPath(new URL('../scenarios/', import.meta.url));
let read: Scenario[] | undefined;

/** The stories in `scenarios/`, the main one first, the others by name. */
export function bundledScenarios(): Scenario[] {
  read ??= readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => parseScenario(JSON.parse(readFileSync(`${folder}${file}`, 'utf8')), file))
    .sort((a, b) => Number(b.name === 'main-story') - Number(a.name === 'main-story') || (a.name < b.name ? -1 : 1));
  return read;
}
