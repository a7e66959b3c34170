import { z } from 'zod';
import { say } from '../../src/delivery/words.js';
import { inTime } from '../extension/in-time.js';
import { unfolded } from '../extension/link.js';
import { searchWords } from '../extension/wire.js';
import type { InvokeSpec } from './invoke.js';

const shape = z.looseObject({ url: z.string().max(20_000) });

/** Somebody pasted a link to a host that the manifest names (Teams reference 1.4). */
export const extensionLink: InvokeSpec = {
  name: 'composeExtension/queryLink',
  guest: () => ({}),
  repeats: true,
  async run(value, turn, services) {
    const parsed = shape.safeParse(value);
    if (!parsed.success) return searchWords(say(turn.locale, 'extension.unreadable'));
    return inTime(() => unfolded(parsed.data.url, turn, services), searchWords, turn, services);
  },
};

/** The same by a person who has not installed the app: nothing of an environment is told. */
export const anonymousLink: InvokeSpec = {
  name: 'composeExtension/anonymousQueryLink',
  guest: () => ({}),
  repeats: true,
  async run(_value, turn) {
    return searchWords(say(turn.locale, 'extension.link-anonymous'));
  },
};
