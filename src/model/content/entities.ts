import type { Cost } from '../cost.js';

export interface EntityRow {
  name: string;
  /** As the metadata says it: `profile`, `unifiedActivity`, ... */
  kind: string;
  sourceName?: string;
  /** How many fields it has. */
  fields: number;
  refreshedAtMs?: number;
}

/** The entities that can be asked for, a page at a time. */
export interface EntitiesContent {
  situation: 'entities';
  rows: EntityRow[];
  /** All that fit. */
  total: number;
  page: number;
  pages: number;
  /** Only those whose name, kind or source holds this. */
  text?: string;
  /** The canonical line that asks for the same. */
  line: string;
  cost: Cost;
}
