import type { Cost } from '../cost.js';

/** The parts of one entity's data, from its metadata. */
export interface PartitionsContent {
  situation: 'partitions';
  entity: string;
  parts: { name: string; host: string; refreshedAtMs?: number }[];
  cost: Cost;
}

/** The first rows of one part, read from its storage. */
export interface PartitionContent {
  situation: 'partition';
  entity: string;
  name: string;
  host: string;
  refreshedAtMs?: number;
  /** Bytes; absent where there are more than are read and the storage does not say. */
  size?: number;
  /** What people call the columns that are shown. */
  columns: string[];
  /** Columns that are not shown. */
  hiddenColumns: number;
  /** Values as text, in the order of the columns; personal ones are masked where others read along. */
  rows: string[][];
  masked: boolean;
  /** Rows follow those that are shown. */
  more: boolean;
  cost: Cost;
}
