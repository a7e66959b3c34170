import { z } from 'zod';
import { say } from '../../src/delivery/words.js';
import { longestSearch } from '../commands/search.js';
import { inTime } from '../extension/in-time.js';
import { searchNamed } from '../extension/search/index.js';
import { placeOn, type Sought } from '../extension/search/search.js';
import { searchWords } from '../extension/wire.js';
import { connectionOf } from '../turn.js';
import type { InvokeSpec } from './invoke.js';

const mostAtOnce = 25;
const whole = (otherwise: number) => z.number().int().nonnegative().max(1_000_000).catch(otherwise);
const options = z.object({ skip: whole(0), count: whole(mostAtOnce) }).catch({ skip: 0, count: mostAtOnce });
const parameter = z.looseObject({ name: z.string(), value: z.unknown().optional() });
const shape = z.looseObject({
  commandId: z.string().max(200),
  parameters: z.array(z.unknown()).max(20).catch([]),
  queryOptions: options.optional().transform((given) => given ?? { skip: 0, count: mostAtOnce }),
});

/** A letter was typed into the search box, the box was opened, or the list was read to its end (Teams reference 1.6). */
export const extensionQuery: InvokeSpec = {
  name: 'composeExtension/query',
  guest: () => ({}),
  repeats: true,
  async run(value, turn, services) {
    const parsed = shape.safeParse(value);
    if (!parsed.success) return searchWords(say(turn.locale, 'extension.unreadable'));
    const search = searchNamed(parsed.data.commandId);
    if (!search) return searchWords(say(turn.locale, 'extension.unknown-command'));
    const connection = connectionOf(turn.conversation, services);
    if (!connection) return searchWords(say(turn.locale, 'refusal.no-connection'));
    const sought = soughtOf(parsed.data);
    const length = [...sought.text].length;
    if (length > longestSearch) {
      return searchWords(say(turn.locale, 'refusal.search-too-long', { limit: longestSearch, length }));
    }
    const at = placeOn(connection.id, turn, services);
    return inTime((allowance) => search(sought, { ...at, allowance }), searchWords, turn, services);
  },
};

/** When the box is opened Teams sends `initialRun` instead of a text. */
function soughtOf({ parameters, queryOptions }: z.infer<typeof shape>): Sought {
  const given = parameters.flatMap((one) => {
    const read = parameter.safeParse(one);
    return read.success ? [read.data] : [];
  });
  const text = given.find((one) => one.name === 'text')?.value;
  const { skip, count } = queryOptions;
  const most = Math.min(mostAtOnce, Math.max(1, count));
  return { text: typeof text === 'string' ? text.trim() : '', skip, count: most };
}
