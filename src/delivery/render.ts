import type { CardContent } from '../model/card-content.js';
import type { Person } from '../model/conversation.js';

/** In whose words a card is written. */
export interface RenderContext {
  /** BCP 47; an unknown language falls back to English. */
  locale: string;
  /** IANA zone. */
  timeZone: string;
  nowMs: number;
  /** Shown when the conversation could use more than one. */
  instanceName?: string;
  /** Named once, on the first card of an alert. */
  mentions?: Person[];
  /** Numbers of the subscriptions the card answers to. */
  subscriptionNumbers?: number[];
}

export interface RenderedCard {
  /** A finished adaptive card 1.5. */
  card: Record<string, unknown>;
  /** One plain line for notifications and lists. */
  summary: string;
}

export type Render = (content: CardContent, context: RenderContext) => RenderedCard;
