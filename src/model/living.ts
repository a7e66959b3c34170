import type { CardContent } from './card-content.js';

export type Situation = CardContent['situation'];

type WhenInterrupted = { readonly [S in Situation]?: (content: Extract<CardContent, { situation: S }>) => CardContent };

/** Cards that promise something more, and what they say once nobody works on it: a card left behind must not promise. */
const whenInterrupted: WhenInterrupted = {
  waiting: ({ command }) => ({ situation: 'interrupted', ...(command === undefined ? {} : { command }) }),
  gathering: ({ command, entity, person, rows, cost }) => ({
    situation: 'gathered',
    end: 'interrupted',
    command,
    entity,
    person,
    rows,
    cost,
  }),
};

export const livingSituations = Object.keys(whenInterrupted) as Situation[];

/** Undefined for a card that promises nothing. */
export function interrupted<C extends CardContent>(content: C): CardContent | undefined {
  const say = whenInterrupted[content.situation] as ((content: C) => CardContent) | undefined;
  return say?.(content);
}
