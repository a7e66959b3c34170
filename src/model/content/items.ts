import type { Cost } from '../cost.js';
import type { ShownColumn, ShownValue } from './shown.js';

/** A page of the rows of an entity. */
export interface ItemsContent {
  situation: 'items';
  entity: string;
  /** The first names the row. */
  columns: ShownColumn[];
  /** One value per column. */
  rows: ShownValue[][];
  /** Position of the first row among all that match, from 1. */
  first: number;
  /** How many match, where the service says. */
  total?: number;
  /** How many were asked for, where that is fewer than match. */
  wanted?: number;
  /** Pages before and behind this one, from 1, and the cursor that leads there. */
  cursor?: string;
  previous?: number;
  next?: number;
  /** Personal fields are masked. */
  masked: boolean;
  /** The canonical line that asks for the same. */
  line: string;
  cost: Cost;
}

/** One row, found by its key. */
export interface ItemContent {
  situation: 'item';
  entity: string;
  /** The first names the row. */
  fields: { column: ShownColumn; value: ShownValue }[];
  masked: boolean;
  line: string;
  cost: Cost;
}
