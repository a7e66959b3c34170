/** The call budget is used up: whose turn comes when. The answer takes this card's place. */
export interface WaitingContent {
  situation: 'waiting';
  /** About how long until the slot comes, from the moment the card was made, ms. */
  forMs: number;
  /** The line that was asked, in its canonical form, where it is known. */
  command?: string;
}
