import type { Owner } from '../owner.js';

/** Who answers for what, in the order in which it is told. */
export interface OwnersContent {
  situation: 'owners';
  owners: Owner[];
  /** What was searched for. */
  text?: string;
}
