import type { ConversationKey, Person } from './conversation.js';

/** The parts of a board that a tab may show, in the order in which they stand. */
export const boardParts = ['alerts', 'runs', 'values', 'subscriptions', 'budget'] as const;
export type BoardPart = (typeof boardParts)[number];

export interface ChosenObject {
  kind: 'segment' | 'measure';
  /** API name. */
  id: string;
}

/** What one tab of a conversation shows. Kept under the entity id that Teams stores with the tab. */
export interface Tab {
  v: 1;
  entityId: string;
  conversationKey: ConversationKey;
  connectionId: string;
  shows: BoardPart[];
  /** Absent: what the conversation watches, then the others. */
  objects?: ChosenObject[];
  savedBy: Person;
  savedAtMs: number;
}
