import { alerts } from './alerts.js';
import { customers } from './customers.js';
import type { Search } from './search.js';
import { sources } from './sources.js';
import { measures, segments } from './values.js';

const searches: Readonly<Record<string, Search>> = { customers, segments, measures, sources, alerts };

/** The search behind a command of the extension; undefined for an id that is none. */
export function searchNamed(id: string): Search | undefined {
  return Object.hasOwn(searches, id) ? searches[id] : undefined;
}
