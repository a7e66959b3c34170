import type { Person } from '../../model/conversation.js';
import { mentionName } from '../clean.js';
import { part } from './view.js';

export interface MentionEntity {
  type: 'mention';
  text: string;
  mentioned: { id: string; name: string };
}

/** Teams sends a mention only where text and entity are the same, letter by letter (Teams reference 4.4). */
export function mentions(people: Person[] | undefined): { mention?: string; entities: MentionEntity[] } {
  const entities = (people ?? []).slice(0, 10).map((person): MentionEntity => {
    const name = mentionName(person.name);
    return { type: 'mention', text: `<at>${name}</at>`, mentioned: { id: person.id, name } };
  });
  return { ...part('mention', entities.map((one) => one.text).join(' ')), entities };
}
