export interface QuotaLane {
  lane: 'chat' | 'search' | 'polling' | 'bulk';
  used: number;
  /** Slots that are the lane's whatever the others want. */
  guaranteed: number;
  /** Calls that wait for a slot in it. */
  waiting: number;
}

/** How the call budget stood at one moment. */
export interface QuotaContent {
  situation: 'quota';
  atMs: number;
  limit: number;
  windowMs: number;
  used: number;
  lanes: QuotaLane[];
  /** People of this tenant who hold slots, the most first; `isAsker` is whoever asked for this card. */
  people: { name: string; used: number; isAsker: boolean }[];
  /** Slots that people hold who are not known here. */
  others: number;
  /** What one person gets at most while others wait. */
  half: number;
  /** Free slots after 0, 1, 2 ... times `stepMs`, if nobody asks for anything more. */
  free: number[];
  stepMs: number;
  pausedUntilMs?: number;
}
