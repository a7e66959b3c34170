/** The call budget is used up: whose turn comes when. The answer takes this card's place. */
export interface WaitingContent {
  situation: 'waiting';
  /** About when the slot comes, epoch ms. */
  turnAtMs: number;
  /** The line that was asked, in its canonical form, where it is known. */
  command?: string;
}

/** The product ended before it could answer. */
export interface InterruptedContent {
  situation: 'interrupted';
  /** As in `WaitingContent`: asking again is one press. */
  command?: string;
}
