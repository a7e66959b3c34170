import { say } from '../../src/delivery/words.js';
import type { HttpReply } from '../../src/server/route.js';
import { customersById } from '../people/by-id.js';
import { openDesk } from '../people/desk.js';
import { auditLookUp } from '../people/look-up.js';
import { profileOf } from '../people/profile.js';
import { idOf } from '../people/shape.js';
import { foundOf, type SearchAt } from './search/search.js';
import { resultsReply, searchWords } from './wire.js';

/**
 * The profile of a customer who was chosen from the list, as it can be inserted where it was looked for. Its segments are
 * those that are known: asking about them takes longer than Teams waits. Throws `insights-*` and `budget-*`.
 */
export async function chosenPerson(id: string, at: SearchAt): Promise<HttpReply> {
  const { turn, services, connectionId, allowance } = at;
  const desk = await openDesk(connectionId, turn, services, allowance);
  if (!desk) return searchWords(say(turn.locale, 'refusal.no-profiles'));
  const readAtMs = services.clock.now();
  const rows = await customersById(id, desk, allowance);
  const row = rows.find((one) => idOf(one, desk.shape) === id);
  if (!row) return searchWords(say(turn.locale, 'dialog.profile-gone'));
  await auditLookUp({ how: 'extension', customerId: id, found: 1 }, desk);
  const { limit } = desk.client.budget();
  const cost = (atMs?: number) => ({
    calls: allowance.made(),
    limit,
    ...(atMs === undefined ? {} : { readAtMs: atMs }),
  });
  const { content } = await profileOf(row, desk, { call: allowance.call, cost }, { readAtMs, dialog: false });
  const { checking: _, ...segments } = content.segments;
  const name = content.name || at.input.f.say('people.nameless');
  return resultsReply([
    foundOf({ ...content, segments }, { title: name, text: say(turn.locale, 'extension.customer') }, at),
  ]);
}
