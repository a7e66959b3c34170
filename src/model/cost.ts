/** What an answer took of the call budget and how old what it tells is, for its small print. */
export interface Cost {
  /** Calls that were made for this answer; 0 where it came from what is known. */
  calls: number;
  /** Calls allowed per window. */
  limit: number;
  /** When the oldest part of it was read, epoch ms. */
  readAtMs?: number;
}
