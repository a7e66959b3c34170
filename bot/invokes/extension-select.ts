import { z } from 'zod';
import { say } from '../../src/delivery/words.js';
import { inTime } from '../extension/in-time.js';
import { insertedOf } from '../extension/inserted.js';
import { chosenPerson } from '../extension/person.js';
import { placeOn } from '../extension/search/search.js';
import { searchWords } from '../extension/wire.js';
import { connectionOf } from '../turn.js';
import type { InvokeSpec } from './invoke.js';

const shape = z.looseObject({ kind: z.literal('customer'), id: z.string().min(1).max(200) });

/** A line of the list was chosen whose card has to be asked for. */
export const extensionSelect: InvokeSpec = {
  name: 'composeExtension/selectItem',
  guest: (value) => insertedOf(value) ?? {},
  repeats: true,
  async run(value, turn, services) {
    const parsed = shape.safeParse(value);
    if (!parsed.success) return searchWords(say(turn.locale, 'extension.unreadable'));
    const connection = connectionOf(turn.conversation, services);
    if (!connection) return searchWords(say(turn.locale, 'refusal.no-connection'));
    const at = placeOn(connection.id, turn, services);
    return inTime((allowance) => chosenPerson(parsed.data.id, { ...at, allowance }), searchWords, turn, services);
  },
};
